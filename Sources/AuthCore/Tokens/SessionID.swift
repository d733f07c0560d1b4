/// The id of a session: 128 random bits. Tokens have it as base64url (`sid`, OpenID Connect Front-Channel
/// Logout 1.0 section 3).
package struct SessionID: Hashable, Sendable {
  static let byteCount = 16

  let bytes: [UInt8]

  /// A new id of 16 random bytes.
  init(random bytes: [UInt8]) { self.bytes = bytes }

  /// The id that comes next in bytes that have one.
  init(taking reader: inout ByteReader) { bytes = reader.take(Self.byteCount) }

  /// An id as it is written, or nil where the text is none.
  package init?(text: [UInt8]) {
    guard let bytes = Base64URL.decode(text), bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  /// The id as it is written: 22 characters.
  package var text: String { Base64URL.encode(bytes) }
}

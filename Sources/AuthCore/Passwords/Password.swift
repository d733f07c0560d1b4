/// A password as the client sent it: the bytes of its UTF-8, not normalized, not trimmed, never cut.
///
/// So an `é` that was typed as one code point and one typed as `e` with an accent are two passwords.
public struct Password: Sendable {
  /// The password's bytes.
  package let bytes: SecretBytes
  /// Its length in Unicode code points, which is how NIST SP 800-63B section 5.1.1.2 counts characters.
  let characterCount: Int

  /// A password, or nil where there is none, it is not UTF-8, or it has a control character. No keyboard
  /// types those into a password field, and NUL is where crypt(3) stops reading.
  public init?(_ bytes: [UInt8]) {
    guard !bytes.isEmpty, !bytes.contains(where: { $0.isASCIIControl }),
      let text = String(validating: bytes, as: UTF8.self)
    else { return nil }
    self.bytes = SecretBytes(bytes)
    characterCount = text.unicodeScalars.count
  }

  /// A password to hash for its time alone: a hash takes as long for every password.
  static let filler = Password(oneByte: UInt8(ascii: "x"))

  private init(oneByte: UInt8) {
    bytes = SecretBytes([oneByte])
    characterCount = 1
  }
}

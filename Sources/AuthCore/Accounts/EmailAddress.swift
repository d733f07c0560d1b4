/// An e-mail address, in the syntax that browsers take (WHATWG HTML section 4.10.5.1.5, "valid e-mail
/// address"): ASCII only, in lower case. Two addresses are the same where their bytes are.
public struct EmailAddress: Hashable, Sendable {
  /// The most bytes of a whole address (RFC 5321 section 4.5.3.1.3, less the angle brackets) and of the part
  /// before the `@` (section 4.5.3.1.1).
  public static let maxBytes = 254, maxLocalPartBytes = 64

  /// The address, lower-cased.
  public let text: String

  /// An address, or nil where the bytes are not one. Nothing is trimmed or repaired but the case of letters.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count <= Self.maxBytes else { return nil }
    let parts = Array(bytes).split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2,
      (1...Self.maxLocalPartBytes).contains(parts[0].count), parts[0].allSatisfy(Self.isLocalPartByte),
      parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy(Self.isLabel)
    else { return nil }
    text = String(decoding: bytes.asciiLowercased, as: UTF8.self)
  }

  /// Whether these bytes may stand behind the `@` of an address.
  package static func isDomain(_ bytes: some Collection<UInt8>) -> Bool {
    EmailAddress(Array("a@".utf8) + bytes) != nil
  }

  /// What stands before the `@`.
  package var localPart: String {
    String(decoding: text.utf8.prefix { $0 != UInt8(ascii: "@") }, as: UTF8.self)
  }

  /// What stands behind the `@`.
  package var domain: String {
    String(decoding: text.utf8.drop { $0 != UInt8(ascii: "@") }.dropFirst(), as: UTF8.self)
  }

  /// Whether the bytes are the same.
  public static func == (one: Self, other: Self) -> Bool { one.text.isEqual(to: other.text) }

  private static func isLocalPartByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2F, 0x3D, 0x3F, 0x5E...0x60, 0x7B...0x7E:
      true
    default: byte.isASCIIAlphanumeric
    }
  }

  /// One label of a host name (RFC 1034 section 3.5): 1 to 63 letters, digits and inner hyphens.
  private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
    (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
      && label.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") }
  }
}

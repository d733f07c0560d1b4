/// The token of an `Authorization: Bearer` field (RFC 6750 section 2.1).
public enum BearerToken: Hashable, Sendable {
  /// No Authorization field, or one of another scheme.
  case absent
  /// The scheme is Bearer, and what follows is not one token.
  case malformed
  /// The token's bytes.
  case token([UInt8])

  /// Reads an Authorization field. Schemes are case-insensitive (RFC 9110 section 11.1).
  public init(authorization field: [UInt8]?) {
    guard let field else { self = .absent; return }
    let scheme = field.prefix { $0 != 0x20 && $0 != 0x09 }
    guard scheme.isEqualIgnoringASCIICase(to: "bearer") else { self = .absent; return }
    let credentials = field[scheme.endIndex...].trimmingOptionalWhitespace
    guard let last = credentials.lastIndex(where: { $0 != UInt8(ascii: "=") }),
      credentials[...last].allSatisfy(Self.isB64TokenCharacter)
    else {
      self = .malformed
      return
    }
    self = .token(Array(credentials))
  }

  /// b64token (RFC 6750 section 2.1), less the `=` that may end it.
  private static func isB64TokenCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "+"),
      UInt8(ascii: "/"):
      true
    default: byte.isASCIIAlphanumeric
    }
  }
}

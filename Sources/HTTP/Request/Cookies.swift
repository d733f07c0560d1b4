/// The cookies of a request.
public struct Cookies: Sendable {
  private let field: [UInt8]

  /// Reads a Cookie field (RFC 6265 section 4.2.1).
  public init(_ field: [UInt8]?) { self.field = field ?? [] }

  /// The values of the cookies of this name, each once, empty ones left out.
  ///
  /// More than one means that somebody else, on a neighbouring host name or path, set a cookie of the same
  /// name, and nothing in the request tells which is whose (RFC 6265 section 8.6).
  ///
  /// Cookie fields sent separately arrive joined, by `; ` from lighttpd and by `, ` from Apache, so a comma
  /// separates, too: but not for a name that is for HTTPS only. A neighbour cannot set a cookie of such a
  /// name, but one of another name whose value has a comma and that name in it.
  public func values(of name: CookieName) -> [[UInt8]] {
    let commaSeparates = !name.requiresSecure
    var values: [[UInt8]] = []
    var start = 0
    while start < field.count {
      var end = field[start...].place(of: UInt8(ascii: ";")) ?? field.count
      if commaSeparates { end = field[start..<end].place(of: UInt8(ascii: ",")) ?? end }
      let piece = field[start..<end]
      start = end + 1
      // A piece without `=` is passed over: other programs' cookies are not this one's to judge.
      let pair = piece.trimmingOptionalWhitespace
      guard let equals = pair.place(of: UInt8(ascii: "=")) else { continue }
      guard pair[..<equals].isEqual(to: name.text) else { continue }
      let value = pair[(equals + 1)...].array
      if !value.isEmpty, !values.contains(value) { values.append(value) }
    }
    return values
  }

  /// The field without the cookies of these names, for a program that is not to see them. Here a comma
  /// separates whatever the name: rather too much goes than a part of what is to go.
  package func removing(_ names: [CookieName]) -> [UInt8] {
    var kept: [[UInt8]] = []
    for piece in field.split(separator: UInt8(ascii: ";")) {
      let parts = piece.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).filter { part in
        let name = part.prefix { $0 != UInt8(ascii: "=") }.trimmingOptionalWhitespace
        return !names.contains { name.elementsEqual($0.text.utf8) }
      }
      if !parts.isEmpty { kept.append(Array(parts.joined(separator: [UInt8(ascii: ",")]))) }
    }
    return Array(Array(kept.joined(separator: [UInt8(ascii: ";")])).trimmingOptionalWhitespace)
  }
}

/// A cookie's name (RFC 6265 section 4.1.1): a token. Names are case-sensitive.
public struct CookieName: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The name as it is sent.
  public let text: String

  /// A name, or nil where the text is not a token.
  public init?(_ text: String) {
    guard text.utf8.isToken else { return nil }
    self.text = text
  }

  /// Whether the bytes are the same.
  public static func == (one: CookieName, other: CookieName) -> Bool { one.text.isEqual(to: other.text) }

  /// A name written in the source.
  public init(stringLiteral text: StaticString) { self.text = text.description }

  /// Whether browsers take a cookie of this name over HTTPS only (`__Secure-` and `__Host-`, RFC 6265bis
  /// section 4.1.3). They compare the prefix without regard to case.
  public var requiresSecure: Bool {
    guard text.utf8.first == UInt8(ascii: "_") else { return false }
    let lowercase = text.utf8.asciiLowercased
    return lowercase.starts(with: "__secure-".utf8) || lowercase.starts(with: "__host-".utf8)
  }
}

/// The cookies of a request.
public struct Cookies: Sendable {
  private let pairs: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)]

  /// Reads a Cookie field (RFC 6265 section 4.2.1).
  ///
  /// Cookie fields sent separately arrive joined, by `; ` from lighttpd and by `, ` from Apache, so both
  /// separate. A piece without `=` is passed over: other programs' cookies are not this one's to judge.
  public init(_ field: [UInt8]?) {
    pairs = (field ?? []).split { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ",") }.compactMap { piece in
      let pair = piece.trimmingOptionalWhitespace
      guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { return nil }
      return (pair[..<equals], pair[(equals + 1)...])
    }
  }

  /// The values of the cookies of this name, each once, empty ones left out.
  ///
  /// More than one means that somebody else, on a neighbouring host name or path, set a cookie of the same
  /// name, and nothing in the request tells which is whose (RFC 6265 section 8.6).
  public func values(of name: CookieName) -> [[UInt8]] {
    var values: [[UInt8]] = []
    for pair in pairs where pair.name.elementsEqual(name.text.utf8) && !pair.value.isEmpty {
      if !values.contains(where: { $0.elementsEqual(pair.value) }) { values.append(Array(pair.value)) }
    }
    return values
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

  /// A name written in the source.
  public init(stringLiteral text: StaticString) { self.text = text.description }

  /// Whether browsers take a cookie of this name over HTTPS only (`__Secure-` and `__Host-`, RFC 6265bis
  /// section 4.1.3). They compare the prefix without regard to case.
  public var requiresSecure: Bool {
    let lowercase = text.utf8.asciiLowercased
    return lowercase.starts(with: "__secure-".utf8) || lowercase.starts(with: "__host-".utf8)
  }
}

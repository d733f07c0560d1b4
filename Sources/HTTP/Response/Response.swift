/// One CGI document response (RFC 3875 section 6.2.1).
public struct Response: Sendable {
  /// The answer's status.
  public let status: Status
  /// The header fields, `Status` and `Content-Length` aside.
  public private(set) var fields: [(name: HeaderName, value: HeaderValue)]
  /// The document.
  public let body: [UInt8]
  private let hasDocument: Bool

  /// An answer with the fields that every answer has: it is not stored, not sniffed, not
  /// framed, and loads nothing.
  ///
  /// - Parameter policy: the Content-Security-Policy, for a document that loads something.
  public init(
    _ status: Status, contentType: HeaderValue, body: [UInt8], policy: HeaderValue = strictPolicy
  ) {
    self.status = status
    self.body = body
    hasDocument = true
    fields = [(.contentType, contentType)] + Self.usualFields + [(.contentSecurityPolicy, policy)]
  }

  /// Made once, for a process that stays.
  private static let usualFields: [(name: HeaderName, value: HeaderValue)] = [
    (.cacheControl, "no-store"),
    // For caches that keep what must not be kept, unless it is said in their own words.
    (.vary, "Cookie"),
    (.liteSpeedCacheControl, "no-cache"),
    (.contentTypeOptions, "nosniff"),
  ]

  /// An answer that is these fields and no document, for a web server that makes the client's answer itself.
  package init(_ status: Status, fieldsAlone fields: [(name: HeaderName, value: HeaderValue)]) {
    self.status = status
    self.fields = fields
    body = []
    hasDocument = false
  }

  /// The Content-Security-Policy of what loads nothing and sends nothing.
  public static let strictPolicy: HeaderValue =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

  /// Adds a field.
  public mutating func add(_ name: HeaderName, _ value: HeaderValue) { fields.append((name, value)) }

  /// The bytes to write to standard output. The answer to HEAD has no document (RFC 3875 section 4.3.2).
  public func serialized(answering method: Method) -> [UInt8] {
    var bytes = status.head(fields, room: body.count)
    guard hasDocument else { return bytes + "\n\n".utf8 }
    bytes += "\nContent-Length: ".utf8
    bytes += String(body.count).utf8
    bytes += "\n\n".utf8
    if method != .head { bytes += body }
    return bytes
  }
}

extension Status {
  /// The header of an answer as CGI programs write it (RFC 3875 section 6.3), its last line not ended.
  ///
  /// - Parameter room: how many bytes are to follow, so that they need not be moved.
  func head(_ fields: [(name: HeaderName, value: HeaderValue)], room: Int = 0) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1024 + room)
    bytes += "Status: ".utf8
    bytes += String(rawValue).utf8
    bytes += " ".utf8
    bytes += phrase.utf8
    for field in fields {
      bytes += "\n".utf8
      bytes += field.name.text.utf8
      bytes += ": ".utf8
      bytes += field.value.text.utf8
    }
    return bytes
  }
}

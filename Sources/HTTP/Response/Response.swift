/// One CGI document response (RFC 3875 section 6.2.1).
public struct Response: Sendable {
  /// The answer's status.
  public let status: Status
  /// The header fields that not every answer has.
  public private(set) var fields: [(name: HeaderName, value: HeaderValue)]
  /// The document.
  public let body: [UInt8]
  /// Nil where there is no document.
  private let contentType: HeaderValue?
  private let policy: HeaderValue

  /// An answer with the fields that every answer has: it is not stored, not sniffed, not
  /// framed, and loads nothing.
  ///
  /// - Parameter policy: the Content-Security-Policy, for a document that loads something.
  public init(
    _ status: Status, contentType: HeaderValue, body: [UInt8], policy: HeaderValue = strictPolicy
  ) {
    self.status = status
    self.body = body
    self.contentType = contentType
    self.policy = policy
    fields = []
  }

  /// What every answer with a document has. The second and third are for caches that keep what must not be
  /// kept, unless it is said in their own words.
  private static let usualFields: StaticString =
    """

    Cache-Control: no-store
    Vary: Cookie
    X-LiteSpeed-Cache-Control: no-cache
    X-Content-Type-Options: nosniff
    """

  /// An answer that is these fields and no document, for a web server that makes the client's answer itself.
  package init(_ status: Status, fieldsAlone fields: [(name: HeaderName, value: HeaderValue)]) {
    self.status = status
    self.fields = fields
    body = []
    contentType = nil
    policy = Self.strictPolicy
  }

  /// The Content-Security-Policy of what loads nothing and sends nothing.
  public static let strictPolicy: HeaderValue =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

  /// Adds a field.
  public mutating func add(_ name: HeaderName, _ value: HeaderValue) { fields.append((name, value)) }

  /// The bytes to write to standard output. The answer to HEAD has no document (RFC 3875 section 4.3.2).
  public func serialized(answering method: Method) -> [UInt8] {
    guard let contentType else { return status.head(fields) }
    var bytes = status.line(room: body.count)
    bytes.add(.contentType, contentType)
    bytes.add(Self.usualFields)
    bytes.add(.contentSecurityPolicy, policy)
    bytes.add(fields)
    bytes.add("\nContent-Length: ")
    bytes.add(String(body.count))
    bytes.add("\n\n")
    if method != .head { bytes += body }
    return bytes
  }
}

extension Status {
  /// The header of an answer as CGI programs write it (RFC 3875 section 6.3), the empty line behind it
  /// included.
  func head(_ fields: [(name: HeaderName, value: HeaderValue)]) -> [UInt8] {
    var bytes = line(room: 0)
    bytes.add(fields)
    bytes.add("\n\n")
    return bytes
  }

  /// The first line of a header, not ended.
  ///
  /// - Parameter room: how many bytes of a document are to follow, so that they need not be moved.
  fileprivate func line(room: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.usualHeadBytes + room)
    bytes.add("Status: ")
    bytes.add(String(rawValue))
    bytes.add(" ")
    bytes.add(staticPhrase)
    return bytes
  }

  private static let usualHeadBytes = 640
}

extension [UInt8] {
  @inline(never)
  fileprivate mutating func add(_ fields: [(name: HeaderName, value: HeaderValue)]) {
    for field in fields { add(field.name, field.value) }
  }

  /// Adds a field, its line not ended.
  @inline(never)
  fileprivate mutating func add(_ name: HeaderName, _ value: HeaderValue) {
    append(UInt8(ascii: "\n"))
    add(name.text)
    add(": ")
    add(value.text)
  }
}

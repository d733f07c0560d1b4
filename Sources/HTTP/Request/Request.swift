/// One request as the web server handed it over (RFC 3875 section 4).
public struct Request {
  /// The request's variables.
  public let environment: Environment
  /// The request's method.
  public let method: Method
  /// How it came.
  package let gateway: Gateway
  private let source: BodySource

  /// Reads what every request has.
  ///
  /// - Throws: `missingMetaVariable` without REQUEST_METHOD, `malformed` where that is not a token.
  public init(environment: Environment, body source: BodySource) throws(RequestError) {
    try self.init(environment: environment, body: source, by: .cgi)
  }

  /// The same of a request that came by a gateway.
  init(environment: Environment, body source: BodySource, by gateway: Gateway) throws(RequestError) {
    guard let name = environment.metaVariable("REQUEST_METHOD") else {
      throw .missingMetaVariable("REQUEST_METHOD")
    }
    guard let method = Method(name) else { throw .malformed }
    self.environment = environment
    self.method = method
    self.gateway = gateway
    self.source = source
  }

  /// The value of a header field, or nil where it was not sent (RFC 3875 section 4.1.18).
  ///
  /// - Parameter name: in the environment's spelling: upper case, `_` for `-`.
  public func header(_ name: String) -> [UInt8]? { environment.value("HTTP_", name) }

  /// Refuses every method but these.
  public func require(_ allowed: [Method]) throws(RequestError) {
    guard allowed.contains(method) else { throw .methodNotAllowed(allowed: allowed) }
  }

  /// The whole body: exactly CONTENT_LENGTH bytes (RFC 3875 section 4.2). Call it once: it reads the source.
  ///
  /// - Parameter maxBytes: a longer body is refused before any of it is read.
  /// - Throws: `lengthRequired` without CONTENT_LENGTH, `malformed` where it is not a number or the body ends
  ///   early, `contentTooLarge`.
  public func body(maxBytes: Int) throws(RequestError) -> [UInt8] {
    guard let text = environment.metaVariable("CONTENT_LENGTH") else { throw .lengthRequired }
    guard text.allSatisfy({ $0.isASCIIDigit }) else { throw .malformed }
    guard let count = wholeNumber(text), count <= maxBytes else { throw .contentTooLarge }
    return try source.read(count)
  }
}

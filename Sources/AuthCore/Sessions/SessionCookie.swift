/// The cookie that holds the token, as it is to be for one request.
struct SessionCookie {
  let name: CookieName
  let isSecure: Bool
  let maxAgeSeconds: Int

  /// The cookie as it is set. Its default name on HTTPS begins with `__Host-`: browsers then take it from this host over
  /// HTTPS only, so that no neighbour can plant one (RFC 6265bis section 4.1.3.2).
  init(_ configuration: Configuration, isHTTPS: @autoclosure () -> Bool) {
    isSecure =
      switch configuration.cookieSecure {
      case .always: true
      case .never: false
      case .auto: isHTTPS()
      }
    name = configuration.cookieName ?? (isSecure ? .secureDefault : .plainDefault)
    maxAgeSeconds = configuration.tokenLifetimeSeconds
  }

  /// The field that sets it; nil where no cookie can hold the token.
  func holding(_ token: String) -> HeaderValue? { field(token, maxAgeSeconds) }

  /// The field that removes it.
  var cleared: HeaderValue? { field("", 0) }

  private func field(_ value: String, _ maxAgeSeconds: Int) -> HeaderValue? {
    SetCookie(name, value: value, maxAgeSeconds: maxAgeSeconds, secure: isSecure)?.fieldValue
  }
}

extension CookieName {
  /// The default name over HTTP.
  static let plainDefault: CookieName = "authToken"
  /// The default name over HTTPS.
  static let secureDefault: CookieName = "__Host-authToken"
}

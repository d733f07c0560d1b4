import CGIAuthHTTP

/// The cookie that holds the token, as it is to be for one request.
struct SessionCookie {
  let name: CookieName
  let isSecure: Bool
  let maxAgeSeconds: Int

  /// The field that sets it.
  func holding(_ token: String) throws(AuthError) -> HeaderValue { try field(token, maxAgeSeconds) }

  /// The field that removes it.
  func cleared() throws(AuthError) -> HeaderValue { try field("", 0) }

  private func field(_ value: String, _ maxAgeSeconds: Int) throws(AuthError) -> HeaderValue {
    guard let cookie = SetCookie(name, value: value, maxAgeSeconds: maxAgeSeconds, secure: isSecure) else {
      throw .internalFailure("the making of a cookie")
    }
    return cookie.fieldValue
  }
}

extension Services {
  /// The cookie for a request. Its default name on HTTPS begins with `__Host-`: browsers then take it from
  /// this host over HTTPS only, so that no neighbour can plant one (RFC 6265bis section 4.1.3.2).
  func sessionCookie(for request: Request) -> SessionCookie {
    let isSecure =
      switch configuration.cookieSecure {
      case .always: true
      case .never: false
      case .auto: request.isHTTPS(trusting: configuration.trustedProxies)
      }
    return SessionCookie(
      name: configuration.cookieName ?? (isSecure ? .secureDefault : .plainDefault),
      isSecure: isSecure, maxAgeSeconds: configuration.tokenLifetimeSeconds)
  }
}

extension CookieName {
  /// The default name over HTTP.
  static let plainDefault: CookieName = "authToken"
  /// The default name over HTTPS.
  static let secureDefault: CookieName = "__Host-authToken"
}

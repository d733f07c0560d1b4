/// The cookie that holds the token, as it is to be for one request.
struct SessionCookie {
  let name: CookieName
  let isSecure: Bool
  let maxAgeSeconds: Int

  /// When the cookie gets the Secure attribute.
  enum Secure: String, CaseIterable {
    /// On HTTPS.
    case auto
    case always, never
  }

  /// The cookie as it is set. Its default name on HTTPS begins with `__Host-`: browsers then take it from
  /// this host over HTTPS only, so that no neighbour can plant one (RFC 6265bis section 4.1.3.2).
  init(_ name: CookieName?, maxAgeSeconds: Int, _ secure: Secure, isHTTPS: @autoclosure () -> Bool) {
    isSecure =
      switch secure {
      case .always: true
      case .never: false
      case .auto: isHTTPS()
      }
    self.name = name ?? (isSecure ? .secureDefault : .plainDefault)
    self.maxAgeSeconds = maxAgeSeconds
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

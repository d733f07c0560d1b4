/// The cookies of the programs, as they are to be for one request.
struct AuthCookies {
  /// What a cookie holds. Its name ends in this.
  enum Kind: String, CaseIterable {
    /// The access token.
    case access = ""
    /// The token by which a session is renewed.
    case refresh = "Refresh"
    /// Who logged in with this browser before.
    case device = "Device"
    /// The language that somebody chose by a link of a page.
    case language = "Language"
    /// The address that somebody typed on another page, as base64url.
    case address = "Address"
    /// The ticket of a link in a mail, on the way from the link to its form.
    case ticket = "Ticket"
  }

  /// When the cookies get the Secure attribute.
  enum Secure: String, CaseIterable {
    /// On HTTPS.
    case auto
    case always, never
  }

  private let configured: CookieName?
  private let isSecure: Bool

  /// The cookies as they are set. Their default names on HTTPS begin with `__Host-`: browsers then take them
  /// from this host over HTTPS only, so that no neighbour can plant one (RFC 6265bis section 4.1.3.2).
  init(_ name: CookieName?, _ secure: Secure, isHTTPS: @autoclosure () -> Bool) {
    isSecure =
      switch secure {
      case .always: true
      case .never: false
      case .auto: isHTTPS()
      }
    configured = name
  }

  /// The name of a cookie.
  func name(of kind: Kind) -> CookieName { Self.name(of: kind, configured, isSecure: isSecure) }

  /// The names that a cookie can have had at this site, over HTTPS or HTTP.
  static func names(of kind: Kind, _ configured: CookieName?) -> [CookieName] {
    let secure = name(of: kind, configured, isSecure: true)
    return configured == nil ? [secure, name(of: kind, nil, isSecure: false)] : [secure]
  }

  private static func name(of kind: Kind, _ configured: CookieName?, isSecure: Bool) -> CookieName {
    if let configured {
      return kind == .access ? configured : CookieName(configured.text + kind.rawValue) ?? configured
    }
    let access: CookieName = isSecure ? "__Host-authToken" : "authToken"
    if kind == .access { return access }
    return CookieName((isSecure ? "__Host-auth" : "auth") + kind.rawValue) ?? access
  }

  /// The field that sets it; nil where no cookie can hold the value.
  ///
  /// - Parameter maxAgeSeconds: nil for as long as the browser is open.
  func holding(_ value: String, _ kind: Kind, maxAgeSeconds: Int?) -> HeaderValue? {
    // A browser that comes from a mail program, and is sent on, sends no strict cookie (RFC 6265bis section
    // 5.2).
    SetCookie(
      name(of: kind), value: value, maxAgeSeconds: maxAgeSeconds, secure: isSecure,
      sameSite: kind == .ticket ? .lax : .strict)?.fieldValue
  }

  /// The field that removes it.
  func cleared(_ kind: Kind) -> HeaderValue? { holding("", kind, maxAgeSeconds: 0) }
}

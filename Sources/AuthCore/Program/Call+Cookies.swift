// The cookies of the request and of the answer.
extension Call {
  /// The cookies for the request.
  var authCookies: AuthCookies {
    AuthCookies(configuration.cookieName, configuration.cookieSecure, isHTTPS: isHTTPS)
  }

  /// The values of a cookie, whether it was set over HTTP or HTTPS.
  func cookieValues(_ kind: AuthCookies.Kind) -> [[UInt8]] {
    let cookies = Cookies(request.header("COOKIE"))
    var values: [[UInt8]] = []
    for name in AuthCookies.names(of: kind, configuration.cookieName) {
      for value in cookies.values(of: name) where !values.contains(value) { values.append(value) }
    }
    return values
  }

  /// The request's Cookie field for another program: without what only the programs of this project are to
  /// see, which is all but the access token.
  package var cookiesForOthers: [UInt8] {
    var names: [CookieName] = []
    for kind in AuthCookies.Kind.allCases where kind != .access {
      names += AuthCookies.names(of: kind, configuration.cookieName)
    }
    return Cookies(request.header("COOKIE")).removing(names)
  }

  /// Gives the browser the tokens of a session.
  package func setCookies(_ tokens: IssuedTokens) throws(Refusal) {
    try set(authCookies.holding(tokens.access, .access, maxAgeSeconds: tokens.accessSeconds))
    guard let refresh = tokens.refresh else { return }
    try set(authCookies.holding(refresh.text, .refresh, maxAgeSeconds: refresh.cookieSeconds))
  }

  /// Takes the cookies of a session away.
  package func clearCookies() throws(Refusal) {
    try set(authCookies.cleared(.access))
    if !configuration.isStateless { try set(authCookies.cleared(.refresh)) }
  }

  /// Has the answer set a cookie.
  func set(_ cookie: HeaderValue?) throws(Refusal) {
    guard let cookie else { throw Refusal(.internal("the making of a cookie")) }
    cookies.append(cookie)
  }

  /// Who has logged in with this browser. A cookie that is not ours, or cannot be read now, is none.
  func knownUsers() -> KnownUsers? {
    let values = cookieValues(.device)
    guard !values.isEmpty, let keys = try? privateKeysIfAny() else { return nil }
    let now = clock.now()
    for value in values {
      if let known = KnownUsers(value, keys, now: now) { return known }
    }
    return nil
  }

  /// Whether a user has logged in with this browser.
  package func isKnownDevice(of user: User?) -> Bool {
    guard let known = knownUsers() else { return false }
    return known.contains(user?.id ?? "")
  }

  /// Has the browser know a user who has logged in with it.
  package func setDeviceCookie(for user: User) throws(Refusal) {
    guard let keys = knownPrivateKeys else { return }
    var known = knownUsers() ?? KnownUsers()
    known.add(user.id)
    try set(
      authCookies.holding(
        known.text(keys, now: clock.now()), .device, maxAgeSeconds: KnownUsers.lifetimeSeconds))
  }
}

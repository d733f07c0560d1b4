extension Call {
  /// Who sent the request, by its token: the cookie's, else the one in `Authorization: Bearer`.
  ///
  /// A token is good while it was not logged out and its user is there, enabled, and has the same password:
  /// two keyed reads. With `stateless` it is good until it expires.
  ///
  /// - Throws: 401 where nobody is logged in, for which browsers are sent to the login page; 503
  ///   where it cannot be known.
  public func authenticate() throws(Refusal) -> Session {
    do throws(TokenRefusal) { return try session() } catch {
      switch error {
      case .missing: throw .missingToken
      case .fault(let fault, let token):
        record(token == nil && fault.isForeign ? .foreignToken(fault) : .tokenRefused(fault, token))
        throw .invalidToken
      case .store(let error): throw Refusal(Failure(error))
      }
    }
  }

  /// The same where it is no matter why there is none, and nothing is written to the audit log.
  package func sessionIfAny() -> Session? { try? session() }

  /// The groups of somebody who is logged in, as the user file has them now. With `stateless` this is the
  /// first to read it; a user who is no longer there is in none.
  ///
  /// - Throws: 503 where the user file cannot be read.
  public func groups(of session: Session) throws(Refusal) -> [String] {
    var user = session.user
    if user == nil { user = try Refusal.taking(store: try users.user(session.email)) }
    guard let user, user.id.isEqual(to: session.userID) else { return [] }
    return user.groupNames.filter { $0.isUTF8 }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Why a token is not taken.
  private enum TokenRefusal: Error {
    case missing
    /// The token is nil where nothing that it says of itself counts.
    case fault(TokenFault, AccessToken?)
    case store(StoreError)
  }

  private func session() throws(TokenRefusal) -> Session {
    let token = try signedToken()
    return Session(token: token, user: configuration.isStateless ? nil : try user(of: token))
  }

  /// The token of the request, which is ours and not expired. What became of it and of
  /// its user is another matter.
  private func signedToken() throws(TokenRefusal) -> AccessToken {
    let values = Cookies(request.header("COOKIE")).values(of: sessionCookie.name)
    if values.count > 1 { return try onlyGood(of: values) }
    let token = try token(values.first)
    do { return try site.tokens.verify(token, now: clock.now()) } catch { throw .fault(error, nil) }
  }

  private func token(_ cookie: [UInt8]?) throws(TokenRefusal) -> [UInt8] {
    if let cookie { return cookie }
    switch BearerToken(authorization: request.header("AUTHORIZATION")) {
    case .absent: throw .missing
    case .malformed: throw .fault(.malformed, nil)
    case .token(let token): return token
    }
  }

  /// The user of a token that was not logged out and whose user is as it says.
  private func user(of token: AccessToken) throws(TokenRefusal) -> User {
    guard try !isRevoked(token) else { throw .fault(.loggedOut, token) }
    let found: User?
    do { found = try users.user(token.email) } catch { throw .store(error) }
    guard let user = found else { throw .fault(.unknownUser, token) }
    guard user.id.isEqual(to: token.subject) else { throw .fault(.anotherUser, token) }
    guard !user.isDisabled else { throw .fault(.disabledUser, token) }
    if let session = token.session, session != user.sessionGeneration {
      throw .fault(.passwordChanged, token)
    }
    return user
  }

  private func isRevoked(_ token: AccessToken) throws(TokenRefusal) -> Bool {
    do { return try revocations.contains(token) } catch { throw .store(error) }
  }

  /// The token to believe of several cookies of the name: the newest that is ours, not expired and not logged
  /// out, where all such are the same user's.
  ///
  /// One that a neighbouring host name or path planted beside it, as can be done over plain HTTP and to a
  /// name without `__Host-`, locks nobody out by not being good. Where two users' tokens came, nothing tells
  /// which one was planted, and neither counts until the next login, which ends both
  /// (`endSessions(before:)`); with `stateless`, until one of them expires.
  private func onlyGood(of values: [[UInt8]]) throws(TokenRefusal) -> AccessToken {
    var good: [AccessToken] = []
    for value in values {
      if let token = try? site.tokens.verify(value, now: clock.now()) { good.append(token) }
    }
    var best: AccessToken?
    for token in good {
      if good.count > 1, !configuration.isStateless, try isRevoked(token) { continue }
      if let other = best {
        guard token.subject.isEqual(to: other.subject) else { throw .fault(.ambiguous, nil) }
        if token.issuedAt <= other.issuedAt { continue }
      }
      best = token
    }
    guard let best else { throw .fault(.ambiguous, nil) }
    return best
  }
}

// The end of sessions.
extension Call {
  /// Logs out what every token of the request stands for, whatever became of its user: people who
  /// are enabled again, or come back with a backup, are still logged out. A token that is not ours
  /// or has expired needs nothing.
  ///
  /// - Throws: where a token may still be good.
  package func endSessions() throws(Refusal) {
    var failure: Refusal?
    for token in verified(tokens()) {
      do throws(Refusal) { try end(token, .loggedOut(token)) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Ends every session whose cookie came with a login, whoever's it was: the browser forgets that token now,
  /// and nobody could log it out any more. What came in `Authorization` is no browser's, and stays.
  ///
  /// A failure costs nobody the login: it is one line in the log.
  ///
  /// - Parameter id: the new token's, which is not ended.
  package func endSessions(before id: String) {
    // Nothing is kept of a session then.
    guard !configuration.isStateless else { return }
    for token in verified(cookieTokens()) where !token.id.isEqual(to: id) {
      do throws(Refusal) { try end(token, .endedByLogin(token)) } catch {
        note("session-not-ended", error)
        return
      }
    }
  }

  /// More than fit in the 8 KiB that web servers take for a header field.
  private static let maxTokensOfLogout = 32

  /// Those of the request's tokens that are ours and not expired. Only these count for the limit: somebody
  /// may have planted any number of others, and none of them must keep the real one from being ended.
  private func verified(_ candidates: [[UInt8]]) -> [AccessToken] {
    var verified: [AccessToken] = []
    for candidate in candidates where verified.count < Self.maxTokensOfLogout {
      if let token = try? site.tokens.verify(candidate, now: clock.now()) { verified.append(token) }
    }
    return verified
  }

  private func end(_ token: AccessToken, _ event: AuditEvent) throws(Refusal) {
    if !configuration.isStateless {
      guard try Refusal.taking(store: try revocations.add(token)) else { return }
      revocations.removePassed(now: clock.now())
    }
    record(event)
  }

  /// All that may be tokens in the request. Which of them is the one to believe is no question here: a cookie
  /// that somebody planted beside the real one must not keep that from being logged out.
  private func tokens() -> [[UInt8]] {
    var tokens = cookieTokens()
    if case .token(let token) = BearerToken(authorization: request.header("AUTHORIZATION")) {
      tokens.append(token)
    }
    return tokens
  }

  private func cookieTokens() -> [[UInt8]] {
    let names =
      [sessionCookie.name] + (configuration.cookieName == nil ? [.plainDefault, .secureDefault] : [])
    var tokens: [[UInt8]] = []
    for name in names {
      for value in Cookies(request.header("COOKIE")).values(of: name) where !tokens.contains(value) {
        tokens.append(value)
      }
    }
    return tokens
  }
}

// The cookie.
extension Call {
  /// The field that gives the browser a token.
  package func cookie(holding token: String) throws(Refusal) -> HeaderValue {
    try field(sessionCookie.holding(token))
  }

  /// The field that takes the cookie away.
  package func clearedCookie() throws(Refusal) -> HeaderValue { try field(sessionCookie.cleared) }

  private func field(_ value: HeaderValue?) throws(Refusal) -> HeaderValue {
    guard let value else { throw Refusal(.internal("the making of a cookie")) }
    return value
  }

  /// The cookie for the request.
  var sessionCookie: SessionCookie {
    SessionCookie(
      configuration.cookieName, maxAgeSeconds: configuration.tokenLifetimeSeconds,
      configuration.cookieSecure, isHTTPS: request.isHTTPS(trusting: configuration.trustedProxies))
  }
}

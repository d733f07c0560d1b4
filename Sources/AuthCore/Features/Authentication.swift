public import CGIAuthHTTP

extension Services {
  /// Who sent a request, by its token: the cookie's, else the one in `Authorization: Bearer`.
  ///
  /// A token is good while it was not logged out and its user is there, enabled, and has the same password: two keyed
  /// reads. With `stateless` it is good until it expires.
  ///
  /// - Throws: `missingToken`, `invalidToken`; `store` where it cannot be known.
  public func authenticate(_ request: Request) throws(AuthError) -> Session {
    let token: AccessToken
    do throws(AuthError) { token = try signedToken(of: request) } catch {
      if case .invalidToken(let fault) = error {
        if fault.isForeign {
          auditForeignToken(fault, of: request)
        } else {
          audit(.tokenRefused(fault, nil), of: request)
        }
      }
      throw error
    }
    do throws(AuthError) { return try session(of: token) } catch {
      if case .invalidToken(let fault) = error { audit(.tokenRefused(fault, token), of: request) }
      throw error
    }
  }

  /// The same where it is no matter why there is none, and nothing is written to the audit log.
  func session(of request: Request) -> Session? {
    guard let token = try? signedToken(of: request) else { return nil }
    return try? session(of: token)
  }

  /// The token of a request, which is ours and not expired. What became of it and of its user is another matter.
  private func signedToken(of request: Request) throws(AuthError) -> AccessToken {
    let values = Cookies(request.header("COOKIE")).values(of: sessionCookie(for: request).name)
    if values.count > 1 { return try onlyGood(of: values) }
    return try tokens.verify(token(of: request, values.first), now: clock.now())
  }

  private func session(of token: AccessToken) throws(AuthError) -> Session {
    Session(token: token, user: configuration.isStateless ? nil : try user(of: token))
  }

  /// Logs out what every token of a request stands for, whatever became of its user: who is enabled again, or comes back
  /// with a backup, is still logged out. A token that is not ours or has expired needs nothing.
  ///
  /// - Throws: an error where a token may still be good.
  func endSession(of request: Request) throws(AuthError) {
    var failure: AuthError?
    for token in verified(tokens(of: request)) {
      do throws(AuthError) { try end(token, .loggedOut(token), of: request) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Ends every session whose cookie came with a login, whoever's it was: the browser forgets that token now, and nobody could
  /// log it out any more. What came in `Authorization` is no browser's, and stays.
  ///
  /// A failure costs nobody the login: it is one line in the log.
  ///
  /// - Parameter id: the new token's, which is not ended.
  func endSessionsBefore(login id: String, of request: Request) {
    // Nothing is kept of a session then.
    guard !configuration.isStateless else { return }
    for token in verified(cookieTokens(of: request)) where !token.id.isEqual(to: id) {
      do throws(AuthError) { try end(token, .endedByLogin(token), of: request) } catch {
        if let reason = error.logLine { log("session-not-ended \(reason)") }
        return
      }
    }
  }

  /// More than fit in the 8 KiB that web servers take for a header field.
  private static let maxTokensOfLogout = 32

  /// Those of a request's tokens that are ours and not expired. Only these count for the limit: somebody may have planted
  /// any number of others, and none of them must keep the real one from being ended.
  private func verified(_ candidates: [[UInt8]]) -> [AccessToken] {
    var verified: [AccessToken] = []
    for candidate in candidates where verified.count < Self.maxTokensOfLogout {
      if let token = try? tokens.verify(candidate, now: clock.now()) { verified.append(token) }
    }
    return verified
  }

  private func end(_ token: AccessToken, _ event: AuditEvent, of request: Request) throws(AuthError) {
    if !configuration.isStateless {
      guard try revocations.add(token) else { return }
      revocations.removePassed(now: clock.now())
    }
    audit(event, of: request)
  }

  /// All that may be tokens in a request. Which of them is the one to believe is no question here: a cookie that
  /// somebody planted beside the real one must not keep that from being logged out.
  private func tokens(of request: Request) -> [[UInt8]] {
    var tokens = cookieTokens(of: request)
    if case .token(let token) = BearerToken(authorization: request.header("AUTHORIZATION")) {
      tokens.append(token)
    }
    return tokens
  }

  private func cookieTokens(of request: Request) -> [[UInt8]] {
    let names =
      [sessionCookie(for: request).name]
      + (configuration.cookieName == nil ? [.plainDefault, .secureDefault] : [])
    var tokens: [[UInt8]] = []
    for name in names {
      for value in Cookies(request.header("COOKIE")).values(of: name) where !tokens.contains(value) {
        tokens.append(value)
      }
    }
    return tokens
  }

  /// The user of a token that was not logged out and whose user is as it says.
  private func user(of token: AccessToken) throws(AuthError) -> User {
    guard try !revocations.contains(token) else { throw .invalidToken(.loggedOut) }
    guard let user = try users.user(token.email) else { throw .invalidToken(.unknownUser) }
    guard user.id.isEqual(to: token.subject) else { throw .invalidToken(.anotherUser) }
    guard !user.isDisabled else { throw .invalidToken(.disabledUser) }
    if let session = token.session, session != user.sessionGeneration {
      throw .invalidToken(.passwordChanged)
    }
    return user
  }

  /// The token to believe of several cookies of the name: the newest that is ours, not expired and not logged out, where all such
  /// are the same user's.
  ///
  /// One that a neighbouring host name or path planted beside it, as can be done over plain HTTP and to a name without
  /// `__Host-`, locks nobody out by not being good. Where two users' tokens came, nothing tells which one was planted, and
  /// neither counts until the next login, which ends both (`endSessionsBefore`); with `stateless`, until one of them expires.
  private func onlyGood(of values: [[UInt8]]) throws(AuthError) -> AccessToken {
    var good: [AccessToken] = []
    for value in values {
      if let token = try? tokens.verify(value, now: clock.now()) { good.append(token) }
    }
    var best: AccessToken?
    for token in good {
      if good.count > 1, !configuration.isStateless, try revocations.contains(token) { continue }
      if let other = best {
        guard token.subject.isEqual(to: other.subject) else { throw .invalidToken(.ambiguous) }
        if token.issuedAt <= other.issuedAt { continue }
      }
      best = token
    }
    guard let best else { throw .invalidToken(.ambiguous) }
    return best
  }

  private func token(of request: Request, _ cookie: [UInt8]?) throws(AuthError) -> [UInt8] {
    if let cookie { return cookie }
    switch BearerToken(authorization: request.header("AUTHORIZATION")) {
    case .absent: throw .missingToken
    case .malformed: throw .invalidToken(.malformed)
    case .token(let token): return token
    }
  }
}

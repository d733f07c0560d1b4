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

  /// The same, where a form that a browser sends is not to be lost because its access token has expired
  /// meanwhile: its session is renewed on the way.
  package func authenticateForm() throws(Refusal) -> Session {
    if request.method == .post, let session = renewInPlace(.post) { return session }
    return try authenticate()
  }

  /// The same where it is no matter why there is none, and nothing is written to the audit log.
  package func sessionIfAny() -> Session? { try? session() }

  /// The groups of somebody who is logged in, as the user file has them now. With `stateless` this is the
  /// first to read it; a user who is no longer there is in none.
  ///
  /// - Throws: 503 where the user file cannot be read.
  public func groups(of session: Session) throws(Refusal) -> [String] {
    guard let user = try record(of: session) else { return [] }
    return user.groupNames.filter { $0.isUTF8 }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// How somebody who is logged in wants to be called, for the programs behind the login; empty where that is
  /// not said.
  ///
  /// A field or variable has visible ASCII and spaces (RFC 9110 section 5.5): of the name's UTF-8, every
  /// other byte is percent-encoded (RFC 3986 section 2.1). So is `%`, and what is markup where somebody puts
  /// the value into a page as it is.
  ///
  /// - Throws: 503 where the user file cannot be read.
  public func name(of session: Session) throws(Refusal) -> String {
    LocalPath.encoded(try record(of: session)?.profile.name ?? []) {
      (0x20...0x7E).contains($0) && !"%<>&\"".utf8.contains($0)
    }
  }

  /// The user who is logged in, as the user file has him now.
  ///
  /// - Throws: 401 where there is none any more; 503 where the user file cannot be read.
  package func user(of session: Session) throws(Refusal) -> User {
    guard let user = try record(of: session) else { throw .invalidToken }
    return user
  }

  private func record(of session: Session) throws(Refusal) -> User? {
    if let user = session.user { return user }
    let user = try Refusal.taking(store: try users.user(session.email))
    return user.flatMap { $0.id.isEqual(to: session.userID) ? $0 : nil }
  }

  /// Whether the token that counts came in `Authorization: Bearer`, as a program sends it.
  package var isByBearer: Bool {
    request.header("AUTHORIZATION") != nil
      && Cookies(request.header("COOKIE")).values(of: authCookies.name(of: .access)).isEmpty
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
    let session = Session(token: token, user: configuration.isStateless ? nil : try user(of: token))
    visitor = token.email
    return session
  }

  /// The token of the request, which is ours and not expired. What became of it and of
  /// its user is another matter.
  private func signedToken() throws(TokenRefusal) -> AccessToken {
    let values = Cookies(request.header("COOKIE")).values(of: authCookies.name(of: .access))
    if values.count > 1 { return try onlyGood(of: values) }
    let token = try token(values.first)
    do { return try site.verified(token, now: clock.now()) } catch { throw .fault(error, nil) }
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
    let entry = try entry(of: token)
    guard entry != nil || token.sessionID == nil else { throw .fault(.sessionEnded, token) }
    let found: User?
    do { found = try users.user(token.email) } catch { throw .store(error) }
    guard let user = found else { throw .fault(.unknownUser, token) }
    guard user.id.isEqual(to: token.subject) else { throw .fault(.anotherUser, token) }
    guard !user.isDisabled else { throw .fault(.disabledUser, token) }
    if let entry, entry.generation != user.sessionGeneration.fingerprint {
      throw .fault(.passwordChanged, token)
    }
    guard entry != nil || token.issuedAt >= user.validSince else {
      throw .fault(.loggedOutEverywhere, token)
    }
    if let session = token.session, session != user.sessionGeneration {
      throw .fault(.passwordChanged, token)
    }
    return user
  }

  private func isRevoked(_ token: AccessToken) throws(TokenRefusal) -> Bool {
    do { return try revocations.contains(token) } catch { throw .store(error) }
  }

  /// The session of a token; nil where it has none, or that is over.
  private func entry(of token: AccessToken) throws(TokenRefusal) -> SessionEntry? {
    guard let id = token.sessionID else { return nil }
    do {
      return try sessions.entry(id, of: token.subject.utf8, token.email, now: clock.now())
    } catch { throw .store(error) }
  }

  /// The token to believe of several cookies of the name: the newest that is ours, not expired and not logged
  /// out, where all such are the same user's.
  ///
  /// One that a neighbouring host name or path planted beside it, as can be done over plain HTTP and to a
  /// name without `__Host-`, locks nobody out by not being good. Where two users' tokens came, nothing tells
  /// which one was planted, and neither counts until the next login, which ends both
  /// (`endSessionsBefore`); with `stateless`, until one of them expires.
  private func onlyGood(of values: [[UInt8]]) throws(TokenRefusal) -> AccessToken {
    var good: [AccessToken] = []
    for value in values {
      if let token = try? site.tokens.verify(value, now: clock.now()) { good.append(token) }
    }
    var best: AccessToken?
    for token in good {
      if good.count > 1, !configuration.isStateless {
        if try isRevoked(token) { continue }
        if token.sessionID != nil, try entry(of: token) == nil { continue }
      }
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

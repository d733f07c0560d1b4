// The beginning of sessions.
extension Call {
  /// How long a login waits for the sessions' lock, in milliseconds, before it goes on without one.
  private static let maxSessionWaitMilliseconds = 1_000

  /// The sessions of this site.
  package var sessions: Sessions { sessions(until: deadline) }

  private func sessions(until deadline: Deadline) -> Sessions {
    Sessions(
      in: configuration.dataDirectory,
      SessionLimits(
        rememberedSeconds: configuration.sessionSeconds, idleSeconds: configuration.sessionIdleSeconds,
        shortSeconds: configuration.shortSessionSeconds, tokenSeconds: configuration.tokenLifetimeSeconds),
      until: deadline)
  }

  /// Begins a session of somebody who has just shown who he is.
  ///
  /// Where no session can be kept, on a full disk or a read-only one, he gets an access token of none: it is
  /// good until it expires, and one line in the log says so.
  ///
  /// - Parameters:
  ///   - methods: by what he has shown it.
  ///   - isRemembered: whether it is to outlive the browser's own session.
  package func beginSession(
    of user: User, by methods: SessionEntry.Methods = .password, isRemembered: Bool
  ) throws(Refusal) -> IssuedTokens {
    let now = clock.now()
    if !configuration.isStateless {
      do throws(Refusal) {
        let keys = try privateKeys()
        let entry = SessionEntry(
          try newSessionID(), at: now, by: methods, isRemembered: isRemembered, from: network,
          with: DeviceName(userAgent: request.header("USER_AGENT")), of: user)
        let wait = Deadline(milliseconds: Self.maxSessionWaitMilliseconds).orEarlier(deadline)
        try Refusal.taking(store: try sessions(until: wait).add(entry, of: user, now: now))
        return try tokens(of: entry, user, keys, now: now)
      } catch { note("session-unavailable", error) }
    }
    let seconds = configuration.tokenLifetimeSeconds
    let access = site.tokens.issue(
      subject: user.id, email: user.email, session: user.sessionGeneration, now: now, id: try newID())
    return IssuedTokens(access: access, accessSeconds: seconds, refresh: nil, user: user)
  }

  private func newSessionID() throws(Refusal) -> SessionID {
    SessionID(random: try Refusal.taking(system: try site.randomness.bytes(SessionID.byteCount)))
  }

  private func tokens(
    of entry: SessionEntry, _ user: User, _ keys: PrivateKeys, now: Int
  ) throws(Refusal) -> IssuedTokens {
    let end = sessions.limits.end(of: entry)
    let expiresAt = min(now + configuration.tokenLifetimeSeconds, end)
    let access = site.tokens.issue(
      subject: user.id, email: user.email, session: user.sessionGeneration, now: now, expiresAt: expiresAt,
      id: try newID(), sessionID: entry.id)
    let refresh = RefreshToken(of: entry, userID: Array(user.id.utf8)).text(keys)
    return IssuedTokens(
      access: access, accessSeconds: expiresAt - now,
      refresh: .init(text: refresh, cookieSeconds: entry.isRemembered ? end - now : nil), user: user)
  }

  /// The keys of `private.key`, made where they are missing.
  package func privateKeys() throws(Refusal) -> PrivateKeys {
    if let knownPrivateKeys { return knownPrivateKeys }
    do {
      let keys = try site.privateKeys()
      knownPrivateKeys = keys
      return keys
    } catch { throw Refusal(error) }
  }

  /// The same where nothing is to be made; nil where there are none, and so nothing of theirs.
  package func privateKeysIfAny() throws(Refusal) -> PrivateKeys? {
    if knownPrivateKeys == nil {
      do {
        guard let keys = try KeyFile.private.keysIfAny(in: configuration.dataDirectory) else { return nil }
        knownPrivateKeys = PrivateKeys(keys)
      } catch { throw Refusal(Failure(error)) }
    }
    return knownPrivateKeys
  }
}

// The renewal of sessions.
extension Call {
  /// A browser that has had its newest refresh token for fewer seconds, and still comes without an access
  /// token, keeps no cookies of that kind: it would go round for ever.
  private static let roundTripSeconds = 10

  /// Renews the session of a refresh token.
  ///
  /// - Throws: 401 where it is not good, and the session has ended where the token was used before; 503 where
  ///   it cannot be known.
  package func renewSession(by text: [UInt8]) throws(Refusal) -> IssuedTokens {
    guard !configuration.isStateless, let keys = try privateKeysIfAny(), let token = RefreshToken(text, keys)
    else { throw .invalidToken }
    return try renew(token, keys)
  }

  /// Renews the session of the request's refresh cookie.
  ///
  /// - Throws: 401 where there is none, or it is not good; 503 where it cannot be known.
  package func renewSessionOfCookie() throws(Refusal) -> IssuedTokens {
    if cookieValues(.refresh).isEmpty { throw .missingToken }
    guard !configuration.isStateless, let (token, keys) = try refreshTokenOfCookie() else {
      throw .invalidToken
    }
    return try renew(token, keys)
  }

  /// Renews the session of the request's refresh cookie, for a browser that goes to a page and has no access
  /// token, or an expired one: the answer gives it both.
  ///
  /// - Parameter method: that of the request, where it may be renewed.
  /// - Returns: the session as it is then; nil where there is none to renew, or it cannot be renewed now.
  package func renewInPlace(_ method: Method) -> Session? {
    guard let tokens = try? renewedTokens(method),
      let token = try? site.tokens.verify(Array(tokens.access.utf8), now: clock.now()),
      (try? setCookies(tokens)) != nil
    else { return nil }
    visitor = token.email
    return Session(token: token, user: tokens.user)
  }

  private func renewedTokens(_ method: Method) throws(Refusal) -> IssuedTokens? {
    let access = cookieValues(.access)
    guard request.method == method, !configuration.isStateless, request.isNavigation, prefersPage,
      request.header("AUTHORIZATION") == nil, haveExpired(access),
      (try? request.requireSameSite()) != nil || method == .get
    else { return nil }
    guard let (token, keys) = try refreshTokenOfCookie() else { return nil }
    if method == .get, access.isEmpty, try isFresh(token) { return nil }
    return try renew(token, keys)
  }

  /// The refresh token of the request's only refresh cookie, and the keys that it is of; nil where it is not
  /// ours, or there are several: nothing tells which of them was planted.
  @inline(never)
  private func refreshTokenOfCookie() throws(Refusal) -> (RefreshToken, PrivateKeys)? {
    let values = cookieValues(.refresh)
    guard values.count == 1, let keys = try privateKeysIfAny(), let token = RefreshToken(values[0], keys)
    else { return nil }
    return (token, keys)
  }

  /// Whether these access tokens are all ours, and have all expired.
  private func haveExpired(_ values: [[UInt8]]) -> Bool {
    let now = clock.now()
    return values.allSatisfy { value in
      do throws(TokenFault) {
        _ = try site.tokens.verify(value, now: now)
        return false
      } catch { return error == .expired }
    }
  }

  private func isFresh(_ token: RefreshToken) throws(Refusal) -> Bool {
    let entry = try Refusal.taking(store: try sessions.entry(of: token))
    guard let entry, entry.counter == token.counter else { return false }
    return (0..<Self.roundTripSeconds).contains(clock.now() - entry.renewedAt)
  }

  private func renew(_ token: RefreshToken, _ keys: PrivateKeys) throws(Refusal) -> IssuedTokens {
    let now = clock.now()
    var owner: User?
    let renewal = try Refusal.taking(
      store: try sessions.renew(token, from: network, now: now) { entry, email throws(StoreError) in
        owner = try users.user(email)
        guard let owner else { return false }
        return sessions.isGood(entry, of: owner, token.userID)
      })
    switch renewal {
    case .good(let entry):
      guard let owner else { break }
      return try tokens(of: entry, owner, keys, now: now)
    case .none: break
    case .reused(let email, let before):
      record(.refreshReused(email, token))
      // From the same network it is nearly always a browser that lost an answer.
      if before != network { notify(.refreshReused, email) }
    case .unknown(let email): record(.refreshUnknown(email, token))
    }
    throw .invalidToken
  }
}

extension Request {
  /// Whether a browser goes to a page by this, as far as it says what it does (Fetch Metadata section 2.2).
  fileprivate var isNavigation: Bool { header("SEC_FETCH_MODE").map { $0.isEqual(to: "navigate") } ?? true }
}

// The end of sessions.
extension Call {
  /// Logs out what every token of the request stands for, whatever became of its user: people who
  /// are enabled again, or come back with a backup, are still logged out. A token that is not ours
  /// needs nothing.
  ///
  /// - Throws: where a token may still be good.
  package func endSessions() throws(Refusal) {
    var failure: Refusal?
    for token in verified(tokens()) {
      do throws(Refusal) { try end(token, .loggedOut(token)) } catch { failure = error }
    }
    do throws(Refusal) {
      try endRefreshable { email, token in .loggedOut(email, token) }
    } catch { failure = error }
    if let failure { throw failure }
  }

  /// Ends every session whose cookie came with a login, whoever's it was: the browser forgets that token now,
  /// and nobody could log it out any more. What came in `Authorization` is no browser's, and stays.
  ///
  /// A failure costs nobody the login: it is one line in the log.
  package func endSessionsBefore() {
    // Nothing is kept of a session then.
    guard !configuration.isStateless else { return }
    do throws(Refusal) {
      for token in verified(cookieValues(.access)) { try end(token, .endedByLogin(token)) }
      try endRefreshable { email, token in .endedByLogin(email, token) }
    } catch { note("session-not-ended", error) }
  }

  /// Ends every session of a user, and with it every token of none.
  ///
  /// - Parameters:
  ///   - kept: the session that stays.
  ///   - event: what the audit log is told, where somebody else ends them.
  /// - Throws: 503 where some may still be good.
  package func endEverySession(
    of user: User, but kept: SessionID? = nil, telling event: AuditEvent? = nil
  ) throws(Refusal) {
    let since = nextSecond
    let changed = try Refusal.taking(
      store: try users.change(user.email, id: user.id) {
        $0.replacing([("since", .number(JSONNumber(since)))])
      })
    guard changed.map({ $0.validSince >= since }) ?? true else { throw Refusal(.fullRecord) }
    try Refusal.taking(store: try sessions.endAll(of: user.id.utf8, but: kept))
    record(event ?? (kept == nil ? .loggedOutEverywhere(user) : .otherSessionsEnded(user)))
  }

  /// Removes the sessions of a user for whom they open nothing any more, whether or not they can be removed
  /// now.
  package func forgetSessions(of user: User) {
    do throws(Refusal) { try Refusal.taking(store: try sessions.forget(user.id.utf8)) } catch {
      note("session-not-ended", error)
    }
  }

  /// When tokens are issued that are not of before: one of this second may be.
  package var nextSecond: Int { clock.now() + 1 }

  /// Ends every session of a user but this one, which goes on by new tokens.
  ///
  /// Where it cannot be kept, he has to log in again: everything that was issued before is of another
  /// password or address. One line in the log says why.
  ///
  /// - Parameter user: as the file has him now; he has just shown who he is.
  /// - Returns: nil where it could not be kept.
  package func goOn(_ session: SessionID, of user: User) -> IssuedTokens? {
    do throws(Refusal) {
      let keys = try privateKeys()
      let now = clock.now()
      let newID = try newSessionID()
      let entry = try Refusal.taking(store: try sessions.goOn(session, as: newID, of: user, now: now))
      guard let entry else { return nil }
      return try tokens(of: entry, user, keys, now: now)
    } catch {
      note("session-unavailable", error)
      return nil
    }
  }

  /// More than fit in the 8 KiB that web servers take for a header field.
  private static let maxTokensOfLogout = 32

  /// Those of the request's tokens that are ours, expired ones among them. Only these count for the limit:
  /// somebody may have planted any number of others, and none of them must keep the real one from being
  /// ended.
  private func verified(_ candidates: [[UInt8]]) -> [AccessToken] {
    var verified: [AccessToken] = []
    for candidate in candidates where verified.count < Self.maxTokensOfLogout {
      if let token = try? site.tokens.verify(candidate, now: clock.now(), evenExpired: true) {
        verified.append(token)
      }
    }
    return verified
  }

  /// Ends what a token stands for: its session, and itself for programs that know of none.
  private func end(_ token: AccessToken, _ event: AuditEvent) throws(Refusal) {
    let now = clock.now()
    let isExpired = token.isExpired(now: now)
    if configuration.isStateless {
      if !isExpired { record(event) }
      return
    }
    var isTold = false
    if let id = token.sessionID,
      try Refusal.taking(store: try sessions.end(id, of: Array(token.subject.utf8))) != nil
    {
      record(event)
      isTold = true
    }
    guard !isExpired, try Refusal.taking(store: try revocations.add(token)) else { return }
    if !isTold { record(event) }
    revocations.removePassed(now: now)
  }

  /// Ends the sessions of the request's refresh cookies.
  private func endRefreshable(
    _ event: (EmailAddress, RefreshToken) -> AuditEvent
  ) throws(Refusal) {
    let values = cookieValues(.refresh).prefix(Self.maxTokensOfLogout)
    guard !configuration.isStateless, !values.isEmpty, let keys = try privateKeysIfAny() else { return }
    for value in values {
      guard let token = RefreshToken(value, keys),
        let email = try Refusal.taking(store: try sessions.end(token.sessionID, of: token.userID))
      else { continue }
      record(event(email, token))
    }
  }

  /// All that may be access tokens in the request. Which of them is the one to believe is no question here: a
  /// cookie that somebody planted beside the real one must not keep that from being logged out.
  private func tokens() -> [[UInt8]] {
    var tokens = cookieValues(.access)
    if case .token(let token) = BearerToken(authorization: request.header("AUTHORIZATION")) {
      tokens.append(token)
    }
    return tokens
  }

  /// The user of a good access token, else of a good refresh cookie; nil where there is neither.
  package func userToLogOut() throws(Refusal) -> User? {
    if let user = sessionIfAny()?.user { return user }
    guard let (token, _) = try refreshTokenOfCookie() else { return nil }
    return try Refusal.taking(
      store: try sessions.owner(of: token, now: clock.now()) { email throws(StoreError) in
        try users.user(email)
      })
  }
}

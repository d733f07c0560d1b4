public import CGIAuthCore

/// `login.cgi`: gives a token for an address and its password.
public enum Login {
  /// Answers 200 and the cookie, or 401, the same for an unknown address, a wrong password and a disabled
  /// user; 429 after too many of those.
  @export(interface) public static func respond(to call: Call) throws(Refusal) -> Outcome {
    try call.form({ page($0, $1, call) }, insteadOf: { call.detour() }) { fields, next throws(Refusal) in
      let success = Outcome.done("Login successful", then: call.placeAfterLogin(next))
      return try call.logIn(try Credentials(fields), success)
    }
  }

  private static func page(_ state: FormState, _ pages: Pages, _ call: Call) -> FormPage {
    let language = pages.language
    let password = FormField(
      "password", label: language(.password), type: "password", autocomplete: "current-password")
    var page = call.credentialsPage(
      .login, of: .login, .logIn, button: .logIn, password: password, state, pages,
      below: call.takesRegistrations ? [(.createAccount, .register)] : [])
    if let notice = state.notice {
      page.notice = "<p role=\"status\" id=\"notice\">\(language(notice.phrase))</p>\n"
    } else if let place = state.next?.shown, !place.isEqual(to: call.place(of: .protected).text) {
      page.notice = "<p class=\"hint\" id=\"notice\">\(language(.toSee, place))</p>\n"
    }
    return page
  }
}

extension LocalPath {
  /// The path without its query, to be read by people; nil for one that tells them nothing.
  fileprivate var shown: String? {
    let path = text.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    return (2...80).contains(path.count) ? String(path) : nil
  }
}

extension LoginNotice {
  fileprivate var phrase: Phrase {
    switch self {
    case .registered: .registered
    case .loggedOut: .loggedOut
    case .sessionEnded: .sessionEnded
    }
  }
}

extension Call {
  /// An outcome with the cookie of a new session added to it. The session before it ends.
  fileprivate func logIn(_ credentials: Credentials, _ success: Outcome) throws(Refusal) -> Outcome {
    let user: User
    do throws(Refusal) { user = try self.user(of: credentials) } catch {
      if error.isFor(Refusal.throttledWord) { record(.throttled(credentials.email)) }
      throw error
    }
    let id = try newID()
    let token = site.tokens.issue(
      subject: user.id, email: user.email, session: user.sessionGeneration, now: clock.now(), id: id)
    var success = success
    success.add(.setCookie, try cookie(holding: token))
    record(.loggedIn(user))
    endSessions(before: id)
    warnOfWeakHash()
    warnOfWeakSecret()
    warnOfGroup()
    return success
  }

  /// The user with these credentials.
  private func user(of credentials: Credentials) throws(Refusal) -> User {
    let attempt = LoginAttempt(credentials.email, from: network, in: ledger("logins"))
    try Refusal.taking(attempt: try attempt.refuseWhereItMustWait())
    let user = try Refusal.taking(store: try users.user(credentials.email, evenly: true))
    let isRight = try hashing(for: .login) { () throws(Refusal) in
      try Refusal.taking(attempt: try attempt.countAsFailure())
      let isRight = try Refusal.taking(
        system: try site.passwords.verify(credentials.password, against: user?.passwordHash))
      // With the hash slot still held: a crowd of right passwords has no more charges open
      // at once than there are slots.
      if isRight { attempt.succeed() }
      return isRight
    }
    guard isRight, let user else {
      let refusal = LoginRefusal(credentials.password, for: user)
      if let line = refusal.logLine { note(line) }
      record(.loginRefused(credentials.email, user, refusal))
      throw .invalidCredentials
    }
    return renewHash(of: user, credentials.password)
  }
}

extension Refusal {
  /// Unknown address or wrong password: on purpose one row.
  static var invalidCredentials: Refusal {
    Refusal(.unauthorized, "invalid-credentials", "Invalid credentials", text: .credentialsWrong)
  }
}

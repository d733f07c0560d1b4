import CGIAuthCore

extension Call {
  /// Does what somebody asks for, and tells the audit log.
  func perform(
    _ action: AccountAction, _ fields: BodyFields, _ id: SessionID, _ member: Member,
    refusing commonPasswords: PasswordList
  ) throws(Refusal) -> Outcome {
    let user = member.user
    switch action {
    case .changeProfile:
      try changeProfile(of: user, fields)
      // What was chosen by a link of a page, in this browser, would stand before it.
      if chosenLanguage != nil, let language = fields["language"].flatMap({ Language(word: $0) }) {
        try keep(language)
      }
      return done("Profile changed", action)
    case .changePassword:
      let user = try changePassword(of: user, fields, refusing: commonPasswords)
      return try goingOn(id, user, "Password changed", action)
    case .changeEmail:
      guard let text = fields["newEmail"], !text.isEmpty else { throw .missing("newEmail") }
      guard let email = EmailAddress(text) else { throw .newEmailMalformed }
      try requireAllowed(email, try registrationRules(), field: "newEmail")
      try prove(user, fields, orTell: AuditEvent.proofRefused)
      if let mail = try mailIfOn() {
        try askForEmail(email, of: user, mail)
        return .done(
          "Confirmation sent", then: self.place(of: .account).adding(query: "done=confirmation-sent"))
      }
      let user = try changeEmail(of: user, to: email)
      return try goingOn(id, user, "Address changed", action)
    case .endSession:
      let ended = try endSession(of: user, fields)
      if ended == id { try clearCookies() }
      return done("Session ended", action)
    case .endOtherSessions:
      try endEverySession(of: user, but: id)
      return done("Sessions ended", action)
    case .export:
      try prove(user, fields, orTell: AuditEvent.proofRefused)
      let overview = try Overview(of: member, self)
      let file = overview.file(with: try trail(of: user))
      record(.exported(user))
      return .response(file)
    case .close:
      try close(user, fields)
      try clearCookies()
      return .done("Account closed", then: self.loginPage(.accountClosed, next: nil))
    }
  }

  /// What a browser sees then is the account, with a word on what was done.
  private func done(_ message: StaticString, _ action: AccountAction) -> Outcome {
    .done(message, then: self.place(of: .account).adding(query: "done=\(action.rawValue)"))
  }

  /// The same where all that was issued before is of another password or address: this session goes on by new
  /// tokens, which a program gets as it sent the old one.
  private func goingOn(
    _ id: SessionID, _ user: User, _ message: StaticString, _ action: AccountAction
  ) throws(Refusal) -> Outcome {
    let tokens = goOn(id, of: user)
    if isByBearer, let tokens { return .response(tokens.response(saying: message)) }
    if let tokens { try setCookies(tokens) } else { try clearCookies() }
    return done(message, action)
  }

  // MARK: Actions

  private func changeProfile(of user: User, _ fields: BodyFields) throws(Refusal) {
    var members: [(name: StaticString, value: JSONValue?)] = []
    if let name = fields["name"] {
      guard name.isUTF8, !name.hasControlCharacters,
        String(decoding: name, as: UTF8.self).unicodeScalars.count <= UserProfile.maxNameCharacters
      else { throw .nameUnusable }
      members.append(("name", name.isEmpty ? nil : .string(name)))
    }
    if let language = fields["language"] {
      guard language.isEmpty || Language(word: language) != nil else { throw .languageUnknown }
      members.append(("language", language.isEmpty ? nil : .string(language)))
    }
    _ = try change(user, orElse: .invalidToken) { _ in (members, nil) }
    record(.profileChanged(user))
  }

  private func changePassword(
    of user: User, _ fields: BodyFields, refusing commonPasswords: PasswordList
  ) throws(Refusal) -> User {
    let current = try fields.passwordField("currentPassword")
    let new = try fields.passwordField("newPassword")
    try judge(new, for: user.email, refusing: commonPasswords, about: "newPassword")
    guard current.bytes != new.bytes else { throw .passwordUnchanged }
    try prove(user, fields, orTell: AuditEvent.proofRefused)
    let newHash: [UInt8] = try hashing(for: .login) { () throws(Refusal) in try hash(new) }
    let since = JSONValue.number(JSONNumber(nextSecond))
    let changed = try change(user, orElse: .invalidToken) {
      // Another request, or an administrator, was faster.
      guard $0.passwordHash == user.passwordHash else { return nil }
      return ([("since", since), ("session", nil), $0.withoutTickets], newHash)
    }
    record(.passwordChanged(user))
    notify(.passwordChanged, changed.email)
    return changed
  }

  /// With mail, the new address counts when somebody who reads its mail says so. Whether it is taken is told
  /// to nobody.
  private func askForEmail(
    _ email: EmailAddress, of user: User, _ mail: SiteMail
  ) throws(Refusal) {
    guard user.undoEnd <= clock.now() else { throw .emailChangedLately }
    _ = try change(user, orElse: .invalidToken) { _ in ([User.wanting(email)], nil) }
    record(.emailAsked(user, for: email))
    try ask(for: .emailChange, user.email, mail, to: email)
  }

  /// Without mail nobody can show that the new address is his: it counts at once.
  private func changeEmail(of user: User, to email: EmailAddress) throws(Refusal) -> User {
    // Who collects addresses learns here what register.cgi tells, and no faster.
    let attempt = RegistrationAttempt(from: network, in: ledger("registrations"))
    try Refusal.taking(attempt: try attempt.count())
    switch try Refusal.taking(store: try users.move(user, to: email, validSince: nextSecond)) {
    case .done(let moved):
      record(.emailChanged(user, to: email))
      return moved
    case .taken:
      let refusal = Refusal.emailTaken.about("newEmail")
      record(.accountRefused(user, refusal))
      throw refusal
    case .gone: throw .invalidToken
    case .full: throw Refusal(.fullRecord)
    }
  }

  /// Ends a session of the user; one that is over, or somebody else's, needs nothing.
  private func endSession(of user: User, _ fields: BodyFields) throws(Refusal) -> SessionID {
    guard let id = fields["session"].flatMap({ SessionID(text: $0) }) else { throw .sessionMalformed }
    if try Refusal.taking(store: try sessions.end(id, of: Array(user.id.utf8))) != nil {
      record(.sessionEnded(user))
    }
    return id
  }

  private func close(_ user: User, _ fields: BodyFields) throws(Refusal) {
    try prove(user, fields, orTell: AuditEvent.proofRefused)
    let administrators = try Refusal.taking(configuration: try Administrators(configuration))
    switch try Refusal.taking(store: try users.remove(user, keeping: administrators)) {
    case .done: break
    case .gone: throw .invalidToken
    case .lastAdministrator:
      let refusal = Refusal.lastAdministrator
      record(.accountRefused(user, refusal))
      throw refusal
    }
    record(.closed(user))
    forgetSessions(of: user)
    endInvitations(of: user)
  }
}

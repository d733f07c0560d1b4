public import CGIAuthCore

/// `register.cgi`: makes an account.
public enum Register {
  /// The feature, which refuses the passwords of a list.
  @export(interface) public static func respond(refusing commonPasswords: PasswordList) -> Program.Feature {
    { call throws(Refusal) in try respond(to: call, refusing: commonPasswords) }
  }

  /// Answers 200 once the user is on the disk, 409 where the address is taken; 429 after too many of both;
  /// 403 where nobody can register, or an invitation is needed.
  private static func respond(
    to call: Call, refusing commonPasswords: PasswordList
  ) throws(Refusal) -> Outcome {
    if let outcome = try call.carryingTicket(to: .register) { return outcome }
    let rules = try call.registrationRules()
    if rules.mode == .closed { throw .registrationClosed }
    if call.asksForForm, FormBody(queryOf: call.request)["notice"]?.isEqual(to: "waiting") ?? false {
      return try waitingPage(call)
    }
    var ticket = call.carriedTicket
    let invited = try call.aboutCarriedTicket { text throws(Refusal) in try call.invitation(by: text) }
    if rules.mode == .invite, call.asksForForm, invited == nil {
      throw ticket == nil ? .invitationNeeded : .ticketRefused
    }
    if invited == nil { ticket = nil }
    var typedNote: [UInt8] = []
    let form = { (state: FormState, pages: Pages) in
      page(state, pages, call, rules, ticket, invited?.invitation, typedNote)
    }
    return try call.form(form, carriesAddress: true) { fields, next throws(Refusal) in
      ticket = fields["t"]
      typedNote = fields["note"].flatMap(Call.shownAgain) ?? []
      let invitation = try call.invitation(in: fields, rules)
      let credentials = try Credentials(fields)
      let note = rules.mode == .approval && invitation == nil ? try call.note(in: fields) : nil
      if rules.confirmsEmail, invitation == nil {
        try call.askToConfirm(credentials, note ?? [], rules, refusing: commonPasswords)
      } else {
        try call.register(credentials, by: invitation, note, rules, refusing: commonPasswords)
        if note != nil { return call.approvalAwaited }
      }
      if rules.mustConfirm(credentials.email, invitation) {
        return .done("Look into your mail", then: call.loginPage(.confirmationSent, next: next))
      }
      return .done("User registered successfully", then: call.loginPage(.registered, next: next))
    }
  }

  private static func page(
    _ state: FormState, _ pages: Pages, _ call: Call, _ rules: RegistrationRules, _ ticket: [UInt8]?,
    _ invitation: Invitation?, _ typedNote: [UInt8]
  ) -> FormPage {
    let language = pages.language
    let password = FormField(
      "password", label: language(.password), type: "password", autocomplete: "new-password",
      hint: language(.passwordHint, String(call.configuration.passwordMinCharacters)))
    var state = state
    if state.email.isEmpty, let email = invitation?.email { state.email = Array(email.text.utf8) }
    var page = call.credentialsPage(
      .register, of: .register, .createAccount, button: .register, password: password, state, pages,
      below: [(.logInInstead, .login)])
    if let ticket {
      page.hidden = .hidden("t", String(decoding: ticket, as: UTF8.self))
      page.notice = "<p class=\"hint\" id=\"notice\">\(language(.youAreInvited))</p>\n"
    } else if rules.mode == .approval {
      page.fields.append(
        FormField(
          "note", label: language(.noteLabel), type: "text", autocomplete: "off", value: typedNote,
          hint: language(.noteHint), isRequired: false))
      page.notice = "<p class=\"hint\" id=\"notice\">\(language(.approvalHint))</p>\n"
    }
    if state.problem?.isFor(Refusal.takenWord) ?? false {
      page.remedy = " \(call.link(.logInInstead, to: .login, state, pages))"
    }
    return page
  }

  /// What somebody sees then who has to be let in.
  private static func waitingPage(_ call: Call) throws(Refusal) -> Outcome {
    let place = call.place(of: .register).adding(query: "notice=waiting")
    let pages = try call.pagesAsChosen(again: place)
    return .shown(
      json: { .message(.ok, Call.approvalAwaitedText.description) },
      page: { _ throws(ConfigurationError) in
        try pages.page(
          .ok, .register, title: pages.language(.createAccount),
          "<p role=\"status\" id=\"notice\">\(pages.language(.approvalAwaited))</p>\n\(pages.wayHome)")
      })
  }
}

extension Call {
  /// Registers a user: in the groups of an invitation where there is one.
  ///
  /// - Parameter note: what the administrators are told who have to let the user in; nil where they need not.
  fileprivate func register(
    _ credentials: Credentials, by invited: CarriedInvitation?, _ note: [UInt8]?, _ rules: RegistrationRules,
    refusing commonPasswords: PasswordList
  ) throws(Refusal) {
    let email = credentials.email
    if let expected = invited?.invitation.email {
      guard expected == email else { throw .invitationOfAnother }
    } else {
      try requireAllowed(email, rules)
    }
    let waits = rules.mustConfirm(email, invited)
    try recording(email) { () throws(Refusal) in
      var user = try newUser(credentials, refusing: commonPasswords)
      for group in invited?.invitation.groups ?? [] { user = user.joining(group) }
      var made: User? = user
      if waits {
        made = user.waiting(for: .confirm)
      } else if invited?.proves(email) ?? false {
        made = user.replacing(User.confirmed)
      } else if let note {
        made = user.waiting(for: .approve, note: note)
      }
      guard let made else { throw Refusal(.fullRecord) }
      try add(made, by: invited?.key)
      warnOfWeakHash()
      warnOfOthers()
      if let invited { return .registered(made, invitedBy: invited.invitation) }
      return note == nil ? .registered(made) : .approvalAsked(made)
    }
    if invited != nil {
      try carryTicket(nil)
      guard waits, let mail = try mailIfOn() else { return }
      try post(.confirmation, to: email, by: mail)
      try rememberMail(to: email)
    } else if note != nil {
      sweep()
      tellOfWaiting(email)
    }
  }

  /// Adds a user who registers.
  ///
  /// The invitation goes first: where the process ends in between, it was used for nothing, and nobody has
  /// registered twice by it.
  @inline(never) private func add(_ user: User, by key: [UInt8]?) throws(Refusal) {
    var taken: Invitation?
    if let key {
      taken = try Refusal.taking(store: try invitations.take(key, now: clock.now()))
      if taken == nil { throw .ticketRefused }
    }
    do throws(Refusal) {
      guard try Refusal.taking(store: try users.addRegistered(user)) else { throw .emailTaken }
    } catch {
      if let key, let taken { try Refusal.taking(store: try invitations.set(key, taken)) }
      throw error
    }
  }

  /// The invitation of a registration; nil where it has none.
  ///
  /// - Throws: 401 for one of no use, 403 where one is needed.
  fileprivate func invitation(
    in fields: BodyFields, _ rules: RegistrationRules
  ) throws(Refusal) -> CarriedInvitation? {
    if let text = fields["t"] { return try invitation(by: text) }
    if rules.mode == .invite { throw .invitationNeeded }
    return nil
  }

  /// What the administrators are told: the field `note`.
  fileprivate func note(in fields: BodyFields) throws(Refusal) -> [UInt8] {
    let note = Array((fields["note"] ?? []).trimmingOptionalWhitespace)
    guard note.count <= User.maxNoteBytes, note.isUTF8, !note.hasControlCharacters else {
      throw .noteMalformed
    }
    return note
  }

  /// Notes what comes of a registration for the audit log.
  private func recording(
    _ email: EmailAddress, _ work: () throws(Refusal) -> AuditEvent
  ) throws(Refusal) {
    do throws(Refusal) { record(try work()) } catch {
      // Refused at once, a crowd comes again at once, and takes the processors that logins hash with.
      if error.isOfCrowds { clock.pause(Self.refusalMilliseconds) }
      if let event = AuditEvent.registrationRefused(email, error) { record(event) }
      throw error
    }
  }

  /// How long a registration that comes too often, or with too many others, waits for its refusal.
  private static var refusalMilliseconds: Int { 250 }

  /// Keeps a registration until somebody opens the link of a mail to its address. The steps are the same for
  /// every address; the mail is another where there is an account.
  ///
  /// - Parameter note: what the administrators are told then.
  fileprivate func askToConfirm(
    _ credentials: Credentials, _ note: [UInt8], _ rules: RegistrationRules,
    refusing commonPasswords: PasswordList
  ) throws(Refusal) {
    try requireAllowed(credentials.email, rules)
    try recording(credentials.email) { () throws(Refusal) in
      guard let mail = try mailIfOn() else { throw .mailIsOff }
      let passwordHash = try hash(of: credentials, refusing: commonPasswords) { () throws(Refusal) in }
      try ask(
        for: .confirmation, credentials.email, mail, passwordHash: passwordHash,
        detail: String(decoding: note, as: UTF8.self))
      try rememberMail(to: credentials.email)
      return .confirmationAsked(credentials.email)
    }
  }

  /// Has the browser know that it registered with an address.
  private func rememberMail(to email: EmailAddress) throws(Refusal) {
    try setMailCookie(
      email, .confirmation, nonce: try Refusal.taking(system: try randomBytes(Self.mailNonceBytes)))
  }

  /// The hash of a new password that may be chosen, once the registration is counted.
  ///
  /// - Parameter check: what is looked at first. Nothing before it depends on whether the address has an
  ///   account.
  private func hash(
    of credentials: Credentials, refusing commonPasswords: PasswordList,
    once check: () throws(Refusal) -> Void
  ) throws(Refusal) -> [UInt8] {
    try judge(credentials.password, for: credentials.email, refusing: commonPasswords)
    let attempt = RegistrationAttempt(from: network, in: ledger("registrations"))
    try Refusal.taking(attempt: try attempt.refuseWhereItMustWait())
    return try hashing(for: .registration) { () throws(Refusal) in
      try Refusal.taking(attempt: try attempt.count())
      try check()
      return try hash(credentials.password)
    }
  }

  private func newUser(
    _ credentials: Credentials, refusing commonPasswords: PasswordList
  ) throws(Refusal) -> User {
    let passwordHash = try hash(of: credentials, refusing: commonPasswords) { () throws(Refusal) in
      // It saves the hash; what decides is `Users.addRegistered`.
      guard try Refusal.taking(store: try users.user(credentials.email))?.isReplaceable ?? true,
        try undo(of: credentials.email) == nil
      else { throw .emailTaken }
    }
    return User(
      id: try newID(), email: credentials.email, passwordHash: passwordHash, registeredAt: clock.now())
  }

  /// Removes people whom nobody has let in. It costs nobody the answer.
  private func sweep() {
    do throws(Refusal) { try Refusal.taking(store: try users.sweepPending(now: clock.now())) } catch {
      note("users-not-swept", error)
    }
  }
}

extension RegistrationRules {
  /// Whether somebody has to show that the address is his, and has not by the link of an invitation.
  fileprivate func mustConfirm(_ email: EmailAddress, _ invited: CarriedInvitation?) -> Bool {
    confirmsEmail && !(invited?.proves(email) ?? false)
  }
}

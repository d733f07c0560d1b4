public import CGIAuthCore

/// `register.cgi`: makes an account.
public enum Register {
  /// The feature, which refuses the passwords of a list.
  @export(interface) public static func respond(refusing commonPasswords: PasswordList) -> Program.Feature {
    { call throws(Refusal) in try respond(to: call, refusing: commonPasswords) }
  }

  /// Answers 200 once the user is on the disk, 409 where the address is taken; 429 after too many of both.
  private static func respond(
    to call: Call, refusing commonPasswords: PasswordList
  ) throws(Refusal) -> Outcome {
    try call.form({ page($0, $1, call) }, carriesAddress: true) { fields, next throws(Refusal) in
      let credentials = try Credentials(fields)
      let rules = try call.registrationRules()
      try call.requireAllowed(credentials.email, rules)
      if rules.confirmsEmail {
        try call.askToConfirm(credentials, refusing: commonPasswords)
        return .done("Look into your mail", then: call.loginPage(.confirmationSent, next: next))
      }
      try call.register(credentials, refusing: commonPasswords)
      return .done("User registered successfully", then: call.loginPage(.registered, next: next))
    }
  }

  private static func page(_ state: FormState, _ pages: Pages, _ call: Call) -> FormPage {
    let language = pages.language
    let password = FormField(
      "password", label: language(.password), type: "password", autocomplete: "new-password",
      hint: language(.passwordHint, String(call.configuration.passwordMinCharacters)))
    var page = call.credentialsPage(
      .register, of: .register, .createAccount, button: .register, password: password, state, pages,
      below: [(.logInInstead, .login)])
    if state.problem?.isFor(Refusal.takenWord) ?? false {
      page.remedy = " \(call.link(.logInInstead, to: .login, state, pages))"
    }
    return page
  }
}

extension Call {
  /// Registers a user.
  fileprivate func register(
    _ credentials: Credentials, refusing commonPasswords: PasswordList
  ) throws(Refusal) {
    try recording(credentials.email) { () throws(Refusal) in
      .registered(try add(credentials, refusing: commonPasswords))
    }
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
  fileprivate func askToConfirm(
    _ credentials: Credentials, refusing commonPasswords: PasswordList
  ) throws(Refusal) {
    try recording(credentials.email) { () throws(Refusal) in
      guard let mail = try mailIfOn() else { throw .mailIsOff }
      let passwordHash = try hash(of: credentials, refusing: commonPasswords) { () throws(Refusal) in }
      try ask(for: .confirmation, credentials.email, mail, passwordHash: passwordHash)
      try setMailCookie(
        credentials.email, .confirmation,
        nonce: try Refusal.taking(system: try randomBytes(Self.mailNonceBytes)))
      return .confirmationAsked(credentials.email)
    }
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

  private func add(
    _ credentials: Credentials, refusing commonPasswords: PasswordList
  ) throws(Refusal) -> User {
    let passwordHash = try hash(of: credentials, refusing: commonPasswords) { () throws(Refusal) in
      // It saves the hash; what decides is `add`.
      guard try Refusal.taking(store: try users.user(credentials.email)) == nil,
        try undo(of: credentials.email) == nil
      else { throw .emailTaken }
    }
    let user = User(
      id: try newID(), email: credentials.email, passwordHash: passwordHash, registeredAt: clock.now())
    guard try Refusal.taking(store: try users.add(user)) else { throw .emailTaken }
    warnOfWeakHash()
    warnOfOthers()
    return user
  }
}

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
      try call.register(try Credentials(fields), refusing: commonPasswords)
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
  /// Registers a user, and notes what came of it for the audit log.
  fileprivate func register(
    _ credentials: Credentials, refusing commonPasswords: PasswordList
  ) throws(Refusal) {
    do throws(Refusal) {
      record(.registered(try add(credentials, refusing: commonPasswords)))
    } catch {
      // Refused at once, a crowd comes again at once, and takes the processors that logins hash with.
      if error.isOfCrowds { clock.pause(Self.refusalMilliseconds) }
      if let event = AuditEvent.registrationRefused(credentials.email, error) { record(event) }
      throw error
    }
  }

  /// How long a registration that comes too often, or with too many others, waits for its refusal.
  private static var refusalMilliseconds: Int { 250 }

  private func add(
    _ credentials: Credentials, refusing commonPasswords: PasswordList
  ) throws(Refusal) -> User {
    try judge(credentials.password, for: credentials.email, refusing: commonPasswords)
    let attempt = RegistrationAttempt(from: network, in: ledger("registrations"))
    try Refusal.taking(attempt: try attempt.refuseWhereItMustWait())
    let passwordHash = try hashing(for: .registration) { () throws(Refusal) in
      try Refusal.taking(attempt: try attempt.count())
      // Nothing before this depends on whether the address has an account. It saves the
      // hash; what decides is `add`.
      guard try Refusal.taking(store: try users.user(credentials.email)) == nil,
        try undo(of: credentials.email) == nil
      else { throw .emailTaken }
      return try hash(credentials.password)
    }
    let user = User(
      id: try newID(), email: credentials.email, passwordHash: passwordHash, registeredAt: clock.now())
    guard try Refusal.taking(store: try users.add(user)) else { throw .emailTaken }
    warnOfWeakHash()
    warnOfOthers()
    return user
  }
}

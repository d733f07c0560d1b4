import CGIAuthHTTP

/// `register.cgi`: makes an account.
public enum Register {
  /// The feature, which refuses the passwords of a list.
  @export(interface) public static func respond(refusing commonPasswords: PasswordList) -> Program.Feature {
    { request, services throws(AuthError) in
      try respond(to: request, with: services, refusing: commonPasswords)
    }
  }

  /// Answers 200 once the user is on the disk, 409 where the address is taken; 429 after too many of both. A browser
  /// gets pages instead.
  private static func respond(
    to request: Request, with services: Services, refusing commonPasswords: PasswordList
  ) throws(AuthError) -> Response {
    guard request.prefersPage else {
      try services.register(try services.submittedFields(of: request), request, refusing: commonPasswords)
      return .message(.ok, "User registered successfully")
    }
    return try services.answerByForm(.register, request) { fields, next throws(AuthError) in
      try services.register(fields, request, refusing: commonPasswords)
      return .seeOther(services.loginPage(request, .registered, next: next))
    }
  }
}

extension Services {
  /// Registers a user, and writes to the audit log what came of it.
  fileprivate func register(
    _ fields: BodyFields, _ request: Request, refusing commonPasswords: PasswordList
  ) throws(AuthError) {
    let credentials = try Credentials(fields)
    do throws(AuthError) {
      audit(.registered(try add(credentials, request, refusing: commonPasswords)), of: request)
    } catch {
      // Refused at once, a crowd comes again at once, and takes the processors that logins hash with.
      switch error {
      case .throttled, .crowded: clock.pause(Self.refusalMilliseconds)
      default: break
      }
      if error.auditReason != nil { audit(.registrationRefused(credentials.email, error), of: request) }
      throw error
    }
  }

  /// How long a registration that comes too often, or with too many others, waits for its refusal.
  private static var refusalMilliseconds: Int { 250 }

  private func add(
    _ credentials: Credentials, _ request: Request, refusing commonPasswords: PasswordList
  ) throws(AuthError) -> User {
    try refuseSiteNames(as: credentials.password, request)
    try passwordPolicy(refusing: commonPasswords).check(credentials.password, for: credentials.email)
    let attempt = try registrationAttempt(by: request)
    let passwordHash = try hashing(for: .registration) { () throws(AuthError) in
      try attempt.count()
      // Nothing before this depends on whether the address has an account. It saves the hash; what decides is `add`.
      guard try users.user(credentials.email) == nil else { throw .emailTaken }
      return try passwords.hash(credentials.password)
    }
    let user = User(
      id: try newID(), email: credentials.email, passwordHash: passwordHash, registeredAt: clock.now())
    guard try users.add(user) else { throw .emailTaken }
    warnOfWeakHash()
    warnOfGroup()
    return user
  }

  private func passwordPolicy(refusing commonPasswords: PasswordList) -> PasswordPolicy {
    PasswordPolicy(
      minCharacters: configuration.passwordMinCharacters, maxBytes: passwords.setting.maxPasswordBytes,
      commonPasswords: commonPasswords, blocklist: configuration.passwordBlocklist)
  }
}

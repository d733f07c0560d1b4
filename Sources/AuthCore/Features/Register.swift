import CGI

/// `register.cgi`: makes an account.
public enum Register {
  /// The feature, which refuses the passwords of a list.
  public static func respond(refusing commonPasswords: PasswordList) -> Program.Feature {
    { request, services throws(AuthError) in
      try respond(to: request, with: services, refusing: commonPasswords)
    }
  }

  /// Answers 200 once the user is on the disk, 409 where the address is taken.
  private static func respond(
    to request: Request, with services: Services, refusing commonPasswords: PasswordList
  ) throws(AuthError) -> Response {
    try request.admit(.post, trusting: services.configuration.trustedOrigins)
    let credentials = try Credentials(of: request)
    try services.passwordPolicy(refusing: commonPasswords).check(credentials.password, for: credentials.email)
    // Saves the hash; what decides is `add`.
    guard try services.users.user(credentials.email) == nil else { throw .emailTaken }
    services.warnOfWeakHash()
    let user = User(
      id: try services.newID(), email: credentials.email,
      passwordHash: try services.passwords.hash(credentials.password), registeredAt: services.clock.now())
    guard try services.users.add(user) else { throw .emailTaken }
    return .message(.ok, "User registered successfully")
  }
}

extension Services {
  fileprivate func passwordPolicy(refusing commonPasswords: PasswordList) -> PasswordPolicy {
    PasswordPolicy(
      minCharacters: configuration.passwordMinCharacters, commonPasswords: commonPasswords,
      blocklist: configuration.passwordBlocklist)
  }

  /// Says in the log that passwords are hashed more cheaply than is safe.
  func warnOfWeakHash() {
    if passwords.setting.isWeak {
      log("weak-password-hash password_hash is below scrypt:14:8:5 or bcrypt:10")
    }
  }
}

public import CGI

/// `register.cgi`: makes an account.
public enum Register {
  /// Answers 200 once the user is on the disk, 409 where the address is taken.
  public static func respond(to request: Request, with services: Services) throws(AuthError) -> Response {
    try request.admit(.post)
    let credentials = try Credentials(of: request)
    do throws(AuthError) {
      services.audit(.registered(try register(credentials, with: services)), of: request)
    } catch {
      if error.auditReason != nil {
        services.audit(.registrationRefused(credentials.email, error), of: request)
      }
      throw error
    }
    return .message(.ok, "User registered successfully")
  }

  private static func register(
    _ credentials: Credentials, with services: Services
  ) throws(AuthError) -> User {
    let minCharacters = services.configuration.passwordMinCharacters
    guard credentials.password.characterCount >= minCharacters else {
      throw .field(.password, .tooShort(minCharacters: minCharacters))
    }
    // Saves the hash; what decides is `add`.
    guard try services.users.user(credentials.email) == nil else { throw .emailTaken }
    services.warnOfWeakHash()
    let user = User(
      id: try services.newID(), email: credentials.email,
      passwordHash: try services.passwords.hash(credentials.password), registeredAt: services.clock.now())
    guard try services.users.add(user) else { throw .emailTaken }
    return user
  }
}

extension Services {
  /// Says in the log that passwords are hashed more cheaply than is safe.
  func warnOfWeakHash() {
    if passwords.setting.isWeak {
      log("weak-password-hash password_hash is below scrypt:14:8:5 or bcrypt:10")
    }
  }
}

public import CGI

/// `login.cgi`: gives a token for an address and its password.
public enum Login {
  /// Answers 200 and the cookie, or 401, the same for an unknown address and a wrong password.
  public static func respond(to request: Request, with services: Services) throws(AuthError) -> Response {
    try request.admit(.post, trusting: services.configuration.trustedOrigins)
    let credentials = try Credentials(of: request)
    let user = try services.users.user(credentials.email)
    services.warnOfWeakHash()
    if let user, !PasswordHasher.supports(user.passwordHash) {
      services.log("password-hash-unsupported a user's hash is neither scrypt ($7$) nor bcrypt")
    }
    guard try services.passwords.verify(credentials.password, against: user?.passwordHash), let user else {
      throw .invalidCredentials
    }
    services.renewHash(of: user, credentials.password)
    let token = services.tokens.issue(
      subject: user.id, email: user.email, now: services.clock.now(), id: try services.newID())
    var response = Response.message(.ok, "Login successful")
    response.add(.setCookie, try services.sessionCookie(for: request).holding(token))
    return response
  }
}

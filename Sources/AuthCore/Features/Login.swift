public import CGIAuthHTTP

/// `login.cgi`: gives a token for an address and its password.
public enum Login {
  /// Answers 200 and the cookie, or 401, the same for an unknown address, a wrong password and a disabled user; 429 after
  /// too many of those.
  ///
  /// A browser gets pages instead (`prefersPage`): the form, and after it a way on to where it wanted to go.
  @export(interface) public static func respond(to request: Request, with services: Services)
    throws(AuthError) -> Response
  {
    guard request.prefersPage else {
      let fields = try services.submittedFields(of: request)
      return try respond(.message(.ok, "Login successful"), to: fields, of: request, with: services)
    }
    if let response = services.answerBeforeLoginForm(request) { return response }
    return try services.answerByForm(.login, request) { fields, next throws(AuthError) in
      let response = Response.seeOther(services.placeAfterLogin(next, request).text)
      return try respond(response, to: fields, of: request, with: services)
    }
  }

  /// A response with the cookie of a new session added to it. The session before it ends.
  private static func respond(
    _ success: Response, to fields: BodyFields, of request: Request, with services: Services
  ) throws(AuthError) -> Response {
    let credentials = try Credentials(fields)
    let user: User
    do throws(AuthError) { user = try services.logIn(credentials, by: request) } catch {
      if case .throttled = error { services.audit(.throttled(credentials.email), of: request) }
      throw error
    }
    let id = try services.newID()
    let token = services.tokens.issue(
      subject: user.id, email: user.email, session: user.sessionGeneration, now: services.clock.now(), id: id)
    var response = success
    response.add(.setCookie, try services.sessionCookie(for: request).holding(token))
    services.audit(.loggedIn(user), of: request)
    services.endSessionsBefore(login: id, of: request)
    services.warnOfWeakHash()
    services.warnOfWeakSecret()
    services.warnOfGroup()
    return response
  }
}

extension Services {
  /// The user with these credentials.
  ///
  /// - Throws: `throttled`, `crowded`, `invalidCredentials`.
  fileprivate func logIn(_ credentials: Credentials, by request: Request) throws(AuthError) -> User {
    let attempt = try attempt(on: credentials.email, by: request)
    let user = try users.user(credentials.email, evenly: true)
    let isRight = try hashing(for: .login) { () throws(AuthError) in
      try attempt.countAsFailure()
      let isRight = try passwords.verify(credentials.password, against: user?.passwordHash)
      // With the hash slot still held: a crowd of right passwords has no more charges open at once than there are slots.
      if isRight { attempt.succeed() }
      return isRight
    }
    guard isRight, let user else {
      let refusal = LoginRefusal(credentials.password, for: user)
      if let line = refusal.logLine { log(line) }
      audit(.loginRefused(credentials.email, user, refusal), of: request)
      throw .invalidCredentials
    }
    return renewHash(of: user, credentials.password, by: request)
  }
}

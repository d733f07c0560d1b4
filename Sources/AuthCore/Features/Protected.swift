public import CGIAuthHTTP

/// `protected.cgi`: an example of what only logged-in users see, and what web servers ask who that is (`Verification`).
public enum Protected {
  /// Answers 200 to a valid token, with any method; a browser gets a page.
  @export(interface) public static func respond(to request: Request, with services: Services)
    throws(AuthError) -> Response
  {
    if let answer = Verification.answer(request, with: services) { return answer }
    let session = try services.authenticate(request)
    if request.prefersPage { return try services.welcomePage(session, request) }
    return welcome(session)
  }

  /// The answer to a program.
  static func welcome(_ session: Session) -> Response {
    .message(.ok, "Welcome, \(session.email.text)!")
  }
}

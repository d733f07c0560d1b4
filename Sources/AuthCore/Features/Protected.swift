public import CGI

/// `protected.cgi`: an example of what only logged-in users see.
public enum Protected {
  /// Answers 200 to a valid token, with any method; a browser gets a page.
  public static func respond(to request: Request, with services: Services) throws(AuthError) -> Response {
    let session = try services.authenticate(request)
    if request.prefersPage { return try services.welcomePage(session, request) }
    return .message(.ok, "Welcome, \(session.email.text)!")
  }
}

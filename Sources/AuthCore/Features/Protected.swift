public import CGI

/// `protected.cgi`: an example of what only logged-in users see.
public enum Protected {
  /// Answers 200 to a valid token, with any method.
  public static func respond(to request: Request, with services: Services) throws(AuthError) -> Response {
    let session = try services.authenticate(request)
    return .message(.ok, "Welcome, \(session.email.text)!")
  }
}

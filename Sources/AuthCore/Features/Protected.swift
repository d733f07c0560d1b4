public import CGI

/// `protected.cgi`: an example of what only logged-in users see, and what web servers ask who that is (`Verification`).
public enum Protected {
  /// Answers 200 to a valid token, with any method. Browsers without one are sent to the login page.
  public static func respond(to request: Request, with services: Services) throws(AuthError) -> Response {
    if let verification = try Verification(request) { return verification.answer(request, with: services) }
    do throws(AuthError) { return welcome(try services.authenticate(request)) } catch {
      switch error {
      case .missingToken, .invalidToken:
        guard request.prefersPage else { throw error }
        return services.sendToLogin(request)
      default: throw error
      }
    }
  }

  /// The answer to somebody who is logged in.
  static func welcome(_ session: Session) -> Response {
    .message(.ok, "Welcome, \(session.email.text)!")
  }
}

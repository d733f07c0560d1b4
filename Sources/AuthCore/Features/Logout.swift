public import CGIAuthHTTP

/// `logout.cgi`: ends a session everywhere.
public enum Logout {
  /// Answers 200 once the request's token is refused everywhere, or where it has no good one. Whatever the answer, the
  /// cookie is cleared. A browser is sent to the login page.
  @export(interface) public static func respond(to request: Request, with services: Services)
    throws(AuthError) -> Response
  {
    try request.admit(.post, .get, trusting: services.configuration.trustedOrigins)
    var response: Response =
      if request.prefersPage {
        .seeOther(
          services.configuration.logoutRedirect?.text ?? services.loginPage(request, .loggedOut, next: nil))
      } else { .message(.ok, "Logout successful") }
    do throws(AuthError) { try services.endSession(of: request) } catch {
      // Of the two things asked for, the one that can be done is done.
      response =
        request.prefersPage
        ? error.page(for: request, with: services) : Program.refusal(error, services.log)
    }
    response.add(.setCookie, try services.sessionCookie(for: request).cleared())
    return response
  }
}

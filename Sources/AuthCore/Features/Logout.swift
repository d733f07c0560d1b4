public import CGI

/// `logout.cgi`: takes the token from the browser.
public enum Logout {
  /// Answers 200 and clears the cookie, whether there was one or not.
  public static func respond(to request: Request, with services: Services) throws(AuthError) -> Response {
    try request.admit(.post, .get, trusting: services.configuration.trustedOrigins)
    var response = Response.message(.ok, "Logout successful")
    response.add(.setCookie, try services.sessionCookie(for: request).cleared())
    return response
  }
}

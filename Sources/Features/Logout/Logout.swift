public import CGIAuthCore

/// `logout.cgi`: ends a session everywhere.
public enum Logout {
  /// Answers 200 once the request's token is refused everywhere, or where it has no good one. Whatever the
  /// answer, the cookie is cleared. A browser is sent to the login page.
  @export(interface) public static func respond(to call: Call) throws(Refusal) -> Outcome {
    try call.admit(.post, .get)
    var outcome = Outcome.done(
      "Logout successful",
      then: call.configuration.logoutRedirect ?? call.loginPage(.loggedOut, next: nil))
    // Of the two things asked for, the one that can be done is done.
    do throws(Refusal) { try call.endSessions() } catch { outcome = .refused(error) }
    outcome.add(.setCookie, try call.clearedCookie())
    return outcome
  }
}

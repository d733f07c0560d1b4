public import CGIAuthCore

/// `logout.cgi`: ends a session everywhere, or all of a user's.
public enum Logout {
  /// Answers 200 once the request's tokens are refused everywhere, or where it has no good one. Whatever the
  /// answer, the cookies are cleared. A browser is sent to the login page.
  @export(interface) public static func respond(to call: Call) throws(Refusal) -> Outcome {
    try call.admit(.post, .get)
    var outcome = Outcome.done(
      "Logout successful",
      then: call.configuration.logoutRedirect ?? call.loginPage(.loggedOut, next: nil))
    // Of the things asked for, those that can be done are done.
    do throws(Refusal) { try logOutEverywhere(call) } catch { outcome = .refused(error) }
    do throws(Refusal) { try call.endSessions() } catch { outcome = .refused(error) }
    try call.clearCookies()
    return outcome
  }

  /// Ends every session of the user, where a POST asks for that (`everywhere=yes`).
  private static func logOutEverywhere(_ call: Call) throws(Refusal) {
    guard call.request.method == .post, let fields = try BodyFields(ifAny: call.request) else { return }
    switch fields["everywhere"] {
    case .none, .some("no"): return
    case .some("yes"): break
    default: throw .everywhereMalformed
    }
    guard !call.configuration.isStateless else { throw .everywhereStateless }
    if let user = try call.userToLogOut() { try call.endEverySession(of: user) }
  }
}

extension Refusal {
  static var everywhereMalformed: Refusal {
    Refusal(
      .unprocessableContent, "everywhere-malformed", "everywhere must be yes or no", field: "everywhere",
      text: .unreadable)
  }

  /// Nothing is kept of sessions then, and so nothing can end them.
  static var everywhereStateless: Refusal {
    Refusal(
      .conflict, "everywhere-stateless", "everywhere needs sessions, which stateless turns off",
      field: "everywhere", text: .unreadable)
  }
}

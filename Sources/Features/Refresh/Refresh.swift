public import CGIAuthCore

/// `refresh.cgi`: gives the next tokens of a session.
public enum Refresh {
  /// Answers 200 with both cookies, or with the tokens where the refresh token came in the body; 401 where it
  /// is not good.
  @export(interface) public static func respond(to call: Call) throws(Refusal) -> Outcome {
    try Refusal.taking(request: try call.request.require([.post]))
    try Refusal.taking(request: try call.request.requireSameSite())
    if let fields = try BodyFields(ifAny: call.request), let token = fields["refresh_token"] {
      return .response(try call.renewSession(by: token).response())
    }
    try call.setCookies(try call.renewSessionOfCookie())
    return .done("Token refreshed", then: call.placeAfterLogin(nil))
  }
}

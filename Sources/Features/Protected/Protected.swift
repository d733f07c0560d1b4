public import CGIAuthCore

/// `protected.cgi`: the page of people who are logged in, and whom web servers ask who
/// somebody is (`Verification`).
public enum Protected {
  /// Answers 200 to a valid token, with any method; a browser gets a page.
  @export(interface) public static func respond(to call: Call) throws(Refusal) -> Outcome {
    if let outcome = Verification.outcome(of: call) ?? Inclusion.outcome(of: call) { return outcome }
    let session = try call.authenticate()
    // Apache's ErrorDocument for a folder that the authorizer keeps from this person: mod_fcgid tells every
    // refusal as 401.
    if call.request.environment["REDIRECT_STATUS"]?.isEqual(to: "401") == true { throw .notPermitted }
    return .shown(json: { welcome(session) }) { pages throws(ConfigurationError) in
      let account: HTML? =
        call.isThere(.account)
        ? "<a href=\"\(call.place(of: .account).text)\">\(pages.language(.yourAccount))</a>\n" : nil
      return try pages.page(
        .ok, .welcome, title: pages.language(.welcome, session.email.text),
        """
        <form method="post" action="\(call.place(of: .logout).text)">
        <button>\(pages.language(.logOut))</button>
        </form>
        <p class="other">\(account)<a href="\(pages.home)">\(pages.language(.startPage))</a></p>
        """)
    }
  }

  /// The answer to a program.
  static func welcome(_ session: Session) -> Response { .message(.ok, "Welcome, \(session.email.text)!") }
}

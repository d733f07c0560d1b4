public import CGIAuthCore

/// `protected.cgi`: the page of people who are logged in, and whom web servers ask who
/// somebody is (`Verification`).
public enum Protected {
  /// Answers 200 to a valid token, with any method; a browser gets a page.
  @export(interface) public static func respond(to call: Call) throws(Refusal) -> Outcome {
    if let outcome = Verification.outcome(of: call) { return outcome }
    let session = try call.authenticate()
    return .shown(json: { welcome(session) }) { pages throws(ConfigurationError) in
      try pages.page(
        .ok, .welcome, title: pages.language(.welcome, session.email.text),
        """
        <form method="post" action="\(call.place(of: .logout).text)">
        <button>\(pages.language(.logOut))</button>
        </form>
        \(pages.wayHome)
        """)
    }
  }

  /// The answer to a program.
  static func welcome(_ session: Session) -> Response { .message(.ok, "Welcome, \(session.email.text)!") }
}

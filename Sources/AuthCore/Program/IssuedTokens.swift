/// What somebody gets who is logged in.
package struct IssuedTokens {
  /// The access token.
  package let access: String
  /// For how many seconds it is good.
  package let accessSeconds: Int
  /// What renews it; nil where there is no session.
  package let refresh: Refresh?
  /// Whose they are.
  package let user: User

  package struct Refresh {
    /// The refresh token.
    package let text: String
    /// How long a browser keeps it: nil for as long as it is open.
    let cookieSeconds: Int?
  }

  /// The answer that gives them to a program (RFC 6749 section 5.1).
  ///
  /// - Parameter message: what it says beside them.
  package func response(saying message: StaticString? = nil) -> Response {
    var members = JSONWriter()
    if let message { members.add("message", message.description) }
    members.add("access_token", access)
    members.add("token_type", "Bearer")
    members.add("expires_in", accessSeconds)
    if let refresh { members.add("refresh_token", refresh.text) }
    return Response(.ok, contentType: "application/json", body: members.object)
  }
}

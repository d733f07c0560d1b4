/// Somebody who is logged in: what a good token says, and the user's record.
public struct Session: Sendable {
  /// The token that came with the request.
  let token: AccessToken
  /// The user as the file has it now; nil with `stateless`, which reads no file.
  package let user: User?

  /// The user's address.
  public var email: EmailAddress { token.email }
  /// The user's stable id (`sub`).
  public var userID: String { token.subject }
  /// The session that a login began; nil where the token is of none.
  package var id: SessionID? { token.sessionID }
}

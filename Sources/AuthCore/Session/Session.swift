import CGIAuthHTTP

/// Somebody who is logged in: what a good token says, and the user's record.
public struct Session: Sendable {
  /// The token that came with the request.
  let token: AccessToken
  /// The user as the file has it now; nil with `stateless`, which reads no file.
  let user: User?

  /// The user's address.
  public var email: EmailAddress { token.email }
  /// The user's stable id (`sub`).
  public var userID: String { token.subject }
}

extension Services {
  /// The groups of somebody who is logged in, as the user file has them now. With `stateless` this is the first to read it; a
  /// user who is no longer there is in none.
  ///
  /// - Throws: `store`.
  public func groups(of session: Session) throws(AuthError) -> [String] {
    var user = session.user
    if user == nil { user = try users.user(session.email) }
    guard let user, user.id.isEqual(to: session.userID) else { return [] }
    return user.groupNames.filter { $0.isUTF8 }.map { String(decoding: $0, as: UTF8.self) }
  }
}

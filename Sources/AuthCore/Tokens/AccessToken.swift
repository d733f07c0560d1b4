/// What a valid token says of its bearer.
public struct AccessToken: Hashable, Sendable {
  /// The user's stable id (`sub`).
  public let subject: String
  /// The user's address when the token was issued (`email`).
  public let email: EmailAddress
  /// When it was issued, in seconds since 1970 (`iat`).
  public let issuedAt: Int
  /// When it ends, in seconds since 1970 (`exp`).
  public let expiresAt: Int
  /// The token's own id (`jti`).
  public let id: String
  /// The generation of the user's credentials when it was issued (`auth_gen`, a private claim, RFC 7519
  /// section 4.3); nil in a token that another program signed without it.
  let session: SessionGeneration?
  /// The session that it belongs to (`sid`); nil where another program signed it, or no session could
  /// be kept.
  let sessionID: SessionID?

  /// Whether its time is over, by every clock.
  ///
  /// - Parameter now: seconds since 1970.
  func isExpired(now: Int) -> Bool { now >= expiresAt + TokenAuthority.leewaySeconds }
}

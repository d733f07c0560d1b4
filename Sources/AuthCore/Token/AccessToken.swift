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
}

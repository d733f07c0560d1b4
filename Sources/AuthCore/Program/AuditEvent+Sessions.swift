extension AuditEvent {
  static func loggedOut(_ email: EmailAddress, _ token: RefreshToken) -> AuditEvent {
    AuditEvent("logged-out", email, user: token.user)
  }

  /// All sessions of the user have ended.
  static func loggedOutEverywhere(_ user: User) -> AuditEvent { AuditEvent("logged-out-everywhere", user) }

  /// A refresh token that was used before came again: somebody has a copy. Its session has ended.
  static func refreshReused(_ email: EmailAddress, _ token: RefreshToken) -> AuditEvent {
    AuditEvent("refresh-reused", email, user: token.user)
  }

  /// A refresh token came that the store does not know yet, as after a backup was put back. Its session has
  /// ended.
  static func refreshUnknown(_ email: EmailAddress, _ token: RefreshToken) -> AuditEvent {
    AuditEvent("refresh-unknown", email, user: token.user)
  }

  /// A login came with this refresh token's cookie.
  static func endedByLogin(_ email: EmailAddress, _ token: RefreshToken) -> AuditEvent {
    AuditEvent("logged-out", reason: "another-login", email, user: token.user)
  }
}

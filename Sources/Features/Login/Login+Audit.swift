import CGIAuthCore

extension AuditEvent {
  static func loggedIn(_ user: User) -> AuditEvent { AuditEvent("logged-in", user) }

  /// The user is the one with this address, if there is one.
  static func loginRefused(_ email: EmailAddress, _ user: User?, _ refusal: LoginRefusal) -> AuditEvent {
    AuditEvent("login-refused", reason: refusal.rawValue, email, user: user?.id)
  }

  /// The same password was hashed anew, by the present setting.
  static func rehashed(_ user: User) -> AuditEvent { AuditEvent("rehashed", user) }
}

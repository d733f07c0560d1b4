import CGIAuthCore

extension AuditEvent {
  static func registered(_ user: User) -> AuditEvent { AuditEvent("registered", user) }

  /// Nil where nobody refused it: it went wrong.
  static func registrationRefused(_ email: EmailAddress, _ refusal: Refusal) -> AuditEvent? {
    guard refusal.failure == nil else { return nil }
    return AuditEvent("registration-refused", reason: refusal.word.description, email, user: nil)
  }
}

import CGIAuthCore

extension AuditEvent {
  /// Somebody registers with an address that is to be confirmed, or was registered before.
  static func confirmationAsked(_ email: EmailAddress) -> AuditEvent {
    AuditEvent("confirmation-asked", email, user: nil)
  }

  static func registered(_ user: User) -> AuditEvent { AuditEvent("registered", user) }

  /// Nil where nobody refused it: it went wrong.
  static func registrationRefused(_ email: EmailAddress, _ refusal: Refusal) -> AuditEvent? {
    guard refusal.failure == nil else { return nil }
    return AuditEvent("registration-refused", reason: refusal.word.description, email, user: nil)
  }
}

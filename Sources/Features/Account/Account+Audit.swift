import CGIAuthCore

extension AuditEvent {
  static func passwordChanged(_ user: User) -> AuditEvent { AuditEvent("password-changed", user) }

  /// The user is as before.
  static func emailChanged(_ user: User, to email: EmailAddress) -> AuditEvent {
    var event = AuditEvent("email-changed", user)
    event.newEmail = email
    return event
  }

  /// An address is wanted that is not shown to be the user's yet.
  static func emailAsked(_ user: User, for email: EmailAddress) -> AuditEvent {
    var event = AuditEvent("email-change-asked", user)
    event.newEmail = email
    return event
  }

  static func profileChanged(_ user: User) -> AuditEvent { AuditEvent("profile-changed", user) }
  static func sessionEnded(_ user: User) -> AuditEvent { AuditEvent("session-ended", user) }
  static func exported(_ user: User) -> AuditEvent { AuditEvent("exported", user) }
  static func closed(_ user: User) -> AuditEvent { AuditEvent("account-closed", user) }

  /// The current password was wrong.
  static func proofRefused(_ user: User, _ refusal: LoginRefusal) -> AuditEvent {
    AuditEvent("account-refused", reason: refusal.rawValue, user.email, user: user.id)
  }

  /// The new address has an account, or the account is the last administrator's.
  static func accountRefused(_ user: User, _ refusal: Refusal) -> AuditEvent {
    AuditEvent("account-refused", reason: refusal.word.description, user.email, user: user.id)
  }
}

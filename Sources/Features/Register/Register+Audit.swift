import CGIAuthCore

extension AuditEvent {
  /// Somebody registers with an address that is to be confirmed, or was registered before.
  static func confirmationAsked(_ email: EmailAddress) -> AuditEvent {
    AuditEvent("confirmation-asked", email, user: nil)
  }

  static func registered(_ user: User) -> AuditEvent { AuditEvent("registered", user) }

  /// Somebody registered by an invitation, in its groups.
  static func registered(_ user: User, invitedBy invitation: Invitation) -> AuditEvent {
    var event = AuditEvent("registered", reason: "invitation", user.email, user: user.id)
    event.doer = .named(invitation.by, id: invitation.userID)
    event.group = invitation.groups.isEmpty ? nil : invitation.groupsText
    return event
  }

  /// Somebody registered, whom an administrator has to let in.
  static func approvalAsked(_ user: User) -> AuditEvent { AuditEvent("approval-asked", user) }

  /// Nil where nobody refused it: it went wrong.
  static func registrationRefused(_ email: EmailAddress, _ refusal: Refusal) -> AuditEvent? {
    guard refusal.failure == nil else { return nil }
    return AuditEvent("registration-refused", reason: refusal.word.description, email, user: nil)
  }
}

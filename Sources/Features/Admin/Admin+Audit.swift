import CGIAuthCore

extension AuditEvent {
  /// Somebody is the first administrator: by the code, or because `admins` says so.
  static func firstAdministrator(_ user: User) -> AuditEvent { AuditEvent("admin-made", user) }

  /// A code was wrong.
  static func codeRefused(_ email: EmailAddress, _ user: User?) -> AuditEvent {
    AuditEvent("admin-refused", reason: "code-wrong", email, user: user?.id)
  }

  /// The password was wrong.
  static func proofRefused(_ user: User, _ refusal: LoginRefusal) -> AuditEvent {
    AuditEvent("admin-refused", reason: refusal.rawValue, user.email, user: user.id)
  }

  /// Somebody who may not asked for it, or what was asked for cannot be.
  static func refused(_ user: User, _ refusal: Refusal, to email: EmailAddress? = nil) -> AuditEvent {
    var event = AuditEvent(
      "admin-refused", reason: refusal.word.description, email ?? user.email,
      user: email == nil ? user.id : nil)
    if email != nil { event.doer = .administrator(user) }
    return event
  }
}

extension Call {
  /// Tells the audit log of what an administrator was refused, where that was no slip of the keyboard.
  func recordRefusal(_ refusal: Refusal, of action: AdminAction?, _ fields: BodyFields, _ person: Person) {
    guard refusal.isFor(Refusal.lastAdministrator.word) || refusal.isFor(Refusal.formTokenWrong.word) else {
      return
    }
    record(.refused(person.user, refusal, to: fields["email"].flatMap { EmailAddress($0) }))
  }
}

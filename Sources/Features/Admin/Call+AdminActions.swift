import CGIAuthCore

extension Call {
  /// The most addresses of one request: all are changed in one write.
  static var maxAddresses: Int { 200 }

  /// How long a backup may take: web servers and those in front of them wait for 30 s at least.
  private static var maxBackupMilliseconds: Int { 20_000 }

  /// Does what an administrator asks for, and tells the audit log.
  func perform(_ action: AdminAction, _ fields: BodyFields, _ person: Person) throws(Refusal) -> Outcome {
    switch action {
    case .prove:
      return .done("Proved", then: LocalPath(next: fields["next"]) ?? self.place(of: .admin))
    case .claim: return try openGroup(person)
    case .search:
      guard let part = fields["q"], !part.isEmpty else { throw .missing("q") }
      return try View.found(part).outcome(for: person, self)
    case .show: return try View.named(try fields.email()).outcome(for: person, self)
    case .doctor: return try View.doctor.outcome(for: person, self)
    case .create: return try create(fields, person)
    case .addToGroup: return try changeGroup(fields, person, isAdding: true)
    case .removeFromGroup: return try changeGroup(fields, person, isAdding: false)
    case .disable:
      let user = try administration(by: person).disable(try fields.email()) { isMeant($0, fields) }
      return try done("User disabled", action, user)
    case .enable:
      let user = try administration(by: person).enable(try fields.email()) { isMeant($0, fields) }
      return try done("User enabled", action, user)
    case .approve:
      _ = try administration(by: person).enable(try fields.email()) { isMeant($0, fields) }
      return done("User approved", action, at: "waiting=")
    case .invite:
      let made = try administration(by: person).invite(
        try emails(fields, orNone: true), try groups(fields))
      return try View.invited(made).outcome(for: person, self)
    case .inviteAgain:
      let made = try administration(by: person).inviteAgain(try invitation(fields))
      return try View.invited([made]).outcome(for: person, self)
    case .withdraw:
      try administration(by: person).withdraw(try invitation(fields))
      return done("Invitation withdrawn", action, at: "invitations=")
    case .endSessions:
      let user = try user(fields, person)
      try administration(by: person).endSessions(
        of: user, but: user.id.isEqual(to: person.user.id) ? person.session : nil)
      return try done("Sessions ended", action, user)
    case .remove:
      _ = try administration(by: person).remove(try fields.email()) { isMeant($0, fields) }
      return .done("User removed", then: self.place(of: .admin).adding(query: "done=remove"))
    case .recover: return try recover(fields, person)
    case .backup:
      _ = try administration(by: person).makeBackup(until: Deadline(milliseconds: Self.maxBackupMilliseconds))
      return done("Backup made", action, at: "backup=")
    case .removeBackup:
      guard let name = fields["name"], !name.isEmpty else { throw .missing("name") }
      try administration(by: person).removeBackup(name)
      return done("Backup removed", action, at: "backup=")
    case .importFile: return try importFile(fields, person)
    case .removeImport: return try removeImport(fields, person)
    case .testMail:
      guard let mail = try mailIfOn() else { throw .mailIsOff }
      try post(.test, to: person.user.email, by: mail)
      return done("Test mail on its way", action, at: "doctor=")
    }
  }

  // MARK: Whom

  func administration(by person: Person) -> Administration {
    Administration(self, person.administrators, by: .administrator(person.user))
  }

  private func user(_ fields: BodyFields, _ person: Person) throws(Refusal) -> User {
    try administration(by: person).user(try fields.email()) { isMeant($0, fields) }
  }

  /// Whether a user is the one who was shown: the address may have been given to another one since.
  private func isMeant(_ user: User, _ fields: BodyFields) -> Bool {
    fields["id"].map { user.id.utf8.elementsEqual($0) } ?? true
  }

  /// What a browser sees then is the user.
  private func done(_ message: StaticString, _ action: AdminAction, _ user: User) throws(Refusal) -> Outcome {
    let handle = try Refusal.taking(store: try users.handle(of: user))
    var place = self.place(of: .admin)
    if let handle { place = place.adding(query: "user=\(handle.text)") }
    return .done(message, then: place.adding(query: "done=\(action.rawValue)"))
  }

  /// What a browser sees then is the page of a query.
  private func done(_ message: StaticString, _ action: AdminAction, at query: String) -> Outcome {
    .done(
      message,
      then: self.place(of: .admin).adding(query: query).adding(query: "done=\(action.rawValue)"))
  }

  // MARK: Actions

  private func create(_ fields: BodyFields, _ person: Person) throws(Refusal) -> Outcome {
    let email = try fields.email()
    return try done("User created", .create, try administration(by: person).create(email, try groups(fields)))
  }

  /// The groups of the field `groups`.
  private func groups(_ fields: BodyFields) throws(Refusal) -> [GroupName] {
    var groups: [GroupName] = []
    for word in words(fields["groups"] ?? []) {
      guard let group = GroupName(word) else { throw .groupUnusable("groups") }
      groups.append(group)
    }
    return groups
  }

  /// The key of the field `invitation`.
  private func invitation(_ fields: BodyFields) throws(Refusal) -> [UInt8] {
    guard let text = fields["invitation"], !text.isEmpty else { throw .missing("invitation") }
    guard let key = Invitation.key(ofHandle: text) else { throw .invitationUnknown }
    return key
  }

  private func changeGroup(
    _ fields: BodyFields, _ person: Person, isAdding: Bool
  ) throws(Refusal) -> Outcome {
    guard let text = fields["group"], !text.isEmpty else { throw .missing("group") }
    // A bad name is told before a bad address.
    if isAdding, GroupName(text) == nil { throw .groupUnusable("group") }
    let emails = try emails(fields)
    _ = try administration(by: person).changeGroup(
      text, of: emails, isAdding: isAdding, where: { emails.count > 1 || isMeant($0, fields) })
    let action: AdminAction = isAdding ? .addToGroup : .removeFromGroup
    if fields["emails"] == nil, let user = try Refusal.taking(store: try users.user(emails[0])) {
      return try done("Groups changed", action, user)
    }
    return .done(
      "Groups changed",
      then: View.place(ofGroup: text, self).adding(query: "done=\(action.rawValue)"))
  }

  /// The addresses of the fields `email` and `emails`, each once.
  private func emails(_ fields: BodyFields, orNone: Bool = false) throws(Refusal) -> [EmailAddress] {
    let separators = Array(" \t\r\n,;".utf8)
    let texts = ((fields["email"] ?? []) + [0x20] + (fields["emails"] ?? [])).split {
      separators.contains($0)
    }
    guard orNone || !texts.isEmpty else { throw .missing("emails") }
    guard texts.count <= Self.maxAddresses else { throw .tooManyAddresses }
    var emails: [EmailAddress] = []
    for (place, text) in texts.enumerated() {
      guard let email = EmailAddress(text) else { throw .addressMalformed(place + 1) }
      if !emails.contains(where: { $0 == email }) { emails.append(email) }
    }
    return emails
  }

  /// Shows the link to whoever gives it to the user; that of another administrator is mailed.
  private func recover(_ fields: BodyFields, _ person: Person) throws(Refusal) -> Outcome {
    let user = try user(fields, person)
    if person.administrators.include(user), !user.id.isEqual(to: person.user.id) {
      try administration(by: person).mailLink(to: user)
      return try done("Link mailed", .recover, user)
    }
    let link = try administration(by: person).recoveryLink(
      for: user, notifies: !user.id.isEqual(to: person.user.id))
    return try View.link(user, link).outcome(for: person, self)
  }
}

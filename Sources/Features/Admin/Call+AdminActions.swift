import CGIAuthCore

extension Call {
  /// The most addresses of one request: all are changed in one write.
  static var maxAddresses: Int { 200 }

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
    case .disable: return try disable(fields, person)
    case .enable: return try enable(fields, person)
    case .endSessions:
      let user = try user(fields)
      try endEverySession(
        of: user, but: user.id.isEqual(to: person.user.id) ? person.session : nil,
        telling: .done("user-sessions-ended", to: user, by: person.user))
      return try done("Sessions ended", action, user)
    case .remove: return try remove(fields, person)
    case .recover: return try recover(fields, person)
    case .testMail:
      guard let mail = try mailIfOn() else { throw .mailIsOff }
      try post(.test, to: person.user.email, by: mail)
      return .done(
        "Test mail on its way",
        then: self.place(of: .admin).adding(query: "doctor=").adding(query: "done=\(action.rawValue)"))
    }
  }

  // MARK: Whom

  private func user(_ fields: BodyFields) throws(Refusal) -> User {
    let email = try fields.email()
    guard let user = try Refusal.taking(store: try users.user(email)), isMeant(user, fields) else {
      throw .userUnknown
    }
    return user
  }

  /// Whether a user is the one who was shown: the address may have been given to another one since.
  private func isMeant(_ user: User, _ fields: BodyFields) -> Bool {
    fields["id"].map { user.id.utf8.elementsEqual($0) } ?? true
  }

  /// Changes the user of the field `email`.
  ///
  /// - Returns: the user as it was.
  private func change(
    _ fields: BodyFields, _ person: Person, _ change: (User) -> Users.Change
  ) throws(Refusal) -> User {
    let user = try user(fields)
    let outcome = try Refusal.taking(
      store: try users.administer(
        [user.email], keeping: person.administrators, where: { isMeant($0, fields) }, change))
    switch outcome {
    case .done: return user
    case .gone: throw .userUnknown
    case .lastAdministrator: throw .lastAdministrator
    }
  }

  /// What a browser sees then is the user.
  private func done(_ message: StaticString, _ action: AdminAction, _ user: User) throws(Refusal) -> Outcome {
    let handle = try Refusal.taking(store: try users.handle(of: user))
    var place = self.place(of: .admin)
    if let handle { place = place.adding(query: "user=\(handle.text)") }
    return .done(message, then: place.adding(query: "done=\(action.rawValue)"))
  }

  // MARK: Actions

  private func create(_ fields: BodyFields, _ person: Person) throws(Refusal) -> Outcome {
    let email = try fields.email()
    var groups: [GroupName] = []
    for word in words(fields["groups"] ?? []) {
      guard let group = GroupName(word) else { throw .groupUnusable("groups") }
      groups.append(group)
    }
    let user = try create(email, groups)
    record(.done("user-created", to: user, by: person.user, groups.isEmpty ? nil : user.groupsText))
    return try done("User created", .create, user)
  }

  /// Makes an account with a password that nobody knows.
  func create(_ email: EmailAddress, _ groups: [GroupName]) throws(Refusal) -> User {
    guard let password = Password(Array(try newID().utf8)) else { throw Refusal(.internal("a password")) }
    let passwordHash = try hashing(for: .login) { () throws(Refusal) in try hash(password) }
    var user = User(id: try newID(), email: email, passwordHash: passwordHash, registeredAt: clock.now())
    for group in groups { user = user.joining(group) }
    guard try Refusal.taking(store: try users.add(user)) else { throw .emailTaken }
    return user
  }

  private func changeGroup(
    _ fields: BodyFields, _ person: Person, isAdding: Bool
  ) throws(Refusal) -> Outcome {
    guard let text = fields["group"], !text.isEmpty else { throw .missing("group") }
    let name = GroupName(text)
    // Another tool may have made one that has another name.
    if isAdding, name == nil { throw .groupUnusable("group") }
    let emails = try emails(fields)
    let outcome = try Refusal.taking(
      store: try users.administer(
        emails, keeping: person.administrators, where: { emails.count > 1 || isMeant($0, fields) }
      ) { user in
        if isAdding, let name { .set(user.joining(name)) } else { .set(user.leaving(text)) }
      })
    switch outcome {
    case .done(let changed):
      for user in changed {
        record(
          .done(
            isAdding ? "group-added" : "group-removed", to: user, by: person.user,
            String(decoding: text, as: UTF8.self)))
      }
    case .gone(let place): throw emails.count > 1 ? .addressUnknown(place + 1) : .userUnknown
    case .lastAdministrator: throw .lastAdministrator
    }
    let action: AdminAction = isAdding ? .addToGroup : .removeFromGroup
    if fields["emails"] == nil, let user = try Refusal.taking(store: try users.user(emails[0])) {
      return try done("Groups changed", action, user)
    }
    return .done(
      "Groups changed",
      then: View.place(ofGroup: text, self).adding(query: "done=\(action.rawValue)"))
  }

  /// The addresses of the fields `email` and `emails`, each once.
  private func emails(_ fields: BodyFields) throws(Refusal) -> [EmailAddress] {
    let separators = Array(" \t\r\n,;".utf8)
    let texts = ((fields["email"] ?? []) + [0x20] + (fields["emails"] ?? [])).split {
      separators.contains($0)
    }
    guard !texts.isEmpty else { throw .missing("emails") }
    guard texts.count <= Self.maxAddresses else { throw .tooManyAddresses }
    var emails: [EmailAddress] = []
    for (place, text) in texts.enumerated() {
      guard let email = EmailAddress(text) else { throw .addressMalformed(place + 1) }
      if !emails.contains(where: { $0 == email }) { emails.append(email) }
    }
    return emails
  }

  private func disable(_ fields: BodyFields, _ person: Person) throws(Refusal) -> Outcome {
    let since = JSONValue.number(JSONNumber(nextSecond))
    let user = try change(fields, person) { user in
      if user.isDisabled { return .keep }
      let disabled = user.disabled
      // What was issued before stays refused when the user is enabled again, where the record has room.
      return .set(disabled.replacing([("since", since)]) ?? disabled)
    }
    // They are refused already.
    do throws(Refusal) { try Refusal.taking(store: try sessions.endAll(of: user.id.utf8)) } catch {
      note("session-not-ended", error)
    }
    record(.done("user-disabled", to: user, by: person.user))
    return try done("User disabled", .disable, user)
  }

  private func enable(_ fields: BodyFields, _ person: Person) throws(Refusal) -> Outcome {
    var hasNone = false
    let user = try change(fields, person) { user in
      guard user.isDisabled else { return .keep }
      guard let enabled = user.enabled else {
        hasNone = true
        return .keep
      }
      return .set(enabled)
    }
    if hasNone { throw .noPassword }
    record(.done("user-enabled", to: user, by: person.user))
    return try done("User enabled", .enable, user)
  }

  /// Shows the link to whoever gives it to the user; that of another administrator is mailed.
  private func recover(_ fields: BodyFields, _ person: Person) throws(Refusal) -> Outcome {
    let user = try user(fields)
    if person.administrators.include(user), !user.id.isEqual(to: person.user.id) {
      guard let mail = try mailIfOn() else { throw .administratorsLink }
      try post(.recoveryByAdministrator, to: user.email, by: mail)
      record(.done("link-mailed", to: user, by: person.user))
      return try done("Link mailed", .recover, user)
    }
    let link = try recoveryLink(for: user)
    record(.done("link-shown", to: user, by: person.user))
    if !user.id.isEqual(to: person.user.id) { notify(.linkShown, user.email) }
    return try View.link(user, link).outcome(for: person, self)
  }

  /// A link by which somebody chooses a new password, once, within an hour.
  func recoveryLink(for user: User) throws(Refusal) -> String {
    try recoveryLink(Ticket(.shownRecovery, of: user, now: clock.now()))
  }

  private func remove(_ fields: BodyFields, _ person: Person) throws(Refusal) -> Outcome {
    let user = try change(fields, person) { _ in .remove }
    forgetSessions(of: user)
    record(.done("user-removed", to: user, by: person.user))
    return .done("User removed", then: self.place(of: .admin).adding(query: "done=remove"))
  }
}

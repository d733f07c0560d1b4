/// What administrators do to users, whoever asks for it: admin.cgi, or somebody at a shell. Each act is told
/// to the audit log, with who did it.
package struct Administration {
  package let call: Call
  package let administrators: Administrators
  /// Nil where people do something to themselves.
  let doer: AuditEvent.Doer?

  package init(_ call: Call, _ administrators: Administrators, by doer: AuditEvent.Doer?) {
    self.call = call
    self.administrators = administrators
    self.doer = doer
  }

  /// Tells the audit log what was done to somebody.
  package func record(_ word: StaticString, to user: User, _ group: String? = nil) {
    var event = AuditEvent(word, user)
    event.doer = doer
    event.group = group
    call.record(event)
  }

  // MARK: Whom

  /// The user of an address.
  ///
  /// - Parameter isMeant: whether it is still the one who was shown.
  /// - Throws: 404.
  package func user(_ email: EmailAddress, where isMeant: (User) -> Bool = { _ in true }) throws(Refusal)
    -> User
  {
    guard let user = try Refusal.taking(store: try call.users.user(email)), isMeant(user) else {
      throw .userUnknown
    }
    return user
  }

  /// Changes a user.
  ///
  /// - Returns: the user as it was.
  private func change(
    _ email: EmailAddress, where isMeant: (User) -> Bool, _ change: (User) -> Users.Change
  ) throws(Refusal) -> User {
    let user = try user(email, where: isMeant)
    switch try administer([email], where: isMeant, change) {
    case .done: return user
    case .gone: throw .userUnknown
    case .lastAdministrator: throw .lastAdministrator
    }
  }

  private func administer(
    _ emails: [EmailAddress], where isMeant: (User) -> Bool, _ change: (User) -> Users.Change
  ) throws(Refusal) -> Users.Administered {
    try Refusal.taking(
      store: try call.users.administer(emails, keeping: administrators, where: isMeant, change))
  }

  // MARK: Acts

  /// Makes an account with a password that nobody knows.
  ///
  /// - Throws: 409 where the address has one.
  package func create(_ email: EmailAddress, _ groups: [GroupName]) throws(Refusal) -> User {
    let user = try add(email, groups)
    record("user-created", to: user, groups.isEmpty ? nil : user.groupsText)
    return user
  }

  private func add(_ email: EmailAddress, _ groups: [GroupName]) throws(Refusal) -> User {
    guard let password = Password(Array(try call.newID().utf8)) else {
      throw Refusal(.internal("a password"))
    }
    let passwordHash = try call.hashing(for: .login) { () throws(Refusal) in try call.hash(password) }
    var user = User(
      id: try call.newID(), email: email, passwordHash: passwordHash, registeredAt: call.clock.now())
    for group in groups { user = user.joining(group) }
    guard try Refusal.taking(store: try call.users.add(user)) else { throw .emailTaken }
    return user
  }

  /// Puts users into a group, or takes them out of it: all of them, or none.
  ///
  /// - Parameters:
  ///   - emails: each once.
  ///   - name: what the group is called; another tool may have made one that has another name than ours.
  /// - Throws: 422 where one has no account, 409 where no administrator would be left.
  /// - Returns: those who were changed.
  package func changeGroup(
    _ name: [UInt8], of emails: [EmailAddress], isAdding: Bool, where isMeant: (User) -> Bool = { _ in true }
  ) throws(Refusal) -> [User] {
    let group = GroupName(name)
    if isAdding, group == nil { throw .groupUnusable("group") }
    let outcome = try administer(emails, where: isMeant) { user in
      if isAdding, let group { .set(user.joining(group)) } else { .set(user.leaving(name)) }
    }
    switch outcome {
    case .done(let changed):
      for user in changed {
        record(
          isAdding ? "group-added" : "group-removed", to: user, String(decoding: name, as: UTF8.self))
      }
      return changed
    case .gone(let place): throw emails.count > 1 ? .addressUnknown(place + 1) : .userUnknown
    case .lastAdministrator: throw .lastAdministrator
    }
  }

  /// Shuts somebody out.
  package func disable(
    _ email: EmailAddress, where isMeant: (User) -> Bool = { _ in true }
  ) throws(Refusal) -> User {
    let since = JSONValue.number(JSONNumber(call.nextSecond))
    let user = try change(email, where: isMeant) { user in
      if user.isDisabled { return .keep }
      let disabled = user.disabled
      // What was issued before stays refused when the user is enabled again, where the record has room.
      return .set(disabled.replacing([("since", since)]) ?? disabled)
    }
    // They are refused already.
    do throws(Refusal) { try Refusal.taking(store: try call.sessions.endAll(of: user.id.utf8)) } catch {
      call.note("session-not-ended", error)
    }
    call.endInvitations(of: user)
    record("user-disabled", to: user)
    return user
  }

  /// Lets somebody in again, or for the first time, who has registered and waits for that.
  ///
  /// - Throws: 409 where there is no password behind the mark.
  package func enable(
    _ email: EmailAddress, where isMeant: (User) -> Bool = { _ in true }
  ) throws(Refusal) -> User {
    var hasNone = false
    let user = try change(email, where: isMeant) { user in
      guard user.isDisabled else { return .keep }
      guard let enabled = user.enabled else {
        hasNone = true
        return .keep
      }
      // Disabled once more, the user would count as somebody who has just registered.
      return .set(enabled.replacing(User.approved) ?? enabled)
    }
    if hasNone { throw .noPassword }
    if user.pending == nil {
      record("user-enabled", to: user)
    } else {
      record("user-approved", to: user)
      call.notify(.approved, user.email)
    }
    return user
  }

  package func remove(
    _ email: EmailAddress, where isMeant: (User) -> Bool = { _ in true }
  ) throws(Refusal) -> User {
    let user = try change(email, where: isMeant) { _ in .remove }
    call.forgetSessions(of: user)
    call.endInvitations(of: user)
    record("user-removed", to: user)
    return user
  }

  /// Ends every session of a user but one.
  package func endSessions(of user: User, but kept: SessionID? = nil) throws(Refusal) {
    var event = AuditEvent("user-sessions-ended", user)
    event.doer = doer
    try call.endEverySession(of: user, but: kept, telling: event)
  }

  /// Ends one session of a user.
  package func endSession(_ id: SessionID, of user: User) throws(Refusal) {
    if try Refusal.taking(store: try call.sessions.end(id, of: Array(user.id.utf8))) != nil {
      record("user-session-ended", to: user)
    }
  }

  /// A link by which somebody chooses a new password, once, within an hour; whoever sees it can do that.
  ///
  /// - Parameter notifies: whether the user is told by mail that it was shown.
  package func recoveryLink(for user: User, notifies: Bool) throws(Refusal) -> String {
    let link = try call.recoveryLink(Ticket(.shownRecovery, of: user, now: call.clock.now()))
    record("link-shown", to: user)
    if notifies { call.notify(.linkShown, user.email) }
    return link
  }

  /// Mails that link to the user.
  ///
  /// - Throws: 409 where the site sends no mail.
  package func mailLink(to user: User) throws(Refusal) {
    guard let mail = try call.mailIfOn() else { throw .administratorsLink }
    try call.post(.recoveryByAdministrator, to: user.email, by: mail)
    record("link-mailed", to: user)
  }

  // MARK: Administrators

  /// Puts an account into the group of the administrators, which counts from then on: the account first, so
  /// that a process that dies in between leaves a site that asks for the code again.
  package func join(_ email: EmailAddress) throws(Refusal) {
    guard let group = GroupName(administrators.groupName.utf8) else { throw .groupUnusable("group") }
    let joined = try administer([email], where: { _ in true }) {
      let enabled = $0.isDisabled ? $0.enabled.map { $0.replacing(User.approved) ?? $0 } ?? $0 : $0
      return .set(enabled.joining(group))
    }
    if case .gone = joined { throw .invalidToken }
    let directory = call.configuration.dataDirectory
    _ = try Refusal.taking(system: try directory.create(Administrators.madeFile, []))
    // One that somebody has asked for meanwhile.
    try? directory.remove(Administrators.codeFile)
  }

  /// Makes somebody an administrator, because the site's files could be written. The account is made where it
  /// is missing.
  ///
  /// - Returns: the user, and a link by which he chooses a password.
  package func rescue(_ email: EmailAddress) throws(Refusal) -> (User, link: String) {
    if try Refusal.taking(store: try call.users.user(email)) == nil { _ = try add(email, []) }
    try join(email)
    let user = try user(email)
    record("admin-rescued", to: user)
    return (user, try call.recoveryLink(Ticket(.shownRecovery, of: user, now: call.clock.now())))
  }
}

/// The invitations that are open, in `invitations.gdbm`: key is a random number, 16 bytes. A link has that
/// number under a key of `private.key`, so that nobody makes one who reads the file.
package struct Invitations: Sendable {
  static let tableName = "invitations"
  package static let keyBytes = 16
  /// How long one is good, in seconds: 7 days.
  package static let lifetimeSeconds = 604_800
  /// The most that are open at a time.
  package static let maxOpen = 1_000

  private let table: Table

  /// The invitations of a data directory.
  ///
  /// - Parameter limit: no access waits for others beyond this.
  init(in directory: DataDirectory, until limit: Deadline? = nil) {
    table = Table(Self.tableName, in: directory, until: limit)
  }

  /// The invitation of a key that has not ended.
  package func invitation(_ key: [UInt8], now: Int) throws(StoreError) -> Invitation? {
    guard key.count == Self.keyBytes else { return nil }
    return try table.value(key).flatMap { Invitation($0) }.flatMap { now < $0.end ? $0 : nil }
  }

  /// Those that have not ended, the newest first.
  package func open(now: Int) throws(StoreError) -> [(key: [UInt8], invitation: Invitation)] {
    try all().filter { now < $0.invitation.end }.sorted {
      $0.invitation.end == $1.invitation.end
        ? $0.key.lexicographicallyPrecedes($1.key) : $0.invitation.end > $1.invitation.end
    }
  }

  /// Adds invitations: all of them, or none. Those that have ended go.
  ///
  /// - Returns: false where there would be over `maxOpen`.
  package func add(
    _ invitations: [(key: [UInt8], invitation: Invitation)], now: Int
  ) throws(StoreError) -> Bool {
    let known = try all()
    let ended = known.filter { $0.invitation.end <= now }
    guard known.count - ended.count + invitations.count <= Self.maxOpen else { return false }
    try table.write { transaction throws(StoreError) in
      // So many at once at most: what a write changes is written twice.
      for old in ended.prefix(200) { try transaction.set(old.key, nil) }
      for (key, invitation) in invitations { try transaction.set(key, invitation.bytes) }
    }
    return true
  }

  /// Takes an invitation: of many who come with it at once, one gets it.
  ///
  /// - Returns: nil where it is gone, or has ended.
  package func take(_ key: [UInt8], now: Int) throws(StoreError) -> Invitation? {
    var taken: Invitation?
    try table.update(key) { record in
      guard let invitation = record.flatMap({ Invitation($0) }), now < invitation.end else { return .keep }
      taken = invitation
      return .delete
    }
    return taken
  }

  /// Has an invitation end at another time.
  ///
  /// - Returns: the invitation as it is then; nil where it is gone, or has ended.
  package func renew(_ key: [UInt8], until end: Int, now: Int) throws(StoreError) -> Invitation? {
    var renewed: Invitation?
    try table.update(key) { record in
      guard var invitation = record.flatMap({ Invitation($0) }), now < invitation.end else { return .keep }
      invitation.end = end
      renewed = invitation
      return .set(invitation.bytes)
    }
    return renewed
  }

  /// Puts back one that was taken for nothing.
  package func set(_ key: [UInt8], _ invitation: Invitation) throws(StoreError) {
    try table.write { transaction throws(StoreError) in try transaction.set(key, invitation.bytes) }
  }

  /// Ends those that somebody made.
  package func endAll(by userID: String) throws(StoreError) {
    let ended = try all().filter { $0.invitation.userID.isEqual(to: userID) }
    if ended.isEmpty { return }
    try table.write { transaction throws(StoreError) in
      for (key, _) in ended { try transaction.set(key, nil) }
    }
  }

  private func all() throws(StoreError) -> [(key: [UInt8], invitation: Invitation)] {
    var all: [(key: [UInt8], invitation: Invitation)] = []
    try table.forEach { key, record in
      if let invitation = Invitation(record) { all.append((key, invitation)) }
      return true
    }
    return all
  }
}

/// What lets somebody register.
package struct Invitation: Sendable {
  /// The address that may register; nil for any.
  package let email: EmailAddress?
  /// The groups that the new user is in.
  package let groups: [GroupName]
  /// Who made it: an address, or a user of the system such as `shell:root`.
  package let by: String
  /// The id of that user; empty for one of the system.
  package let userID: String
  /// When it ends, in seconds since 1970.
  package var end: Int

  package init(email: EmailAddress?, groups: [GroupName], by: String, userID: String, end: Int) {
    self.email = email
    self.groups = groups
    self.by = by
    self.userID = userID
    self.end = end
  }

  package var groupsText: String { groups.map { $0.text }.joined(separator: ", ") }

  /// As the table has it: a JSON object.
  fileprivate var bytes: [UInt8] {
    var members: [JSONObject.Member] = [
      .init("end", .number(JSONNumber(end))), .init("by", .text(by)), .init("user", .text(userID)),
      .init("groups", .array(groups.map { .string($0.bytes) })),
    ]
    if let email { members.append(.init("email", .text(email.text))) }
    return JSONWriter.bytes(of: .object(JSONObject(members: members)))
  }

  /// Reads one; nil where it is none of ours.
  fileprivate init?(_ bytes: [UInt8]) {
    guard let members = try? JSONParser.object(bytes), case .number(let number) = members["end"],
      let end = number.wholePart, case .string(let by) = members["by"],
      case .string(let user) = members["user"], case .array(let names) = members["groups"]
    else { return nil }
    var groups: [GroupName] = []
    for name in names {
      guard case .string(let text) = name, let group = GroupName(text) else { return nil }
      groups.append(group)
    }
    var email: EmailAddress?
    if case .string(let text) = members["email"] {
      guard let address = EmailAddress(text) else { return nil }
      email = address
    }
    self.init(
      email: email, groups: groups, by: String(decoding: by, as: UTF8.self),
      userID: String(decoding: user, as: UTF8.self), end: end)
  }
}

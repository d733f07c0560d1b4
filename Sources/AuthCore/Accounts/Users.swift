/// The registered users, in `users.gdbm`: key is the address, value the record of `User`.
public struct Users: Sendable {
  static let tableName = "users"
  let table: Table
  private let memory: UserMemory?

  /// The users of a data directory.
  ///
  /// - Parameters:
  ///   - limit: no access waits for others beyond this.
  ///   - memory: users that were read before; nil where there will be no other request.
  init(in directory: DataDirectory, until limit: Deadline? = nil, _ memory: UserMemory? = nil) {
    self.memory = memory
    table = Table(Self.tableName, in: directory, keys: .chosenByStrangers, until: limit)
  }

  /// The user with this address, or nil.
  ///
  /// - Parameter evenly: takes as long for an address without a user as for any other.
  package func user(_ email: EmailAddress, evenly: Bool = false) throws(StoreError) -> User? {
    guard let record = try table.value(Array(email.text.utf8), evenly: evenly) else { return nil }
    return memory?.user(email, record) ?? User(email: email, record: record)
  }

  /// Adds a user.
  ///
  /// - Returns: false where the address has an account, which stays as it is.
  package func add(_ user: User) throws(StoreError) -> Bool {
    try table.insert(Array(user.email.text.utf8), user.record)
  }

  /// Adds a user who registers: in the place of one who registered before, and whose address nobody has shown
  /// to be his.
  ///
  /// - Returns: false where the address has an account, which stays as it is.
  package func addRegistered(_ user: User) throws(StoreError) -> Bool {
    var isAdded = false
    try table.update(Array(user.email.text.utf8)) { record in
      if let record, !User(email: user.email, record: record).isReplaceable { return .keep }
      isAdded = true
      return .set(user.record)
    }
    return isAdded
  }

  /// Removes some of those who registered, and could not log in for `User.Pending.keptSeconds`: each call
  /// looks at a few records, anywhere in the file.
  package func sweepPending(now: Int) throws(StoreError) {
    for key in try table.someKeys(maxKeys: Self.sweptRecords) {
      guard let email = EmailAddress(key), let user = try user(email), user.isOverdue(now: now) else {
        continue
      }
      try table.update(key) { record in
        guard let record, User(email: email, record: record).isOverdue(now: now) else { return .keep }
        return .delete
      }
    }
  }

  private static let sweptRecords = 20

  /// Replaces a user's hash by another one of the same password, as `User.replacingHash` does, unless the
  /// stored hash is no longer the one that the password was checked against.
  ///
  /// - Returns: whether it was replaced: it is on the disk then.
  @discardableResult
  package func replaceHash(
    of email: EmailAddress, ifStill oldHash: [UInt8], by newHash: [UInt8]
  ) throws(StoreError) -> Bool {
    try table.update(Array(email.text.utf8)) { record in
      guard let record else { return .keep }
      let user = User(email: email, record: record)
      return user.passwordHash == oldHash ? .set(user.replacingHash(newHash).record) : .keep
    }
  }

  /// Changes the record of a user, who is the one with this id.
  ///
  /// - Parameter change: the user as it shall be; nil leaves it as it is.
  /// - Returns: the user as the file has it then; nil where there is none with this id.
  package func change(
    _ email: EmailAddress, id: String, _ change: (User) -> User?
  ) throws(StoreError) -> User? {
    var changed: User?
    try table.update(Array(email.text.utf8)) { record in
      guard let record else { return .keep }
      let user = User(email: email, record: record)
      guard user.id.isEqual(to: id) else { return .keep }
      guard let new = change(user) else {
        changed = user
        return .keep
      }
      changed = new
      return .set(new.record)
    }
    return changed
  }

  /// What came of a change of address.
  package enum Move {
    /// The user as the file has it now.
    case done(User)
    /// The new address has an account.
    case taken
    /// There is no such user with that password any more.
    case gone
    /// The record has no room.
    case full
  }

  /// Gives a user another address: of the two records the file has the one or the other, whatever happens.
  /// The id stays, sessions and tokens end, and what was known of the old address counts no more.
  ///
  /// - Parameters:
  ///   - validSince: tokens that are older, and of no session, are refused; in seconds since 1970.
  ///   - changes: further members to replace.
  ///   - newHash: the hash of another password; nil for the same.
  ///   - isGood: whether the record is still one that may be moved; it is gone where not.
  package func move(
    _ user: User, to email: EmailAddress, validSince: Int,
    _ changes: (User) -> [(name: StaticString, value: JSONValue?)] = { _ in [] },
    passwordHash newHash: [UInt8]? = nil, ifGood isGood: (User) -> Bool = { _ in true }
  ) throws(StoreError) -> Move {
    try table.write { transaction throws(StoreError) in
      let key = Array(user.email.text.utf8)
      let newKey = Array(email.text.utf8)
      guard let record = try transaction.value(key), user.isStill(record) else { return .gone }
      let found = User(email: user.email, record: record)
      guard isGood(found) else { return .gone }
      guard try transaction.value(newKey) == nil else { return .taken }
      let moved = found.replacing(
        [
          ("id", .text(user.id)), ("since", .number(JSONNumber(validSince))), ("confirmed", nil),
          ("email_change", nil), found.withoutTickets,
        ] + changes(found), email: email, passwordHash: newHash)
      guard let moved else { return .full }
      try transaction.set(newKey, moved.record)
      try transaction.set(key, nil)
      return .done(moved)
    }
  }
}

extension User {
  /// Whether what is awaited has not happened in time.
  fileprivate func isOverdue(now: Int) -> Bool {
    pending.map { (registeredAt ?? 0) + $0.keptSeconds <= now } ?? false
  }

  /// Whether a record is this user's still, with the same password.
  func isStill(_ record: [UInt8]) -> Bool {
    let found = User(email: email, record: record)
    return found.id.isEqual(to: id) && found.passwordHash == passwordHash
  }
}

/// The registered users, in `users.gdbm`: key is the address, value the record of `User`.
public struct Users: Sendable {
  static let tableName = "users"
  private let table: Table

  /// The users of a data directory.
  ///
  /// - Parameter limit: no access waits for others beyond this.
  init(in directory: DataDirectory, until limit: Deadline? = nil) {
    table = Table(Self.tableName, in: directory, keys: .chosenByStrangers, until: limit)
  }

  /// The user with this address, or nil.
  ///
  /// - Parameter evenly: takes as long for an address without a user as for any other.
  package func user(_ email: EmailAddress, evenly: Bool = false) throws(StoreError) -> User? {
    guard let record = try table.value(Array(email.text.utf8), evenly: evenly) else { return nil }
    return User(email: email, record: record)
  }

  /// Adds a user.
  ///
  /// - Returns: false where the address has an account, which stays as it is.
  package func add(_ user: User) throws(StoreError) -> Bool {
    try table.insert(Array(user.email.text.utf8), user.record)
  }

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
}

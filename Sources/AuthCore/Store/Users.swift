/// The registered users, in `users.gdbm`: key is the address, value the record of `User`.
public struct Users: Sendable {
  private let table: Table

  /// The users of a data directory.
  init(in directory: DataDirectory) { table = Table("users", in: directory) }

  /// The user with this address, or nil.
  func user(_ email: EmailAddress) throws(AuthError) -> User? {
    let record = try AuthError.mapping { () throws(StoreError) in try table.value(Array(email.text.utf8)) }
    guard let record else { return nil }
    return User(email: email, record: record)
  }

  /// Adds a user.
  ///
  /// - Returns: false where the address has an account, which stays as it is.
  func add(_ user: User) throws(AuthError) -> Bool {
    try AuthError.mapping { () throws(StoreError) in
      try table.insert(Array(user.email.text.utf8), user.record)
    }
  }
}

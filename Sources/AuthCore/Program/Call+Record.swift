extension Call {
  /// What is to become of a user's record: members to replace, and the hash of another password, if any.
  package typealias RecordChange = (
    members: [(name: StaticString, value: JSONValue?)], passwordHash: [UInt8]?
  )

  /// Changes the record of a user, as the file has it now: of many who come at once with what is good for one
  /// change, one is first.
  ///
  /// - Parameters:
  ///   - refusal: why it is not changed, where the user is gone, or `change` gives nil.
  ///   - change: what is to become of it.
  /// - Returns: the user as the file has it then.
  /// - Throws: the refusal; 500 where the record has no room, 503 where it cannot be written.
  package func change(
    _ user: User, orElse refusal: @autoclosure () -> Refusal, _ change: (User) -> RecordChange?
  ) throws(Refusal) -> User {
    var isGood = false
    var isFull = false
    let changed = try Refusal.taking(
      store: try users.change(user.email, id: user.id) { found in
        guard let (members, passwordHash) = change(found) else { return nil }
        isGood = true
        let new = found.replacing(members, passwordHash: passwordHash)
        isFull = new == nil
        return new
      })
    guard isGood, let changed else { throw refusal() }
    if isFull { throw Refusal(.fullRecord) }
    return changed
  }
}

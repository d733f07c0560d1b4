// Changes that could take the last administrator's rights. They are refused under the writers' lock: of two
// administrators who remove each other at the same time, one stays.
extension Users {
  /// What becomes of a user.
  package enum Change {
    case keep
    case set(User)
    case remove
  }

  /// What came of changes.
  package enum Administered {
    /// The users who were changed, as they were before.
    case done([User])
    /// One of the addresses, by its place in the list, has no account, or one of another id.
    case gone(Int)
    /// No administrator would be left.
    case lastAdministrator
  }

  /// Changes users, all of them or none.
  ///
  /// - Parameters:
  ///   - emails: each once.
  ///   - isStill: whether a user is the one who is meant.
  ///   - change: what is to become of each.
  package func administer(
    _ emails: [EmailAddress], keeping administrators: Administrators,
    where isStill: (User) -> Bool = { _ in true }, _ change: (User) -> Change
  ) throws(StoreError) -> Administered {
    try table.write { transaction throws(StoreError) in
      var changed: [User] = []
      var records: [[UInt8]?] = []
      var isLosing = false
      var isKept = false
      for (place, email) in emails.enumerated() {
        guard let record = try transaction.value(Array(email.text.utf8)) else { return .gone(place) }
        let user = User(email: email, record: record)
        guard isStill(user) else { return .gone(place) }
        let new: User?
        switch change(user) {
        case .keep: new = user
        case .set(let changed): new = changed
        case .remove: new = nil
        }
        if let new, administrators.include(new) {
          isKept = true
        } else if administrators.include(user) {
          isLosing = true
        }
        guard new?.record != user.record else { continue }
        changed.append(user)
        records.append(new?.record)
      }
      if isLosing, !isKept, try !hasAdministrator(administrators, besides: changed) {
        return .lastAdministrator
      }
      for (user, record) in zip(changed, records) {
        try transaction.set(Array(user.email.text.utf8), record)
      }
      return .done(changed)
    }
  }

  /// Removes a user for good, who has given the password.
  ///
  /// - Returns: `gone` where there is no such user with that password any more.
  package func remove(
    _ user: User, keeping administrators: Administrators
  ) throws(StoreError) -> Administered {
    try administer(
      [user.email], keeping: administrators,
      where: { $0.id.isEqual(to: user.id) && $0.passwordHash == user.passwordHash }, { _ in .remove })
  }

  /// Whether there is an administrator besides these users. Looks through the table, up to the first.
  private func hasAdministrator(
    _ administrators: Administrators, besides users: [User]
  ) throws(StoreError) -> Bool {
    let keys = users.map { Array($0.email.text.utf8) }
    var isThere = false
    try table.forEach { key, record in
      isThere = !keys.contains(key) && administrators.include(key, record)
      return !isThere
    }
    return isThere
  }
}

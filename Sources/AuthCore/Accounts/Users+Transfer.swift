// Many users at once.
extension Users {
  /// Adds those of some users whose address has no account, in one write.
  ///
  /// - Parameters:
  ///   - new: of each address one.
  ///   - isTrial: whether nothing is written.
  ///   - note: is told of those, by their places in the list. They are not on the disk before this returns.
  package func addMissing(_ new: [User], isTrial: Bool, _ note: (Int) -> Void) throws(StoreError) {
    if new.isEmpty { return }
    if isTrial {
      for (place, user) in new.enumerated() where try self.user(user.email) == nil { note(place) }
      return
    }
    try table.write { transaction throws(StoreError) in
      for (place, user) in new.enumerated() {
        let key = Array(user.email.text.utf8)
        guard try transaction.value(key) == nil else { continue }
        try transaction.set(key, user.record)
        note(place)
      }
    }
  }

  /// Goes through all users as they are at one moment, in the order of the file. What other tools keep under
  /// no address is passed over.
  ///
  /// - Parameter body: whether to go on.
  package func forEach(_ body: (User) -> Bool) throws(StoreError) {
    try table.forEach { key, record in
      EmailAddress(key).map { body(User(email: $0, record: record)) } ?? true
    }
  }
}

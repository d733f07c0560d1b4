import CGIAuthCore

extension Call {
  /// Replaces a user's hash that `password_hash` has overtaken, now that the password is known. Groups, id,
  /// sessions and whatever else the record has stay.
  ///
  /// A failure costs nobody the login: it is one line in the log, and the next login tries again. Where the
  /// setting cannot take the password, which is bcrypt and a long one, the old hash stays.
  ///
  /// - Parameter password: the user's password, verified against `user.passwordHash`.
  /// - Returns: the user as the file has it now.
  func renewHash(of user: User, _ password: Password) -> User {
    guard site.passwords.isOutdated(user.passwordHash) else { return user }
    do throws(Refusal) {
      let made = try hashing(for: .login) { () throws(Refusal) in
        try Refusal.taking(system: try site.passwords.hash(password))
      }
      guard let hash = made,
        try Refusal.taking(
          store: try users.replaceHash(of: user.email, ifStill: user.passwordHash, by: hash))
      else { return user }
      record(.rehashed(user))
      return user.replacingHash(hash)
    } catch {
      note("rehash-failed", error)
      return user
    }
  }
}

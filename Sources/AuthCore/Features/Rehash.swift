import CGIAuthHTTP

extension Services {
  /// Replaces a user's hash that `password_hash` has overtaken, now that the password is known. Groups, id, sessions and
  /// whatever else the record has stay.
  ///
  /// A failure costs nobody the login: it is one line in the log, and the next login tries again. Where the setting
  /// cannot take the password, which is bcrypt and a long one, the old hash stays.
  ///
  /// - Parameter password: the user's password, verified against `user.passwordHash`.
  /// - Returns: the user as the file has it now.
  func renewHash(of user: User, _ password: Password, by request: Request) -> User {
    guard passwords.isOutdated(user.passwordHash) else { return user }
    do throws(AuthError) {
      let hash = try hashing(for: .login) { () throws(AuthError) in try passwords.hash(password) }
      guard try users.replaceHash(of: user.email, ifStill: user.passwordHash, by: hash) else { return user }
      audit(.rehashed(user), of: request)
      return user.replacingHash(hash)
    } catch {
      if let reason = error.logLine { log("rehash-failed \(reason)") }
      return user
    }
  }
}

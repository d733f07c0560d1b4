import CGIAuthHTTP

/// What works and should be mended all the same: a line in the log, with a registration or login that succeeded. So there is
/// none beside the reason of a 5xx answer, and nobody fills the log who has no account.
extension Services {
  /// Says that passwords are hashed more cheaply than is safe.
  func warnOfWeakHash() {
    if passwords.setting.isWeak {
      log("weak-password-hash password_hash is below scrypt:14:8:5 or bcrypt:10")
    }
  }
}

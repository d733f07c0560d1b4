/// What works and should be mended all the same. A registration or login that succeeds leaves a line in the
/// log. So none stands beside the reason of a 5xx answer, and strangers cannot fill the log.
extension Call {
  /// Whether passwords are hashed more cheaply than is safe.
  package var hasWeakHash: Bool { site.passwords.setting.isWeak }

  /// Whether what signs tokens can be guessed from any one of them.
  package var hasGuessableSecret: Bool { site.tokens.keys[0].isGuessable }

  /// Says that passwords are hashed more cheaply than is safe.
  package func warnOfWeakHash() {
    if hasWeakHash {
      note("weak-password-hash password_hash is below scrypt:14:8:5 or bcrypt:10")
    }
  }

  /// Says that others may read or replace what is kept.
  package func warnOfOthers() {
    if DataPlace.isServed(configuration.dataDirectory.path("."), request.environment) {
      note(
        "data-dir-exposed data_dir is in the document root of a server that reads no .htaccess: unless its own settings"
          + " deny it, move the folder, delete secret.key, and have passwords changed")
    }
    if configuration.dataDirectory.isOpenToAGroup {
      note(
        "data-dir-group data_dir names a folder of ours that its group may write to as well: chmod it to 700")
    }
  }

  /// Says that tokens are signed by what can be guessed from any one of them.
  package func warnOfWeakSecret() {
    if hasGuessableSecret {
      note(
        "weak-secret the secret that signs tokens can be guessed: take 32 random characters; the next major version"
          + " refuses it")
    }
  }
}

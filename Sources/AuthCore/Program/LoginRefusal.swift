/// Why a password was refused. The client is told only that it was; the audit log has the word.
package enum LoginRefusal: String, CaseIterable {
  case unknownAddress = "unknown-address"
  case wrongPassword = "wrong-password"
  case disabledUser = "disabled-user"
  /// The password is right, and the address is not confirmed yet.
  case notConfirmed = "not-confirmed"
  /// The password is right, and no administrator has let the user in yet.
  case notApproved = "not-approved"
  /// A code of a mail is wrong, or was tried too often.
  case wrongCode = "wrong-code"
  /// The user's hash is neither scrypt nor bcrypt, so no password is right.
  case unsupportedHash = "unsupported-hash"
  /// The user's hash is bcrypt, and the password longer than bcrypt reads. Another tool has perhaps cut it
  /// when it made the hash; here nothing is cut.
  case passwordTooLong = "password-too-long"

  /// What keeps somebody out who gave a password that was found not to be the right one.
  init(_ password: Password, for user: User?) {
    guard let user else {
      self = .unknownAddress
      return
    }
    let hash = user.hashToTry
    self =
      if user.isDisabled, user.pending == nil {
        .disabledUser
      } else if hash == User.noPassword {
        .wrongPassword
      } else if !PasswordHasher.supports(hash) {
        .unsupportedHash
      } else if password.bytes.count > BcryptHash.maxPasswordBytes,
        BcryptHash(notation: hash) != nil
      {
        .passwordTooLong
      } else {
        .wrongPassword
      }
  }

  /// The line for the web server's log where an administrator can mend it.
  var logLine: String? {
    switch self {
    case .unsupportedHash: "password-hash-unsupported a user's hash is neither scrypt ($7$) nor bcrypt"
    case .passwordTooLong:
      "password-too-long a user whose hash is bcrypt gave over \(BcryptHash.maxPasswordBytes) bytes, which bcrypt cuts"
    case .unknownAddress, .wrongPassword, .disabledUser, .notConfirmed, .notApproved, .wrongCode: nil
    }
  }
}

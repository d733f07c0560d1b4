/// Why somebody gets a mail.
package enum MailPurpose: String, CaseIterable, Sendable {
  // What people ask for who are not logged in.
  /// A new password, for one who has forgotten the old one.
  case recovery
  /// The proof that an address is that of whoever registers with it, or registers again.
  case confirmation
  /// A login without a password.
  case login

  // What follows from what somebody does who is logged in.
  /// The proof that a new address is that of the account's owner.
  case emailChange = "email-change"
  /// To the former address: it was changed.
  case emailChanged = "email-changed"
  /// The password was changed.
  case passwordChanged = "password-changed"
  /// Somebody logged in with a browser that is not known.
  case newDevice = "new-device"
  /// A refresh token was used again, from elsewhere.
  case refreshReused = "refresh-reused"

  // What administrators do.
  /// A link for a new password, to another administrator.
  case recoveryByAdministrator = "recovery-by-administrator"
  /// An administrator was shown such a link.
  case linkShown = "link-shown"
  /// A test, to an administrator.
  case test
  /// A link to register with, to somebody who is invited.
  case invitation
  /// An administrator has let somebody in who registered.
  case approved
  /// Somebody registered, and an administrator has to look at it. What is kept for that becomes a mail to
  /// each administrator, once an hour.
  case waiting

  /// Whether it is one that a stranger can ask for.
  package var isForStrangers: Bool {
    switch self {
    case .recovery, .confirmation, .login: true
    case .emailChange, .emailChanged, .passwordChanged, .newDevice, .refreshReused,
      .recoveryByAdministrator, .linkShown, .test, .invitation, .approved, .waiting:
      false
    }
  }
}

/// The programs, as places that a browser is sent to.
package enum ProgramName: String, Sendable {
  case register, login, logout, protected, account, admin, recover, confirm
}

/// What the login page says to somebody who is sent there.
package enum LoginNotice: String, CaseIterable, Sendable {
  case registered
  case loggedOut = "logged-out"
  case sessionEnded = "session-ended"
  case accountClosed = "account-closed"
  case passwordChanged = "password-changed"
  case addressConfirmed = "address-confirmed"
  case confirmationSent = "confirmation-sent"
}

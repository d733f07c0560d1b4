import CGIAuthCore

/// What is set for login.cgi alone.
struct LoginSettings: Sendable {
  /// Whether a mail can take the place of the password (`login_by_mail`).
  var isByMail = false

  init() {}
}

extension Call {
  /// Whether a mail can take the place of the password.
  ///
  /// - Throws: 500 where a setting is wrong, or wants mail, which is off.
  func offersLoginByMail() throws(Refusal) -> Bool {
    var settings = LoginSettings()
    try Refusal.taking(configuration: try configuration.read(LoginSettings.all, into: &settings))
    if settings.isByMail { try requireMail(for: "login_by_mail") }
    return settings.isByMail
  }
}

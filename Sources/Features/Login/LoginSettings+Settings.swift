import CGIAuthCore

extension LoginSettings {
  static let all: [Setting<LoginSettings>] = [
    // Registration

    /// Whether people can log in by a link or a code in a mail instead of the password. It needs mail
    /// ([mail.md](mail.md)).
    Setting("login_by_mail", "AUTH_LOGIN_BY_MAIL", yes: "on", no: "off") { $0.isByMail = $1 }
  ]
}

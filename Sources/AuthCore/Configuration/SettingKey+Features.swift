// Written by scripts/generate from the files *+Settings.swift.

extension SettingKey {
  /// The names of the settings that only some features read. Every program knows the names, so that no file
  /// is wrong for one program and right for another; the values it leaves to those features.
  static let ofFeatures: [(key: StaticString, variable: StaticString)] = [
    ("site_url", "AUTH_SITE_URL"),
    ("programs_path", "AUTH_PROGRAMS_PATH"),
    ("mail_from", "AUTH_MAIL_FROM"),
    ("mail_per_hour", "AUTH_MAIL_PER_HOUR"),
    ("login_by_mail", "AUTH_LOGIN_BY_MAIL"),
    ("admin_group", "AUTH_ADMIN_GROUP"),
    ("admins", "AUTH_ADMINS"),
    ("guard_require", "AUTH_GUARD_REQUIRE"),
    ("registration", "AUTH_REGISTRATION"),
    ("registration_domains", "AUTH_REGISTRATION_DOMAINS"),
    ("confirm_email", "AUTH_CONFIRM_EMAIL"),
    ("guard_index", "AUTH_GUARD_INDEX"),
    ("guard_sendfile", "AUTH_GUARD_SENDFILE"),
    ("mail", "AUTH_MAIL"),
    ("sendmail", "AUTH_SENDMAIL"),
    ("tls_ca_file", "AUTH_TLS_CA_FILE"),
  ]
}

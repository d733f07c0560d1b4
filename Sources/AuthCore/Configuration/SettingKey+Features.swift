// Written by scripts/generate from the files *+Settings.swift.

extension SettingKey {
  /// The names of the settings that only some features read. Every program knows the names, so that no file
  /// is wrong for one program and right for another; the values it leaves to those features.
  static let ofFeatures: [(key: StaticString, variable: StaticString)] = [
    ("admin_group", "AUTH_ADMIN_GROUP"),
    ("admins", "AUTH_ADMINS"),
    ("guard_require", "AUTH_GUARD_REQUIRE"),
    ("guard_index", "AUTH_GUARD_INDEX"),
    ("guard_sendfile", "AUTH_GUARD_SENDFILE"),
  ]
}

// Written by scripts/generate from Sources/Features.

extension SettingKey {
  /// The names of the settings that only one feature reads. Every program knows the names, so that no file is
  /// wrong for one program and right for another; the values it leaves to that feature.
  static let ofFeatures: [(key: StaticString, variable: StaticString)] = [
    ("guard_require", "AUTH_GUARD_REQUIRE"),
    ("guard_index", "AUTH_GUARD_INDEX"),
  ]
}

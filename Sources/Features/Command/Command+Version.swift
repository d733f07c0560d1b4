// Written by scripts/generate from the file VERSION.

extension Command {
  /// The version of these programs.
  static let version: StaticString = "0.9.0-dev"
}

/// A word that begins with `--`.
struct CommandOption {
  let name: StaticString
  /// What follows it, as the help calls that; nil where nothing does.
  let value: StaticString?
  let help: StaticString

  init(_ name: StaticString, _ value: StaticString? = nil, _ help: StaticString) {
    self.name = name
    self.value = value
    self.help = help
  }

  static let json = CommandOption("--json", nil, "one JSON object, for programs")
  static let data = CommandOption("--data", "FOLDER", "the data folder, where it is not the programs' own")
  static let user = CommandOption("--user", "NAME", "as root: the user of the system to work as")
  static let help = CommandOption("--help", nil, "what a command does")
  static let version = CommandOption("--version", nil, "which version this is")

  /// Those of every command.
  static let common = [json, data, user, help, version]
}

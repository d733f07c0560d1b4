import CGIAuthCore

/// What `help` says.
enum Manual {
  static func report(of words: [[UInt8]]) throws(CommandError) -> Report {
    if words.isEmpty { return Report([.init("help", .text(overview))], text: overview) }
    let found = Verb.named(words)
    guard !found.isEmpty else { throw .usage("there is no such command") }
    let text =
      found.count == 1
      ? page(of: found[0]) : found.reduce("") { "\($0)\($1.usage)\n    \($1.help)\n" } + options([])
    return Report([.init("help", .text(text))], text: text)
  }

  private static var overview: String {
    var text = "usage: \(Command.name) COMMAND [OPTIONS] [ARGUMENTS]\n\n"
    for verb in Verb.all { text += line(verb.title, verb.help) }
    text +=
      line("help COMMAND", "how a command is typed") + line("completions bash|zsh", "for the shell's start")
    return text + options([])
  }

  private static func page(of verb: Verb) -> String {
    "usage: \(verb.usage)\n\n\(verb.help)\n\(options(verb.options))"
  }

  private static func options(_ own: [CommandOption]) -> String {
    var text = "\noptions:\n"
    for option in own + CommandOption.common {
      text += line(option.value.map { "\(option.name) \($0)" } ?? option.name.description, option.help)
    }
    return text
  }

  private static func line(_ name: String, _ help: StaticString) -> String {
    let spaces = [UInt8](repeating: 0x20, count: max(1, 22 - name.utf8.count))
    return "  \(name)\(String(decoding: spaces, as: UTF8.self))\(help)\n"
  }
}

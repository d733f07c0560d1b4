import CGIAuthCore

/// Something that can be done: a word such as `doctor`, or two, such as `users list`.
struct Verb: Sendable {
  let name: StaticString
  /// The second word; nil where there is none.
  let part: StaticString?
  /// What follows, as the help calls it.
  let arguments: StaticString
  /// How many may follow.
  let counts: ClosedRange<Int>
  let help: StaticString
  let options: [CommandOption]
  let act: @Sendable (Work) throws(CommandError) -> Report

  init(
    _ name: StaticString, _ part: StaticString? = nil, _ arguments: StaticString = "",
    _ counts: ClosedRange<Int> = 0...0, options: [CommandOption] = [], _ help: StaticString,
    _ act: @escaping @Sendable (Work) throws(CommandError) -> Report
  ) {
    self.name = name
    self.part = part
    self.arguments = arguments
    self.counts = counts
    self.options = options
    self.help = help
    self.act = act
  }

  /// All of them, in the order of the help.
  static var all: [Verb] {
    users + groups + sessions + invitations + transfer + backups + site
  }

  /// The words that name it.
  var title: String { part.map { "\(name) \($0)" } ?? name.description }

  /// How it is typed.
  var usage: String {
    var usage = "\(Command.name) \(title)"
    for option in options {
      usage += " [\(option.name)"
      if let value = option.value { usage += " \(value)" }
      usage += "]"
    }
    return arguments.utf8CodeUnitCount == 0 ? usage : "\(usage) \(arguments)"
  }

  /// The verbs whose name is the first of some words, and whose part the second is, where there is one.
  static func named(_ words: [[UInt8]]) -> [Verb] {
    guard let first = words.first else { return all }
    return all.filter { verb in
      guard first.isEqual(to: verb.name) else { return false }
      guard let part = verb.part, words.count > 1 else { return true }
      return words[1].isEqual(to: part)
    }
  }

  /// The verb of some words, and the words that follow.
  static func find(_ words: [[UInt8]]) throws(CommandError) -> (Verb, [[UInt8]]) {
    let found = named(words)
    guard let verb = found.first else {
      let ofName = named(Array(words.prefix(1)))
      if ofName.isEmpty { throw .usage("there is no such command") }
      throw .usage("\(ofName[0].name) has no such command", ofName[0])
    }
    guard verb.part == nil || words.count > 1 else {
      throw .usage("\(verb.name) wants one word more", verb)
    }
    return (verb, Array(words.dropFirst(verb.part == nil ? 1 : 2)))
  }
}

import CGIAuthCore

/// What somebody typed, taken apart.
///
/// Options may stand anywhere; `--name=value` and `--name value` mean the same, and behind `--` nothing is
/// one.
struct TypedCommand {
  enum Wish {
    case version
    case help([[UInt8]])
    case completions([UInt8])
    case act(Verb)
  }

  let wish: Wish
  /// What the verb is about.
  let arguments: [[UInt8]]
  private let options: [(name: StaticString, value: [UInt8])]

  init(_ typed: [[UInt8]]) throws(CommandError) {
    let (words, found) = try Self.taken(apart: typed)
    var options: [(name: StaticString, value: [UInt8])] = []
    for option in found { options.append((option.option.name, option.value)) }
    self.options = options
    func has(_ option: CommandOption) -> Bool { found.contains { $0.option.name.isEqual(to: option.name) } }
    if has(.version) {
      wish = .version
      arguments = []
      return
    }
    guard let first = words.first, !first.isEqual(to: "help"), !has(.help) else {
      wish = .help(words.first.map { $0.isEqual(to: "help") } ?? false ? Array(words.dropFirst()) : words)
      arguments = []
      return
    }
    if first.isEqual(to: "completions") {
      guard words.count == 2 else { throw .usage("completions takes the name of a shell: bash or zsh") }
      wish = .completions(words[1])
      arguments = []
      return
    }
    let (verb, rest) = try Verb.find(words)
    for option in found {
      let isTaken = (CommandOption.common + verb.options).contains { $0.name.isEqual(to: option.option.name) }
      guard isTaken else { throw .usage("\(verb.title) takes no \(option.option.name)", verb) }
    }
    guard rest.count >= verb.counts.lowerBound else {
      throw .usage("\(verb.title) wants more: \(verb.usage)", verb)
    }
    guard rest.count <= verb.counts.upperBound else {
      throw .usage("\(verb.title) takes less: \(verb.usage)", verb)
    }
    wish = .act(verb)
    arguments = rest
  }

  func has(_ option: CommandOption) -> Bool { value(of: option) != nil }

  /// What follows an option, the last one where it stands twice; empty where nothing does.
  func value(of option: CommandOption) -> [UInt8]? {
    options.last { $0.name.isEqual(to: option.name) }?.value
  }

  private typealias Found = (option: CommandOption, value: [UInt8])

  private static func taken(apart typed: [[UInt8]]) throws(CommandError) -> ([[UInt8]], [Found]) {
    var words: [[UInt8]] = []
    var found: [Found] = []
    let known = CommandOption.common + Verb.all.flatMap { $0.options }
    var index = 0
    while index < typed.count {
      let word = typed[index]
      index += 1
      if word.isEqual(to: "--") {
        words += typed[index...]
        break
      }
      guard word.first == UInt8(ascii: "-"), word.count > 1 else {
        words.append(word)
        continue
      }
      let name = Array(word.prefix { $0 != UInt8(ascii: "=") })
      let text = name.isEqual(to: "-h") ? Array("--help".utf8) : name
      guard let option = known.first(where: { text.isEqual(to: $0.name) }) else {
        // It may be a password, or an address: it is not said again.
        throw .usage("there is no such option")
      }
      var value: [UInt8] = []
      if name.count < word.count {
        guard option.value != nil else { throw .usage("\(option.name) takes no value") }
        value = Array(word[(name.count + 1)...])
      } else if let what = option.value {
        guard index < typed.count else { throw .usage("\(option.name) wants a \(what)") }
        value = typed[index]
        index += 1
      }
      found.append((option, value))
    }
    return (words, found)
  }
}

import CGIAuthCore

/// A command on its way.
struct Work {
  let typed: TypedCommand
  let shell: Shell
  let call: Call

  init(_ typed: TypedCommand, _ shell: Shell, _ call: Call) {
    self.typed = typed
    self.shell = shell
    self.call = call
  }

  /// Does something of the site.
  func site<Value>(_ body: () throws(Refusal) -> Value) throws(CommandError) -> Value {
    do throws(Refusal) { return try body() } catch { throw CommandError(error) }
  }

  /// The whole number that follows an option; nil where the option was not typed.
  func number(_ option: CommandOption) throws(CommandError) -> Int? {
    guard let text = typed.value(of: option) else { return nil }
    guard let number = wholeNumber(text), number > 0 else {
      throw .usage("\(option.name) wants a whole number over 0")
    }
    return number
  }
}

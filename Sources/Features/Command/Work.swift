import CGIAuthCore
import CGIAuthLibC

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

// What a command is about.
extension Work {
  /// The acts of administrators, by the system's user who started this.
  func administration() throws(CommandError) -> Administration {
    let administrators = try site { () throws(Refusal) in
      try Refusal.taking(configuration: try Administrators(call.configuration))
    }
    return Administration(call, administrators, by: .shell(shell.process.starter))
  }

  func email(_ text: [UInt8]) throws(CommandError) -> EmailAddress {
    guard let email = EmailAddress(text) else {
      throw CommandError(.addressMalformed(1))
    }
    return email
  }

  /// Addresses, each once.
  func emails(_ texts: [[UInt8]]) throws(CommandError) -> [EmailAddress] {
    var emails: [EmailAddress] = []
    var known: Set<[UInt8]> = []
    for (place, text) in texts.enumerated() {
      guard let email = EmailAddress(text) else { throw CommandError(.addressMalformed(place + 1)) }
      if known.insert(Array(email.text.utf8)).inserted { emails.append(email) }
    }
    return emails
  }

  /// The groups of users who are made: that of `--group`.
  func groupsOfNew() throws(CommandError) -> [GroupName] {
    guard let text = typed.value(of: Verb.groupOfNew) else { return [] }
    guard let name = GroupName(text) else { throw CommandError(.groupUnusable("group")) }
    return [name]
  }

  /// The user whose address is the first argument.
  func user() throws(CommandError) -> User {
    let email = try email(typed.arguments[0])
    let administration = try administration()
    return try site { () throws(Refusal) in try administration.user(email) }
  }

  /// The user with what stands for him in `admin.cgi`.
  func listed(_ user: User) throws(CommandError) -> Users.Listed {
    try site { () throws(Refusal) in
      guard let handle = try Refusal.taking(store: try call.users.handle(of: user)) else {
        throw .userUnknown
      }
      return Users.Listed(user: user, handle: handle)
    }
  }

  /// Does something to the user whose address is the first argument.
  func act(
    _ message: String, _ body: (Administration, EmailAddress) throws(Refusal) -> Void
  ) throws(CommandError) -> Report {
    let email = try email(typed.arguments[0])
    let administration = try administration()
    try site { () throws(Refusal) in try body(administration, email) }
    return Report(done: message)
  }

  /// A link, and what is to become of it.
  func report(of user: User, _ link: String, _ message: String) -> Report {
    Report(
      done: message, [.init("link", .text(link))],
      below:
        "\n\(link)\n\nGive \(user.email.text) the link by a safe way. Whoever has it can choose the password, once, within an"
        + " hour.\n\(Self.hint(of: link))")
  }

  /// What is to be known of a link that is a path alone.
  static func hint(of link: String) -> String {
    link.utf8.first == UInt8(ascii: "/")
      ? "The address of your site comes before it: site_url is not set.\n" : ""
  }

  /// What stands on standard input.
  func input(maxBytes: Int) throws(CommandError) -> [UInt8] {
    let content: [UInt8]?
    do { content = try shell.process.input(maxBytes: maxBytes) } catch {
      throw CommandError(EX_IOERR, "input", error.text)
    }
    guard let content else { throw CommandError(EX_DATAERR, "input", "standard input is too long") }
    return content
  }
}

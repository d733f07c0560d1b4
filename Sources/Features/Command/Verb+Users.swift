import CGIAuthCore

extension Verb {
  private static let count = CommandOption("--count", "NUMBER", "so many at most")
  private static let from = CommandOption("--from", "PLACE", "go on where the last list ended: its next")
  static let groupOfNew = CommandOption("--group", "GROUP", "put the new user into a group")
  private static let yes = CommandOption("--yes", nil, "for good, without being asked")

  static var users: [Verb] {
    [
      Verb("users", "list", options: [count, from], "everybody, in the order of the addresses", list),
      Verb("users", "search", "PART", 1...1, options: [count], "those with a part of an address", search),
      Verb("users", "show", "ADDRESS", 1...1, "one user", show),
      Verb(
        "users", "create", "ADDRESS", 1...1, options: [groupOfNew],
        "a new account, and a link for its password", create),
      Verb("users", "recover", "ADDRESS", 1...1, "a link for a new password", recover),
      Verb("users", "disable", "ADDRESS", 1...1, "shut somebody out", disable),
      Verb("users", "enable", "ADDRESS", 1...1, "let somebody in again", enable),
      Verb("users", "remove", "ADDRESS", 1...1, options: [yes], "end an account for good", remove),
    ]
  }

  /// How many are read at once.
  private static let pageCount = 1000

  @Sendable private static func list(_ work: Work) throws(CommandError) -> Report {
    let most = try work.number(count)
    var place: ListPlace?
    if let text = work.typed.value(of: from) {
      guard let given = ListPlace(text) else { throw .usage("\(from.name) wants what a list gave as next") }
      place = given
    }
    var users: [Users.Listed] = []
    repeat {
      let count = min(most.map { $0 - users.count } ?? pageCount, pageCount)
      let page = try work.site { () throws(Refusal) in
        try Refusal.taking(store: try work.call.users.list(from: place, count: count))
      }
      users += page.users
      place = page.next
    } while place != nil && most.map { users.count < $0 } ?? true
    return report(of: users, [.init("next", place.map { .text($0.text) } ?? .null)])
  }

  @Sendable private static func search(_ work: Work) throws(CommandError) -> Report {
    let most = try work.number(count) ?? .max
    let found = try work.site { () throws(Refusal) in
      try Refusal.taking(store: try work.call.users.search(work.typed.arguments[0], maxCount: most))
    }
    return report(of: found.users, [.init("more", .bool(found.isCut))])
  }

  @Sendable private static func show(_ work: Work) throws(CommandError) -> Report {
    let user = try work.user()
    let entries = try work.site { () throws(Refusal) in
      try Refusal.taking(store: try work.call.sessions.entries(of: user, now: work.call.clock.now()))
    }
    let listed = try work.listed(user)
    let name = user.profile.name.map { String(decoding: $0, as: UTF8.self) }
    let text = """
      address   \(user.email.text)
      id        \(TextTable.plain(user.id))
      name      \(TextTable.plain(name ?? "-"))
      state     \(state(of: user))
      confirmed \(user.profile.isConfirmed ? "yes" : "no")
      since     \(day(user.registeredAt))
      groups    \(TextTable.plain(user.groupsText))
      sessions  \(entries.count)

      """
    return Report(
      listed.object.members + [.init("sessions", .number(JSONNumber(entries.count)))], text: text)
  }

  @Sendable private static func create(_ work: Work) throws(CommandError) -> Report {
    let email = try work.email(work.typed.arguments[0])
    let groups = try work.groupsOfNew()
    let administration = try work.administration()
    let (user, link) = try work.site { () throws(Refusal) in
      let user = try administration.create(email, groups)
      return (user, try administration.recoveryLink(for: user, notifies: false))
    }
    return work.report(of: user, link, "User created")
  }

  @Sendable private static func recover(_ work: Work) throws(CommandError) -> Report {
    let administration = try work.administration()
    let user = try work.user()
    let link = try work.site { () throws(Refusal) in
      try administration.recoveryLink(for: user, notifies: true)
    }
    return work.report(of: user, link, "Link made")
  }

  @Sendable private static func disable(_ work: Work) throws(CommandError) -> Report {
    try work.act("User disabled") { (administration, email) throws(Refusal) in
      _ = try administration.disable(email)
    }
  }

  @Sendable private static func enable(_ work: Work) throws(CommandError) -> Report {
    try work.act("User enabled") { (administration, email) throws(Refusal) in
      _ = try administration.enable(email)
    }
  }

  @Sendable private static func remove(_ work: Work) throws(CommandError) -> Report {
    guard work.typed.has(yes) else {
      throw .usage("an account that is removed does not come back: add \(yes.name)")
    }
    return try work.act("User removed") { (administration, email) throws(Refusal) in
      _ = try administration.remove(email)
    }
  }

  // MARK: What is written

  static func report(of users: [Users.Listed], _ more: [JSONObject.Member]) -> Report {
    var table = TextTable(["ADDRESS", "STATE", "SINCE", "GROUPS"])
    for listed in users {
      let user = listed.user
      table.add([user.email.text, state(of: user), day(user.registeredAt), user.groupsText])
    }
    return Report(
      [.init("users", .array(users.map { .object($0.object) }))] + more, text: table.text(orElse: "no users"))
  }

  private static func state(of user: User) -> String {
    switch user.pending {
    case .confirm: "unconfirmed"
    case .approve: "waiting"
    case nil: user.isDisabled ? "disabled" : "enabled"
    }
  }

  static func day(_ time: Int?) -> String {
    time.map { String(decoding: internetTime($0).utf8.prefix(10), as: UTF8.self) } ?? "-"
  }
}

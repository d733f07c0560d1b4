import CGIAuthCore

extension Verb {
  /// An option, because an id may begin with a hyphen.
  private static let session = CommandOption("--session", "ID", "the id that the list gives")

  static var sessions: [Verb] {
    [
      Verb("sessions", "list", "ADDRESS", 1...1, "where somebody is logged in", list),
      Verb("sessions", "end", "ADDRESS", 1...1, options: [session], "end one session", end),
      Verb("sessions", "end-all", "ADDRESS", 1...1, "log somebody out everywhere", endAll),
    ]
  }

  private static func entries(_ work: Work, of user: User) throws(CommandError) -> [SessionEntry] {
    try work.site { () throws(Refusal) in
      try Refusal.taking(store: try work.call.sessions.entries(of: user, now: work.call.clock.now()))
    }
  }

  @Sendable private static func list(_ work: Work) throws(CommandError) -> Report {
    let entries = try entries(work, of: try work.user())
    var table = TextTable(["SESSION", "BEGUN", "RENEWED", "NETWORK", "BROWSER"])
    var objects: [JSONValue] = []
    for entry in entries {
      let (began, used) = (internetTime(entry.madeAt), internetTime(entry.renewedAt))
      table.add([
        entry.id.text, began, used, entry.network.text, "\(entry.device.program) \(entry.device.system)",
      ])
      objects.append(
        .object(
          JSONObject(members: [
            .init("id", .text(entry.id.text)), .init("program", .text(entry.device.program)),
            .init("system", .text(entry.device.system)), .init("network", .text(entry.network.text)),
            .init("begun", .text(began)), .init("renewed", .text(used)),
            .init("remembered", .bool(entry.isRemembered)),
          ])))
    }
    return Report([.init("sessions", .array(objects))], text: table.text(orElse: "no sessions"))
  }

  @Sendable private static func end(_ work: Work) throws(CommandError) -> Report {
    let user = try work.user()
    guard let wanted = work.typed.value(of: session) else { throw .usage("\(session.name) ID is missing") }
    let id = SessionID(text: wanted)
    guard let entry = try entries(work, of: user).first(where: { $0.id == id })
    else { throw CommandError(1, "session-unknown", "there is no such session") }
    let administration = try work.administration()
    try work.site { () throws(Refusal) in try administration.endSession(entry.id, of: user) }
    return Report(done: "Session ended")
  }

  @Sendable private static func endAll(_ work: Work) throws(CommandError) -> Report {
    try work.act("Sessions ended") { (administration, email) throws(Refusal) in
      try administration.endSessions(of: try administration.user(email))
    }
  }
}

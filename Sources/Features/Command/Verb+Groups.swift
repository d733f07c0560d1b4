import CGIAuthCore

extension Verb {
  static var groups: [Verb] {
    [
      Verb("groups", "list", "", 0...0, "the groups, and how many are in each", list),
      Verb("groups", "members", "GROUP", 1...1, "who is in a group", members),
      Verb(
        "groups", "add", "GROUP [ADDRESS...]", 1...Int.max,
        "put users into a group; without addresses, those of standard input", add),
      Verb(
        "groups", "remove", "GROUP [ADDRESS...]", 1...Int.max,
        "take users out of a group; without addresses, those of standard input", take),
    ]
  }

  /// How many are changed in one write.
  private static let chunkCount = 200
  /// The most bytes of addresses on standard input.
  private static let maxInputBytes = 1 << 24

  @Sendable private static func list(_ work: Work) throws(CommandError) -> Report {
    var groups: [(name: String, count: Int)] = []
    var place: ListPlace?
    repeat {
      let page = try work.site { () throws(Refusal) in
        try Refusal.taking(store: try work.call.users.list(from: place, count: 10_000))
      }
      for name in page.users.flatMap({ $0.user.groupTexts }) {
        if let index = groups.firstIndex(where: { $0.name.isEqual(to: name) }) {
          groups[index].count += 1
        } else {
          groups.append((name, 1))
        }
      }
      place = page.next
    } while place != nil
    groups.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var table = TextTable(["GROUP", "MEMBERS"])
    for group in groups { table.add([group.name, String(group.count)]) }
    let objects = groups.map { group in
      JSONValue.object(
        JSONObject(members: [
          .init("group", .text(group.name)), .init("members", .number(JSONNumber(group.count))),
        ]))
    }
    return Report([.init("groups", .array(objects))], text: table.text(orElse: "no groups"))
  }

  @Sendable private static func members(_ work: Work) throws(CommandError) -> Report {
    let found = try work.site { () throws(Refusal) in
      try Refusal.taking(
        store: try work.call.users.members(of: work.typed.arguments[0], maxCount: .max))
    }
    return report(of: found.users, [])
  }

  @Sendable private static func add(_ work: Work) throws(CommandError) -> Report {
    try change(work, isAdding: true)
  }

  @Sendable private static func take(_ work: Work) throws(CommandError) -> Report {
    try change(work, isAdding: false)
  }

  private static func change(_ work: Work, isAdding: Bool) throws(CommandError) -> Report {
    let name = work.typed.arguments[0]
    let emails = try emails(work)
    let administration = try work.administration()
    // All are known before the first is changed; up to one write's worth it is all or none.
    for (place, email) in emails.enumerated() {
      let isKnown = try work.site { () throws(Refusal) in
        try Refusal.taking(store: try work.call.users.user(email)) != nil
      }
      if !isKnown { throw CommandError(.addressUnknown(place + 1)) }
    }
    var count = 0
    var rest = emails[...]
    while !rest.isEmpty {
      let part = Array(rest.prefix(chunkCount))
      rest = rest.dropFirst(chunkCount)
      count += try work.site { () throws(Refusal) in
        try administration.changeGroup(name, of: part, isAdding: isAdding).count
      }
    }
    return Report(done: "Groups changed: \(count)", [.init("changed", .number(JSONNumber(count)))])
  }

  private static func emails(_ work: Work) throws(CommandError) -> [EmailAddress] {
    var texts = Array(work.typed.arguments.dropFirst())
    if texts.isEmpty {
      let separators = Array(" \t\r\n,;".utf8)
      texts = try work.input(maxBytes: maxInputBytes).split { separators.contains($0) }.map { Array($0) }
    }
    guard !texts.isEmpty else { throw .usage("there is no address") }
    return try work.emails(texts)
  }
}

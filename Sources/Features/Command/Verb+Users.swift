import CGIAuthCore

extension Verb {
  private static let count = CommandOption("--count", "NUMBER", "so many at most")
  private static let from = CommandOption("--from", "PLACE", "go on where the last list ended: its next")

  static var users: [Verb] {
    [
      Verb("users", "list", options: [count, from], "everybody, in the order of the addresses", list)
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

  static func report(of users: [Users.Listed], _ more: [JSONObject.Member]) -> Report {
    var table = TextTable(["ADDRESS", "STATE", "SINCE", "GROUPS"])
    for listed in users {
      let user = listed.user
      let state = user.isUnconfirmed ? "unconfirmed" : user.isDisabled ? "disabled" : "enabled"
      table.add([user.email.text, state, day(user.registeredAt), user.groupsText])
    }
    return Report(
      [.init("users", .array(users.map { .object($0.object) }))] + more, text: table.text(orElse: "no users"))
  }

  static func day(_ time: Int?) -> String {
    time.map { String(decoding: internetTime($0).utf8.prefix(10), as: UTF8.self) } ?? "-"
  }
}

import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// admin.cgi as programs use it: who may, and every action.
@Suite struct AdminTests {
  private let admin: AdminSite
  private var site: TestSite { admin.site }
  private static let now = HandMadeToken.now

  init() throws { admin = try AdminSite() }

  // MARK: Who may

  static let actions: [(action: String, fields: String)] = [
    ("search", #""q":"example""#), ("show", #""email":"b@example.com""#),
    ("create", #""email":"c@example.com""#), ("add-to-group", #""email":"b@example.com","group":"staff""#),
    ("remove-from-group", #""email":"a@example.com","group":"admin""#),
    ("disable", #""email":"b@example.com""#), ("enable", #""email":"b@example.com""#),
    ("end-sessions", #""email":"b@example.com""#), ("recover", #""email":"b@example.com""#),
    ("remove", #""email":"b@example.com""#), ("test-mail", #""email":"b@example.com""#),
    ("claim", #""code":"x""#), ("doctor", #""code":"x""#), ("approve", #""email":"b@example.com""#),
    ("invite", #""email":"c@example.com""#), ("invite-again", #""invitation":"AAAAAAAAAAAAAAAAAAAAAA""#),
    ("withdraw", #""invitation":"AAAAAAAAAAAAAAAAAAAAAA""#),
    ("backup", #""name":"x""#), ("remove-backup", #""name":"x""#),
    ("claim", #""code":"x""#), ("doctor", #""code":"x""#), ("import", #""file":"x""#),
    ("remove-import", #""file":"x""#),
  ]

  /// Requirement: by a member, by a stranger, by another site, with a stale proof, without a session.
  @Test(arguments: actions)
  func refusesWhoMayNot(action: String, fields: String) throws {
    let body = #"{"action":"\#(action)",\#(fields)}"#
    let before = try ["a@example.com", "b@example.com"].map { try site.record($0) }
    let member = try site.login("b@example.com").cookies
    #expect(try AdminSite.post(site, body, "").message == "Unauthorized")
    #expect(try AdminSite.post(site, body, "authToken=x").message == "Invalid Token")
    let refused = try AdminSite.post(site, body, member)
    #expect(refused.status == 403)
    #expect(refused.message == "Forbidden")
    // A password gives a member no right.
    let proving = body.dropLast() + #","currentPassword":"password"}"#
    #expect(try AdminSite.post(site, String(proving), member).message == "Forbidden")
    for variables in [
      ["HTTP_SEC_FETCH_SITE": "same-site"], ["HTTP_SEC_FETCH_SITE": "cross-site"],
      ["HTTP_ORIGIN": "https://evil.example"],
      [
        "HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://app.example.com",
        "AUTH_TRUSTED_ORIGINS": "https://app.example.com",
      ],
    ] {
      let answer = try AdminSite.post(site, body, admin.cookies, variables)
      #expect(answer.status == 403)
      #expect(answer.message == "Cross-site request refused")
    }
    let form = fields.replacing("\":\"", with: "=").replacing("\",\"", with: "&").replacing("\"", with: "")
    let tokenless = try AdminSite.post(
      site, "action=\(action)&\(form)", admin.cookies,
      ["CONTENT_TYPE": "application/x-www-form-urlencoded"])
    #expect(tokenless.message == "Form token refused")
    for later in [600, 86_000] {
      let cookies = try site.login("a@example.com", "password", now: Self.now + later).cookies
      for stale in [cookies, later < 3000 ? admin.cookies : cookies] {
        let answer = try AdminSite.post(site, body, stale, now: Self.now + later)
        #expect(answer.status == 401)
        #expect(answer.message == "Proof needed")
        #expect(answer.value("WWW-Authenticate")?.contains("insufficient_user_authentication") == true)
      }
    }
    let wrong = try AdminSite.post(
      site, body.dropLast() + #","currentPassword":"wrong password"}"#, admin.cookies)
    #expect(wrong.status == 401)
    #expect(wrong.message == "Invalid credentials")
    // Made by another program with our secret.
    let id = try #require(try admin.shown("a@example.com")["id"] as? String)
    let foreign = HandMadeToken.make(HandMadeToken.claims(sub: "\"\(id)\""))
    let sessionless = try AdminSite.post(
      site, body, "authToken=" + foreign, ["JWT_SECRET": HandMadeToken.key])
    #expect(sessionless.message == "A session is needed")
    #expect(try ["a@example.com", "b@example.com"].map { try site.record($0) } == before)
  }

  @Test(arguments: [
    "", "user=1.AAAAAAAAAAAA", "group=staff", "log=audit", "log=error", "settings", "from=n0", "doctor",
    "waiting", "invitations", "backup",
    "import",
  ])
  func showsNothingToOthers(query: String) throws {
    let member = try site.login("b@example.com").cookies
    #expect(try AdminSite.get(site, "", query).message == "Unauthorized")
    #expect(try AdminSite.get(site, member, query).message == "Forbidden")
    #expect(try AdminSite.get(site, admin.cookies, query, now: Self.now + 600).message == "Proof needed")
  }

  /// Ten minutes from when the password was given, by admin.cgi alone: a login is no proof.
  @Test func takesAPasswordForTenMinutes() throws {
    #expect(try admin.get(now: Self.now + 599).status == 200)
    #expect(try admin.get(now: Self.now + 600).status == 401)
    // A clock that was put back does not make it longer.
    #expect(try admin.get(now: Self.now - 30).status == 401)
    let other = try site.login().cookies
    #expect(try AdminSite.get(site, other).message == "Proof needed")
    #expect(try admin.prove(other, "wrong password").message == "Invalid credentials")
    #expect(try AdminSite.get(site, other).message == "Proof needed")
    #expect(try admin.prove(other).message == "Proved")
    #expect(try AdminSite.get(site, other).status == 200)
    let changed = try site.answer(
      .account, "POST",
      #"{"action":"change-password","currentPassword":"password","newPassword":"nine herons at dawn"}"#,
      ["HTTP_COOKIE": other])
    #expect(changed.status == 200)
    #expect(try AdminSite.get(site, changed.cookies).message == "Proof needed")
  }

  /// The proof may come with the action itself.
  @Test func takesThePasswordWithAnAction() throws {
    let other = try site.login().cookies
    let answer = try AdminSite.post(
      site, #"{"action":"disable","email":"b@example.com","currentPassword":"password"}"#, other)
    #expect(answer.message == "User disabled")
    #expect(try AdminSite.get(site, other).status == 200)
  }

  @Test func isSomebodyOfTheSettingWhateverTheGroup() throws {
    let id = try #require(try admin.shown("b@example.com")["id"] as? String)
    let member = try site.login("b@example.com").cookies
    let settings = ["AUTH_ADMINS": "other, \(id)"]
    #expect(try AdminSite.get(site, member, "", settings).message == "Proof needed")
    #expect(try AdminSite.get(site, member).message == "Forbidden")
    #expect(try AdminSite.get(site, admin.cookies, "", ["AUTH_ADMIN_GROUP": "board"]).message == "Forbidden")
    #expect(try AdminSite.get(site, admin.cookies, "", ["AUTH_ADMIN_GROUP": "a,b"]).status == 500)
  }

  // MARK: Users

  @Test func listsWhoIsThere() throws {
    _ = try admin.act("disable", #""email":"b@example.com""#)
    let list = try AdminSite.members(try admin.get())
    let users = try #require(list["users"] as? [[String: Any]])
    #expect(users.map { $0["email"] as? String } == ["a@example.com", "b@example.com"])
    #expect(users.map { $0["disabled"] as? Bool } == [false, true])
    #expect(users.map { $0["groups"] as? [String] } == [["admin"], []])
    #expect(list["next"] is NSNull)
    #expect(
      Set(users[0].keys) == [
        "email", "id", "name", "groups", "created", "confirmed", "disabled", "pending", "note", "user",
      ])
    let handle = try #require(users[1]["user"] as? String)
    #expect(!handle.contains("b@"))
    let user = try AdminSite.members(try admin.get("user=\(handle)"))
    #expect(user["email"] as? String == "b@example.com")
    #expect(user["sessions"] as? Int == 0)
    #expect(try admin.get("user=1.AAAAAAAAAAAA").status == 404)
    let body = try admin.get().body + (try admin.get("user=\(handle)").body)
    #expect(!body.contains("$7$"))
  }

  /// Every user once, in the order of the addresses, and no address in a cursor.
  @Test func goesThroughTheListPageByPage() throws {
    try Table("users", in: site.data).write { transaction throws(StoreError) in
      for number in 0..<120 { try transaction.set(bytes("u\(number)@example.com"), bytes("x::")) }
    }
    var emails: [String] = []
    var query = ""
    repeat {
      let page = try AdminSite.members(try admin.get(query))
      emails += try #require(page["users"] as? [[String: Any]]).compactMap { $0["email"] as? String }
      query = (page["next"] as? String).map { "from=\($0)" } ?? ""
      #expect(!query.contains("@") && !query.contains("u1"))
    } while !query.isEmpty
    #expect(emails == emails.sorted())
    #expect(Set(emails).count == 122)
    #expect(emails.count == 122)
  }

  @Test func findsUsersByAPartOfTheAddress() throws {
    for (part, found) in [
      ("B@EX", ["b@example.com"]), ("example", ["a@example.com", "b@example.com"]), ("zebra", []),
    ] as [(String, [String])] {
      let answer = try AdminSite.members(try admin.act("search", #""q":"\#(part)""#))
      let users = try #require(answer["users"] as? [[String: Any]])
      #expect(users.map { $0["email"] as? String } == found)
      #expect(answer["more"] as? Bool == false)
    }
    #expect(try admin.act("search").message == "q is missing")
  }

  @Test func createsAUserWhomNoPasswordLetsIn() throws {
    let answer = try admin.act("create", #""email":"C@example.com","groups":"staff, board""#)
    #expect(answer.message == "User created")
    #expect(try admin.groups("c@example.com") == ["staff", "board"])
    #expect(try site.record("c@example.com").hasPrefix("$7$"))
    #expect(try site.login("c@example.com").status == 401)
    #expect(try admin.act("create", #""email":"c@example.com""#).status == 409)
    #expect(try admin.act("create", #""email":"c""#).status == 422)
    #expect(try admin.act("create", #""email":"d@example.com","groups":"a:b""#).status == 422)
    #expect(try admin.act("show", #""email":"d@example.com""#).status == 404)
    let event = try #require(try admin.events.last { $0["event"] == "user-created" })
    #expect(event["email"] == "c@example.com" && event["by"] == "a@example.com")
    #expect(event["group"] == "staff, board")
  }

  /// What Apache and guard.cgi read is what was changed; what another tool wrote stays.
  @Test func changesGroups() throws {
    try site.addUser("h@example.com", record: "$apr1$x$y:old, other group:made by htdbm: 2019")
    #expect(
      try admin.act("add-to-group", #""email":"h@example.com","group":"staff""#).message
        == "Groups changed")
    #expect(
      try site.record("h@example.com") == "$apr1$x$y:old,other group,staff:made by htdbm: 2019")
    _ = try admin.act("add-to-group", #""email":"h@example.com","group":"staff""#)
    #expect(try admin.groups("h@example.com") == ["old", "other group", "staff"])
    _ = try admin.act("remove-from-group", #""email":"h@example.com","group":"other group""#)
    _ = try admin.act("remove-from-group", #""email":"h@example.com","group":"old""#)
    #expect(try site.record("h@example.com") == "$apr1$x$y:staff:made by htdbm: 2019")
    let events = try admin.events.filter { $0["email"] == "h@example.com" }
    #expect(events.map { $0["event"] } == ["group-added", "group-removed", "group-removed"])
    #expect(events.map { $0["group"] } == ["staff", "other group", "old"])
    #expect(events.allSatisfy { $0["by"] == "a@example.com" && $0["by_user"]?.count == 22 })
  }

  @Test(arguments: [
    "a,b", "a:b", "a b", "", "a\tb", "\u{85}", "\"a\"", "%{a}", "$a", String(repeating: "a", count: 65),
  ])
  func takesNoOtherNameForAGroup(name: String) throws {
    let text = String(decoding: try JSONEncoder().encode(name), as: UTF8.self)
    let answer = try admin.act("add-to-group", #""email":"b@example.com","group":\#(text)"#)
    #expect(answer.status == 422)
    #expect(try admin.groups("b@example.com") == [])
  }

  /// All of them or none.
  @Test func changesTheGroupOfManyAtOnce() throws {
    let answer = try admin.act(
      "add-to-group", #""emails":"a@example.com, B@example.com\nb@example.com","group":"Vorstand-ü""#)
    #expect(answer.message == "Groups changed")
    #expect(try admin.groups("a@example.com") == ["admin", "Vorstand-ü"])
    #expect(try admin.groups("b@example.com") == ["Vorstand-ü"])
    let members = try AdminSite.members(try admin.get("group=Vorstand-%C3%BC"))
    #expect((members["users"] as? [Any])?.count == 2)
    let none = try admin.act(
      "remove-from-group", #""emails":"b@example.com x@example.com","group":"Vorstand-ü""#)
    #expect(none.message == "address 2 has no account, nothing was changed")
    #expect(try admin.groups("b@example.com") == ["Vorstand-ü"])
    #expect(
      try admin.act("add-to-group", #""emails":"b@example.com, x","group":"staff""#).message
        == "address 2 is no e-mail address")
    let many = (0..<201).map { "u\($0)@example.com" }.joined(separator: " ")
    #expect(try admin.act("add-to-group", #""emails":"\#(many)","group":"staff""#).status == 422)
    #expect(try admin.act("add-to-group", #""group":"staff""#).message == "emails is missing")
  }

  @Test func disablesAndEnables() throws {
    let member = try site.login("b@example.com").cookies
    let before = try site.record("b@example.com")
    #expect(try admin.act("disable", #""email":"b@example.com""#).message == "User disabled")
    #expect(try site.record("b@example.com").hasPrefix("!$7$"))
    #expect(try site.visit(cookie: member).status == 401)
    #expect(try site.login("b@example.com").status == 401)
    #expect(try admin.shown("b@example.com")["disabled"] as? Bool == true)
    _ = try admin.act("disable", #""email":"b@example.com""#)
    #expect(try !site.record("b@example.com").hasPrefix("!!"))
    #expect(try admin.act("enable", #""email":"b@example.com""#).message == "User enabled")
    #expect(try site.record("b@example.com").prefix { $0 != ":" } == before.prefix { $0 != ":" })
    // What was issued before stays ended.
    #expect(try site.visit(cookie: member).status == 401)
    #expect(try site.answer(.refresh, "POST", "", ["HTTP_COOKIE": member]).status == 401)
    #expect(try site.login("b@example.com").status == 200)
    try site.addUser("n@example.com", record: "!")
    #expect(try admin.act("enable", #""email":"n@example.com""#).message == "The account has no password")
  }

  /// Also where the record has no room for a word more.
  @Test func disablesWhateverTheRecordHolds() throws {
    try site.addUser("h@example.com", record: "$2y$hash:staff:\u{FF}not JSON")
    try Table("users", in: site.data).update(bytes("h@example.com")) { _ in
      .set(bytes("$2y$hash:staff:") + [0xFF])
    }
    #expect(try admin.act("disable", #""email":"h@example.com""#).status == 200)
    let record = try #require(try Table("users", in: site.data).value(bytes("h@example.com")))
    #expect(record == bytes("!$2y$hash:staff:") + [0xFF])
  }

  @Test func endsSessions() throws {
    let member = try site.login("b@example.com").cookies
    #expect(try admin.shown("b@example.com")["sessions"] as? Int == 1)
    #expect(try admin.act("end-sessions", #""email":"b@example.com""#).message == "Sessions ended")
    #expect(try site.visit(cookie: member).status == 401)
    #expect(try admin.shown("b@example.com")["sessions"] as? Int == 0)
    let own = try site.login().cookies
    _ = try admin.act("end-sessions", #""email":"a@example.com""#)
    #expect(try site.visit(cookie: own).status == 401)
    // The one that asked goes on.
    #expect(try admin.get().status == 200)
  }

  @Test func removesAUserForGood() throws {
    let member = try site.login("b@example.com").cookies
    // Another one with this address is not meant.
    #expect(try admin.act("remove", #""email":"b@example.com","id":"other""#).status == 404)
    let id = try #require(try admin.shown("b@example.com")["id"] as? String)
    #expect(try admin.act("remove", #""email":"b@example.com","id":"\#(id)""#).message == "User removed")
    #expect(try site.visit(cookie: member).status == 401)
    #expect(try admin.act("show", #""email":"b@example.com""#).status == 404)
    #expect(try admin.act("remove", #""email":"b@example.com""#).status == 404)
    #expect(try site.register("b@example.com").status == 200)
    #expect(try site.visit(cookie: member).status == 401)
    let event = try #require(try admin.events.last { $0["event"] == "user-removed" })
    #expect(event["user"] == id && event["by"] == "a@example.com")
  }

  /// Where mail is on, members are told of links to their accounts, and administrators of theirs.
  @Test func mailsWhatConcernsOthers() throws {
    let mail = ["AUTH_SITE_URL": "https://club.example", "AUTH_MAIL_FROM": "no-reply@club.example"]
    let off = try admin.act("test-mail")
    #expect(off.status == 403 && off.message == "Mail is off")
    try site.makeSender()
    #expect(try checks(mail)["mail"] == "yes")
    #expect(try admin.act("recover", #""email":"b@example.com""#, mail).status == 200)
    let shown = try site.newestMail()
    #expect(shown.purpose == .linkShown && shown.email.text == "b@example.com")
    // Nobody is told of what he was shown himself.
    #expect(try admin.act("recover", #""email":"a@example.com""#, mail).status == 200)
    #expect(try site.outbox().count == 1)
    _ = try admin.act("add-to-group", #""email":"b@example.com","group":"admin""#)
    #expect(try admin.act("recover", #""email":"b@example.com""#, mail).message == "Link mailed")
    let mailed = try site.newestMail { $0.purpose == .recoveryByAdministrator }
    #expect(mailed.email.text == "b@example.com")
    #expect(try admin.act("test-mail", "", mail).message == "Test mail on its way")
    let test = try site.newestMail { $0.purpose == .test }
    #expect(test.email.text == "a@example.com")
    let page = try admin.browse("GET", "doctor=").body
    #expect(!page.contains("test-mail"))

    // What the server said last is shown while it takes nothing.
    let outbox = Outbox(in: site.data)
    let turn = try #require(try outbox.takeTurn())
    try outbox.failed(turn, now: Self.now)
    try site.folder.write(
      "auth-data/error.log", "2026-11-30T01:02:03Z mail-auth no\n2026-11-30T01:02:04Z weak-secret x\n")
    let answer = try AdminSite.get(site, admin.cookies, "doctor", mail)
    #expect(try checks(mail)["mail"] == "no")
    #expect(answer.body.contains("2026-11-30T01:02:03Z mail-auth no"))
  }

  /// A link that lets a user choose a password: once, and the administrator never sees or chooses it.
  @Test func showsALinkForANewPassword() throws {
    let answer = try AdminSite.members(try admin.act("recover", #""email":"b@example.com""#))
    let link = try #require(answer["link"] as? String)
    #expect(link.hasPrefix("/cgi-bin/recover.cgi?t="))
    let ticket = try #require(link.components(separatedBy: "t=").last)
    let body = #"{"t":"\#(ticket)","newPassword":"nine herons at dawn"}"#
    #expect(try site.answer(.recover, "POST", body).message == "Password changed")
    #expect(try site.answer(.recover, "POST", body).status == 401)
    #expect(try site.login("b@example.com", "nine herons at dawn").status == 200)
    let event = try #require(try admin.events.last { $0["event"] == "link-shown" })
    #expect(event["email"] == "b@example.com" && event["by"] == "a@example.com")
    #expect(try !site.folder.text("auth-data/audit.log").contains(ticket))
    let settings = ["AUTH_SITE_URL": "https://club.example", "HTTP_HOST": "evil.example"]
    let whole = try AdminSite.members(try admin.act("recover", #""email":"b@example.com""#, settings))
    #expect((whole["link"] as? String)?.hasPrefix("https://club.example/cgi-bin/recover.cgi?t=") == true)
    // An administrator's mark stays.
    _ = try admin.act("disable", #""email":"b@example.com""#)
    let marked = try AdminSite.members(try admin.act("recover", #""email":"b@example.com""#))
    let other = try #require((marked["link"] as? String)?.components(separatedBy: "t=").last)
    _ = try site.answer(.recover, "POST", #"{"t":"\#(other)","newPassword":"ten herons at dusk"}"#)
    #expect(try site.record("b@example.com").hasPrefix("!"))
    // Nobody takes over another administrator.
    _ = try admin.act("enable", #""email":"b@example.com""#)
    _ = try admin.act("add-to-group", #""email":"b@example.com","group":"admin""#)
    let refused = try admin.act("recover", #""email":"b@example.com""#)
    #expect(refused.message == "The link of another administrator is not shown")
    #expect(try AdminSite.members(try admin.act("recover", #""email":"a@example.com""#))["link"] != nil)
  }

  // MARK: The last administrator

  /// Requirement: refused, and nothing is changed.
  @Test(arguments: [
    ("disable", #""email":"a@example.com""#), ("remove", #""email":"a@example.com""#),
    ("remove-from-group", #""email":"a@example.com","group":"admin""#),
    ("remove-from-group", #""emails":"a@example.com b@example.com","group":"admin""#),
  ])
  func keepsTheLastAdministrator(action: String, fields: String) throws {
    // One who is disabled is none.
    _ = try admin.act("add-to-group", #""email":"b@example.com","group":"admin""#)
    if fields.contains("emails") == false { _ = try admin.act("disable", #""email":"b@example.com""#) }
    let before = try site.record()
    let answer = try admin.act(action, fields)
    #expect(answer.status == 409)
    #expect(answer.message == "The last administrator must stay")
    #expect(try site.record() == before)
    let event = try #require(try admin.events.last)
    #expect(event["event"] == "admin-refused" && event["reason"] == "last-administrator")
    _ = try admin.act("enable", #""email":"b@example.com""#)
    if !fields.contains("emails") { #expect(try admin.act(action, fields).status == 200) }
  }

  @Test func keepsTheAccountOfTheLastAdministratorOpen() throws {
    let close = #"{"action":"close-account","currentPassword":"password"}"#
    let answer = try site.answer(.account, "POST", close, ["HTTP_COOKIE": admin.cookies])
    #expect(answer.status == 409)
    #expect(answer.message == "The last administrator must stay")
    _ = try admin.act("add-to-group", #""email":"b@example.com","group":"admin""#)
    #expect(try site.answer(.account, "POST", close, ["HTTP_COOKIE": admin.cookies]).status == 200)
    let member = try site.login("b@example.com").cookies
    #expect(try site.answer(.account, "POST", close, ["HTTP_COOKIE": member]).status == 409)
    let id = try #require(
      try AdminSite.members(try site.answer(.account, "GET", "", ["HTTP_COOKIE": member]))["id"] as? String)
    // Somebody of the setting is one whatever the group.
    let out = try AdminSite.post(
      site,
      #"{"action":"remove-from-group","email":"b@example.com","group":"admin","currentPassword":"password"}"#,
      member, ["AUTH_ADMINS": id])
    #expect(out.status == 200)
  }

  /// Of two who remove each other at the same time, one stays.
  @Test func keepsOneOfTwoWhoRemoveEachOther() throws {
    _ = try admin.act("add-to-group", #""email":"b@example.com","group":"admin""#)
    let other = try site.login("b@example.com").cookies
    try #require(try admin.prove(other).status == 200)
    let (site, own) = (site, admin.cookies)
    let statuses = onThreads(2) { number -> Int in
      let (cookies, email) = number == 0 ? (own, "b@example.com") : (other, "a@example.com")
      let answer = try? AdminSite.post(site, #"{"action":"remove","email":"\#(email)"}"#, cookies)
      return answer?.status ?? 0
    }
    #expect(statuses.filter { $0 == 200 }.count == 1, "\(statuses)")
    let left = try ["a@example.com", "b@example.com"].filter {
      try Table("users", in: site.data).value(bytes($0)) != nil
    }
    #expect(left.count == 1)
  }

  // MARK: Logs and settings

  @Test func showsTheLogsFromTheirEnd() throws {
    for _ in 0..<3 { _ = try site.login("b@example.com", "wrong password") }
    let log = try AdminSite.members(try admin.get("log=audit"))
    let lines = try #require(log["lines"] as? [String])
    #expect(
      lines
        == Array(
          try site.folder.text("auth-data/audit.log").split(separator: "\n").map(String.init).reversed()))
    #expect(log["before"] is NSNull)
    let errors = try AdminSite.members(try admin.get("log=error"))
    #expect((errors["lines"] as? [String])?.first?.contains("weak-password-hash") == true)
  }

  /// Every line once, however long the log is.
  @Test func goesThroughALongLog() throws {
    let lines = (0..<2000).map { #"{"time":"2026-11-30T01:02:03Z","event":"x\#($0)","é":"ü"}"# }
    try site.folder.write("auth-data/audit.log", lines.joined(separator: "\n") + "\n")
    var seen: [String] = []
    var query = "log=audit"
    repeat {
      let log = try AdminSite.members(try admin.get(query))
      seen += try #require(log["lines"] as? [String])
      query = (log["before"] as? Int).map { "log=audit&before=\($0)" } ?? ""
      #expect(seen.count <= 2000)
    } while !query.isEmpty
    #expect(seen == lines.reversed())
  }

  private func checks(_ variables: [String: String] = [:]) throws -> [String: String] {
    let answer = try AdminSite.get(site, admin.cookies, "doctor", variables)
    let checks = try #require(try AdminSite.members(answer)["checks"] as? [[String: Any]])
    let pairs = checks.compactMap { check in
      (check["check"] as? String).map { ($0, check["answer"] as? String ?? "") }
    }
    return Dictionary(pairs) { $1 }
  }

  /// What is well, and what is not once it was spoiled.
  @Test func looksAfterTheSite() throws {
    let well = try checks([
      "HTTPS": "on", "AUTH_COOKIE_SECURE": "never", "AUTH_PASSWORD_HASH": "scrypt:14:8:5",
    ])
    #expect(well.count == 15)
    #expect(well["mail"] == "no")
    for check in ["https", "data", "permissions", "owner", "cookies", "address", "space", "secret", "hash"] {
      #expect(well[check] == "yes", "\(check)")
    }
    for check in ["authorization", "outside"] { #expect(well[check] == "unknown", "\(check)") }
    // The test's clock stands in 2023.
    #expect(well["clock"] == "no")
    let root = site.folder.root
    let spoiled = try checks([
      "HTTP_X_FORWARDED_FOR": "203.0.113.7", "HTTP_AUTHORIZATION": "Basic eA==",
      "DOCUMENT_ROOT": root, "SERVER_SOFTWARE": "lighttpd/1.4.69",
    ])
    for check in ["https", "data", "address", "hash"] { #expect(spoiled[check] == "no", "\(check)") }
    #expect(spoiled["authorization"] == "yes")
    // A proxy that is believed.
    let proxied = try checks([
      "HTTP_X_FORWARDED_FOR": "203.0.113.7", "AUTH_TRUSTED_PROXIES": "192.0.2.1", "DOCUMENT_ROOT": root,
      "SERVER_SOFTWARE": "Apache/2.4.57",
    ])
    #expect(proxied["address"] == "yes")
    #expect(proxied["data"] == "unknown")
    // The programs set that right as they read it.
    _ = chmod(site.folder.path("auth-data/secret.key"), 0o644)
    #expect(try checks()["permissions"] == "yes")
    _ = chmod(site.folder.path("auth-data/private.key"), 0o644)
    #expect(try checks()["permissions"] == "no")
    _ = chmod(site.folder.path("auth-data/private.key"), 0o600)
    _ = chmod(site.folder.path("auth-data/users.gdbm"), 0o644)
    #expect(try checks()["permissions"] == "no")
    _ = try site.register("c@example.com")
    let lock = try File.open(site.folder.path("auth-data/users.lock"), O_RDWR)
    #expect(try checks()["lock"] == "yes")
    try #require(try lock.lock(LOCK_EX, until: Deadline(milliseconds: 0)))
    #expect(try checks()["lock"] == "no")
  }

  @Test func showsTheSettingsAndWhereTheyStand() throws {
    try site.folder.write(
      "auth-data/auth.conf", "# x\nsite_name = Herons & Sons\njwt_secret = \(HandMadeToken.key)\n")
    let cookies = try site.login().cookies
    try #require(try admin.prove(cookies).status == 200)
    let answer = try AdminSite.get(site, cookies, "settings", ["AUTH_GUARD_INDEX": "index.html"])
    let settings = try #require(try AdminSite.members(answer)["settings"] as? [[String: Any]])
    func setting(_ key: String) -> [String: Any]? { settings.first { $0["key"] as? String == key } }
    #expect(setting("site_name")?["value"] as? String == "Herons & Sons")
    #expect(setting("site_name")?["from"] as? String == "auth.conf:2")
    #expect(setting("jwt_secret")?["value"] as? String == "set")
    #expect(setting("guard_index")?["from"] as? String == "AUTH_GUARD_INDEX")
    #expect(setting("hsts")?["value"] is NSNull)
    #expect(setting("admin_group") != nil)
    #expect(!answer.body.contains(HandMadeToken.key))
  }
}

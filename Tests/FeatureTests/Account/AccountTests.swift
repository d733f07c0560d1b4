import Foundation
import Synchronization
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// account.cgi as programs use it: the overview, and every action.
@Suite struct AccountTests {
  private let site: TestSite
  private static let now = HandMadeToken.now
  private static let firefox =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"

  init() throws {
    site = try TestSite()
    try #require(try site.register().status == 200)
  }

  private func post(
    _ fields: String, _ cookies: String, _ variables: [String: String] = [:], now: Int = now
  ) throws -> Answer {
    try site.answer(.account, "POST", fields, variables.merging(["HTTP_COOKIE": cookies]) { $1 }, now: now)
  }

  private func overview(_ cookies: String, now: Int = now) throws -> [String: Any] {
    let answer = try site.answer(.account, "GET", "", ["HTTP_COOKIE": cookies], now: now)
    try #require(answer.status == 200)
    return try members(answer)
  }

  private func members(_ answer: Answer) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
  }

  private func sessions(_ cookies: String) throws -> [[String: Any]] {
    try #require(try overview(cookies)["sessions"] as? [[String: Any]])
  }

  private func status(_ cookies: String) throws -> Int { try site.visit(cookie: cookies).status }
  private func refresh(_ cookies: String) throws -> Int {
    try site.answer(.refresh, "POST", "", ["HTTP_COOKIE": cookies]).status
  }

  private func events() throws -> [String] { try site.auditLines().compactMap { $0["event"] } }

  // MARK: Overview

  @Test func showsWhatIsKept() throws {
    let first = try site.login("a@example.com", "password", ["HTTP_USER_AGENT": Self.firefox])
    let other = try site.login("a@example.com", "password", ["HTTP_USER_AGENT": "curl/8"], now: Self.now + 9)
    try site.addUser(record: try site.record().replacing("::", with: ":staff, board:"))
    let account = try overview(first.cookies)
    #expect(
      Set(account.keys) == [
        "email", "id", "name", "language", "groups", "confirmed", "created", "sessions", "factors",
      ])
    #expect(account["email"] as? String == "a@example.com")
    #expect((account["id"] as? String)?.count == 22)
    #expect(account["name"] is NSNull && account["language"] is NSNull)
    #expect(account["groups"] as? [String] == ["staff", "board"])
    #expect(account["confirmed"] as? Bool == false)
    #expect(account["created"] as? String == "2023-11-14T22:13:20Z")
    #expect((account["factors"] as? [String: Any])?.isEmpty == true)
    let sessions = try sessions(first.cookies)
    try #require(sessions.count == 2)
    #expect(sessions.map { $0["current"] as? Bool } == [false, true])
    #expect(sessions.map { $0["program"] as? String } == ["curl", "Firefox"])
    #expect(sessions.map { $0["system"] as? String } == ["", "Windows"])
    #expect(sessions[1]["begun"] as? String == "2023-11-14T22:13:20Z")
    #expect(sessions[0]["renewed"] as? String == "2023-11-14T22:13:29Z")
    #expect(sessions[0]["network"] as? String == "192.0.2.1")
    #expect(sessions[0]["remembered"] as? Bool == false)
    _ = other
  }

  @Test func isForPeopleWhoAreLoggedIn() throws {
    #expect(try site.answer(.account, "GET").message == "Unauthorized")
    #expect(try site.answer(.account, "GET", "", ["HTTP_COOKIE": "authToken=x"]).message == "Invalid Token")
    let page = try site.answer(
      .account, "GET", "",
      [
        "HTTP_ACCEPT": "text/html", "CONTENT_TYPE": "", "SCRIPT_NAME": "/cgi-bin/account.cgi",
        "REQUEST_URI": "/cgi-bin/account.cgi",
      ])
    #expect(page.status == 303)
    #expect(page.value("Location") == "/cgi-bin/login.cgi?next=/cgi-bin/account.cgi")
    let put = try post("{}", try site.login().cookies, ["REQUEST_METHOD": "PUT"])
    #expect(put.status == 405)
    #expect(put.value("Allow") == "GET, HEAD, POST")
  }

  /// What may be asked for, and with which fields.
  static let actions: [(action: String, fields: String, wantsProof: Bool)] = [
    ("change-profile", #""name":"Ada""#, false),
    ("change-password", #""currentPassword":"PROOF","newPassword":"nine herons at dawn""#, true),
    ("change-email", #""currentPassword":"PROOF","newEmail":"b@example.com""#, true),
    ("end-session", #""session":"AAAAAAAAAAAAAAAAAAAAAA""#, false),
    ("end-other-sessions", #""x":"""#, false), ("export", #""currentPassword":"PROOF""#, true),
    ("close-account", #""currentPassword":"PROOF""#, true),
  ]

  private static func body(_ action: String, _ fields: String, _ proof: String = "password") -> String {
    #"{"action":"\#(action)",\#(fields.replacing("PROOF", with: proof))}"#
  }

  /// Requirement: by a stranger, by another site, with a stale proof, and by a login of no session.
  @Test(arguments: actions)
  func refusesWhoMayNot(action: String, fields: String, wantsProof: Bool) throws {
    let cookies = try site.login().cookies
    let body = Self.body(action, fields)
    let before = try site.record()
    #expect(try post(body, "").message == "Unauthorized")
    #expect(try post(body, "authToken=x").message == "Invalid Token")
    for variables in [
      ["HTTP_SEC_FETCH_SITE": "same-site"], ["HTTP_SEC_FETCH_SITE": "cross-site"],
      ["HTTP_ORIGIN": "https://evil.example"],
      [
        "HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://app.example.com",
        "AUTH_TRUSTED_ORIGINS": "https://app.example.com",
      ],
    ] {
      let answer = try post(body, cookies, variables)
      #expect(answer.status == 403)
      #expect(answer.message == "Cross-site request refused")
    }
    if wantsProof {
      let wrong = try post(Self.body(action, fields, "wrong password"), cookies)
      #expect(wrong.status == 401)
      #expect(wrong.message == "Invalid credentials")
      let none = try post(body.replacing("currentPassword", with: "x"), cookies)
      #expect(none.status == 422)
      #expect(none.message == "currentPassword is missing")
    }
    // Made by another program with our secret.
    let secret = "0123456789abcdef0123456789abcdef"
    let claims = try overview(cookies)
    let foreign = HandMadeToken.make(HandMadeToken.claims(sub: "\"\(claims["id"] as? String ?? "")\""))
    let answer = try post(body, "authToken=" + foreign, ["JWT_SECRET": secret])
    #expect(answer.status == 403)
    #expect(answer.message == "A session is needed")
    #expect(
      try site.answer(
        .account, "GET", "", ["HTTP_COOKIE": "authToken=" + foreign, "JWT_SECRET": secret]
      ).status == 200)
    #expect(try site.record() == before)
    #expect(try status(cookies) == 200)
    #expect(try sessions(cookies).count == 1)
  }

  @Test(arguments: ["{}", #"{"action":"x"}"#, #"{"action":7}"#, #"{"action":"Export"}"#])
  func refusesOtherActions(body: String) throws {
    let answer = try post(body, try site.login().cookies)
    #expect(answer.status == 422)
    #expect(answer.message == "action must be one of those that are documented")
  }

  // MARK: Proof

  @Test func countsAWrongProofAsAFailedLogin() throws {
    let cookies = try site.login().cookies
    let wrong = Self.body("export", #""currentPassword":"PROOF""#, "wrong password")
    let right = Self.body("export", #""currentPassword":"PROOF""#)
    for _ in 1...5 { #expect(try post(wrong, cookies).status == 401) }
    let refused = try post(right, cookies)
    #expect(refused.status == 429)
    #expect(refused.value("Retry-After") != nil)
    // From this browser nobody logs in, either.
    #expect(try site.login("a@example.com", "password", ["HTTP_COOKIE": cookies]).status == 429)
    #expect(
      try events().suffix(7) == Array(repeating: "account-refused", count: 5) + ["throttled", "throttled"])
    #expect(try site.auditLines().first { $0["event"] == "account-refused" }?["reason"] == "wrong-password")
    // The session goes on.
    #expect(try status(cookies) == 200)
  }

  @Test func forgivesAfterARightOne() throws {
    let cookies = try site.login().cookies
    for _ in 1...3 {
      for _ in 1...4 {
        #expect(
          try post(Self.body("export", #""currentPassword":"PROOF""#, "wrong password"), cookies).status
            == 401)
      }
      #expect(try post(Self.body("export", #""currentPassword":"PROOF""#), cookies).status == 200)
    }
  }

  /// The second that ends while the record is written is no failure.
  @Test func endsTheOtherSessionsInHoweverManySeconds() throws {
    let mine = try site.login().cookies
    let time = Atomic(Self.now)
    let answer = try site.reply(
      .account,
      [
        "REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": "31",
        "HTTP_HOST": "www.example.com", "HTTP_COOKIE": mine,
      ], #"{"action":"end-other-sessions"}"#,
      clock: Clock(now: { time.add(1, ordering: .relaxed).newValue }))
    #expect(answer.status == 200, "\(answer) \(site.log.lines)")
  }

  // MARK: Password

  private static let newPassword = Self.body(
    "change-password", #""currentPassword":"PROOF","newPassword":"nine herons at dawn""#)

  @Test func changesThePassword() throws {
    let (mine, other) = (try site.login().cookies, try site.login().cookies)
    let id = try overview(mine)["id"] as? String
    try site.addUser(record: try site.record().replacing("::{", with: ":staff:{\"x\":[1.50],"))
    let answer = try post(Self.newPassword, mine)
    #expect(answer.status == 200)
    #expect(answer.message == "Password changed")
    #expect(answer.values("Set-Cookie").map { $0.prefix { $0 != "=" } } == ["authToken", "authRefresh"])
    #expect(try site.login().status == 401)
    #expect(try site.login("a@example.com", "nine herons at dawn").status == 200)
    // Every token of before is dead, this session's own ones among them.
    for cookies in [mine, other] {
      #expect(try status(cookies) == 401)
      #expect(try refresh(cookies) == 401)
    }
    #expect(try status(answer.cookies) == 200)
    #expect(try refresh(answer.cookies) == 200)
    #expect(try sessions(answer.cookies).map { $0["current"] as? Bool }.filter { $0 == true }.count == 1)
    #expect(try overview(answer.cookies)["id"] as? String == id)
    #expect(try site.record().contains(":staff:{\"x\":[1.50],"))
    #expect(try site.auditLines().contains { $0["event"] == "password-changed" && $0["user"] == id })
  }

  /// A session stays as old as it is, and as long.
  @Test func keepsTheSessionsAge() throws {
    let body = #"{"email":"a@example.com","password":"password","remember":"yes"}"#
    let mine = try site.answer(.login, "POST", body).cookies
    let answer = try post(Self.newPassword, mine, now: Self.now + 1000)
    #expect(answer.values("Set-Cookie").last?.contains("; Max-Age=1209600;") == true)
    let sessions = try overview(answer.cookies, now: Self.now + 1000)["sessions"] as? [[String: Any]]
    let session = try #require(sessions?.first)
    #expect(session["begun"] as? String == "2023-11-14T22:13:20Z")
    #expect(session["renewed"] as? String == "2023-11-14T22:30:00Z")
    #expect(session["remembered"] as? Bool == true)
  }

  /// Tokens that other programs made, or a version before, carry neither a session nor a generation.
  @Test func endsTokensOfNoSession() throws {
    let mine = try site.login().cookies
    let id = try overview(mine)["id"] as? String ?? ""
    let secret = ["JWT_SECRET": HandMadeToken.key]
    let foreign = "authToken=" + HandMadeToken.make(HandMadeToken.claims(sub: "\"\(id)\""))
    #expect(try site.visit(cookie: foreign, secret).status == 200)
    try #require(try post(Self.newPassword, mine).status == 200)
    #expect(try site.visit(cookie: foreign, secret).message == "Invalid Token")
  }

  @Test func givesAProgramItsTokens() throws {
    let login = try site.answer(
      .login, "POST", #"{"email":"a@example.com","password":"password","deliver":"tokens"}"#)
    let tokens = try members(login)
    let access = try #require(tokens["access_token"] as? String)
    let answer = try site.answer(
      .account, "POST", Self.newPassword, ["HTTP_AUTHORIZATION": "Bearer " + access])
    #expect(answer.status == 200)
    #expect(answer.values("Set-Cookie") == [])
    let next = try members(answer)
    #expect(Set(next.keys) == ["message", "access_token", "token_type", "expires_in", "refresh_token"])
    #expect(next["message"] as? String == "Password changed")
    #expect(
      try site.visit(authorization: "Bearer \(next["access_token"] as? String ?? "")").status == 200)
    #expect(try site.visit(authorization: "Bearer \(access)").status == 401)
  }

  @Test(arguments: [
    ("short", "password must have at least 8 characters"),
    ("drowssap", "password is one of the most common passwords"),
    ("a@example.com", "password must not be the e-mail address or the part of it before the @"),
    ("12345678", "password must not be a plain sequence, such as 12345678 or qwertyui"),
    ("password", "newPassword must not be the current one"), ("", "newPassword is missing"),
    (#"nine\u0000herons"#, "newPassword must not have control characters"),
  ])
  func judgesTheNewPassword(password: String, message: String) throws {
    let cookies = try site.login().cookies
    let before = try site.record()
    let answer = try post(Self.newPassword.replacing("nine herons at dawn", with: password), cookies)
    #expect(answer.status == 422)
    #expect(answer.message == message)
    #expect(try site.record() == before)
    #expect(try status(cookies) == 200)
  }

  /// What a crash between the two files leaves: the new password counts, and nothing of before does.
  @Test func goesThroughWhereTheSessionsCannotBeWritten() throws {
    let (mine, other) = (try site.login().cookies, try site.login().cookies)
    try site.folder.makeFolder("auth-data/sessions.work")
    let answer = try post(Self.newPassword, mine)
    #expect(answer.status == 200)
    #expect(answer.values("Set-Cookie") == Answer.cleared())
    #expect(try status(mine) == 401 && status(other) == 401)
    #expect(try refresh(mine) == 401 && refresh(other) == 401)
    #expect(site.log.lines.contains { $0.hasPrefix("session-unavailable ") })
    #expect(try site.login("a@example.com", "nine herons at dawn").status == 200)
  }

  // MARK: Address

  private static let newEmail = Self.body(
    "change-email", #""currentPassword":"PROOF","newEmail":"B@example.com""#)

  @Test func changesTheAddress() throws {
    let (mine, other) = (try site.login().cookies, try site.login().cookies)
    let id = try overview(mine)["id"] as? String
    try site.addUser(
      record: try site.record().replacing("::{", with: ":staff:{\"confirmed\":true,\"x\":1,"))
    #expect(try overview(mine)["confirmed"] as? Bool == true)
    let answer = try post(Self.newEmail, mine)
    #expect(answer.status == 200)
    #expect(answer.message == "Address changed")
    for cookies in [mine, other] {
      #expect(try status(cookies) == 401)
      #expect(try refresh(cookies) == 401)
    }
    #expect(try site.visit(cookie: answer.cookies).message == "Welcome, b@example.com!")
    #expect(try refresh(answer.cookies) == 200)
    let account = try overview(answer.cookies)
    #expect(account["id"] as? String == id)
    #expect(account["groups"] as? [String] == ["staff"])
    #expect(account["confirmed"] as? Bool == false)
    #expect(try site.record("b@example.com").contains(#""x":1"#))
    #expect(try site.login().status == 401)
    #expect(try site.login("b@example.com").status == 200)
    let line = try #require(try site.auditLines().first { $0["event"] == "email-changed" })
    #expect(line["email"] == "a@example.com" && line["new_email"] == "b@example.com" && line["user"] == id)
    // The old address is free, and whoever takes it is somebody else.
    #expect(try site.register().status == 200)
    let stranger = try site.login().cookies
    #expect(try overview(stranger)["id"] as? String != id)
    #expect(try status(mine) == 401)
  }

  /// The id of a user of htdbm follows from the address: it is written down before that changes.
  @Test func keepsTheIdOfAUserOfAnotherTool() throws {
    let hash = try site.record().prefix { $0 != ":" }
    for (number, rest) in ["", ":staff", ":staff:a comment"].enumerated() {
      let (old, new) = ("h\(number)@example.com", "i\(number)@example.com")
      try site.addUser(old, record: hash + rest)
      let mine = try site.login(old).cookies
      let id = try overview(mine)["id"] as? String
      let answer = try post(
        Self.body("change-email", #""currentPassword":"PROOF","newEmail":"\#(new)""#), mine)
      #expect(answer.status == 200)
      #expect(try overview(answer.cookies)["id"] as? String == id)
    }
    #expect(try site.record("i2@example.com").contains(#""comment":"a comment""#))
  }

  @Test(arguments: [("b@example.com", 409), ("A@EXAMPLE.com", 409), ("b", 422), ("", 422)])
  func refusesAnAddress(address: String, status: Int) throws {
    try #require(try site.register("b@example.com").status == 200)
    let mine = try site.login().cookies
    let before = [try site.record(), try site.record("b@example.com")]
    let answer = try post(Self.newEmail.replacing("B@example.com", with: address), mine)
    #expect(answer.status == status)
    if status == 409 {
      #expect(answer.message == "Email already registered")
      #expect(try site.auditLines().last?["reason"] == "taken")
    }
    #expect([try site.record(), try site.record("b@example.com")] == before)
    #expect(try self.status(mine) == 200)
  }

  /// Whoever collects addresses asks here no more often than at register.cgi.
  @Test func countsAsARegistration() throws {
    let site = try TestSite(["AUTH_THROTTLE_NETWORK_FREE_TRIES": "3", "AUTH_THROTTLE_FREE_TRIES": "3"])
    try #require(try site.register().status == 200)
    let mine = try site.login().cookies
    var statuses: [Int] = []
    for _ in 1...40 where statuses.last != 429 {
      statuses.append(
        try site.answer(
          .account, "POST", Self.newEmail.replacing("B@", with: "a@"), ["HTTP_COOKIE": mine]
        ).status)
    }
    #expect(statuses.last == 429)
    #expect(Set(statuses.dropLast()) == [409])
    #expect(try site.register("c@example.com").status == 429)
  }

  // MARK: Profile

  @Test func changesNameAndLanguage() throws {
    let mine = try site.login().cookies
    let name = String(repeating: "名", count: 63) + "e"
    #expect(
      try post(#"{"action":"change-profile","name":"\#(name)","language":"ja"}"#, mine).message
        == "Profile changed")
    var account = try overview(mine)
    #expect(account["name"] as? String == name && account["language"] as? String == "ja")
    #expect(try post(#"{"action":"change-profile","language":""}"#, mine).status == 200)
    account = try overview(mine)
    #expect(account["name"] as? String == name && account["language"] is NSNull)
    #expect(try post(#"{"action":"change-profile","name":""}"#, mine).status == 200)
    #expect(try overview(mine)["name"] is NSNull)
    #expect(try status(mine) == 200)
    #expect(try events().filter { $0 == "profile-changed" }.count == 3)
  }

  @Test(arguments: [
    (
      #""name":"\#(String(repeating: "n", count: 65))""#,
      "name must be UTF-8 of at most 64 characters, none a control one"
    ),
    (#""name":"a\r\nb""#, "name must be UTF-8 of at most 64 characters, none a control one"),
    (#""name":"a\u0085b""#, "name must be UTF-8 of at most 64 characters, none a control one"),
    (#""language":"tlh""#, "language must be empty, en, de, fr, es, pt or ja"),
  ])
  func refusesAProfile(fields: String, message: String) throws {
    let mine = try site.login().cookies
    let before = try site.record()
    let answer = try post(#"{"action":"change-profile",\#(fields)}"#, mine)
    #expect(answer.status == 422)
    #expect(answer.message == message)
    #expect(try site.record() == before)
  }

  @Test func saysWhereARecordHasNoRoom() throws {
    let mine = try site.login().cookies
    let many = (0..<62).map { "\"m\($0)\":1," }.joined()
    try site.addUser(record: try site.record().replacing("::{", with: "::{" + many))
    let answer = try post(#"{"action":"change-profile","name":"Ada"}"#, mine)
    #expect(answer.status == 500)
    #expect(site.log.lines.contains { $0.hasPrefix("record-full ") })
  }

  // MARK: Sessions

  @Test func endsASession() throws {
    let (mine, other, third) = (
      try site.login().cookies,
      try site.login("a@example.com", "password", ["HTTP_USER_AGENT": Self.firefox]).cookies,
      try site.login().cookies
    )
    let id = try #require(
      try sessions(mine).first { $0["program"] as? String == "Firefox" }?["id"] as? String)
    for _ in 1...2 {
      let answer = try post(#"{"action":"end-session","session":"\#(id)"}"#, mine)
      #expect(answer.status == 200)
      #expect(answer.message == "Session ended")
      #expect(answer.values("Set-Cookie") == [])
    }
    #expect(try status(other) == 401 && refresh(other) == 401)
    #expect(try status(mine) == 200 && status(third) == 200)
    #expect(try events().filter { $0 == "session-ended" }.count == 1)
    let malformed = try post(#"{"action":"end-session","session":"x"}"#, mine)
    #expect(malformed.status == 422)
    // This one: as a logout.
    let own = try #require(try sessions(mine).first { $0["current"] as? Bool == true }?["id"] as? String)
    let answer = try post(#"{"action":"end-session","session":"\#(own)"}"#, mine)
    #expect(answer.values("Set-Cookie") == Answer.cleared())
    #expect(try status(mine) == 401)
  }

  @Test func endsNobodyElsesSession() throws {
    try #require(try site.register("b@example.com").status == 200)
    let (mine, stranger) = (try site.login().cookies, try site.login("b@example.com").cookies)
    let id = try #require(try sessions(stranger).first?["id"] as? String)
    #expect(try post(#"{"action":"end-session","session":"\#(id)"}"#, mine).status == 200)
    #expect(try status(stranger) == 200)
    #expect(!(try events().contains("session-ended")))
  }

  @Test func endsTheOtherSessions() throws {
    let (mine, other, third) = (
      try site.login().cookies, try site.login().cookies, try site.login().cookies
    )
    let id = try overview(mine)["id"] as? String ?? ""
    let secret = ["JWT_SECRET": HandMadeToken.key]
    let foreign = "authToken=" + HandMadeToken.make(HandMadeToken.claims(sub: "\"\(id)\""))
    #expect(try site.visit(cookie: foreign, secret).status == 200)
    let answer = try post(#"{"action":"end-other-sessions"}"#, mine)
    #expect(answer.message == "Sessions ended")
    #expect(try status(mine) == 200 && refresh(mine) == 200)
    for cookies in [other, third] { #expect(try status(cookies) == 401 && refresh(cookies) == 401) }
    #expect(try site.visit(cookie: foreign, secret).status == 401)
    #expect(try sessions(mine).count == 1)
    #expect(try events().contains("other-sessions-ended"))
  }

  // MARK: Export and close

  /// The names that may be in the file, and no other.
  @Test func exportsWhatIsKeptAndNoSecret() throws {
    let mine = try site.login("a@example.com", "password", ["HTTP_USER_AGENT": Self.firefox]).cookies
    try site.addUser(record: try site.record().replacing("::{", with: "::{\"totp\":\"CANARY\","))
    let answer = try post(Self.body("export", #""currentPassword":"PROOF""#), mine)
    #expect(answer.status == 200)
    #expect(answer.value("Content-Type") == "application/json")
    #expect(answer.value("Content-Disposition") == "attachment; filename=\"account.json\"")
    let file = try members(answer)
    #expect(
      Set(file.keys) == [
        "exported", "email", "id", "name", "language", "groups", "confirmed", "created", "sessions",
        "factors", "log_complete", "log",
      ])
    let session = try #require((file["sessions"] as? [[String: Any]])?.first)
    #expect(
      Set(session.keys) == [
        "id", "program", "system", "network", "begun", "renewed", "remembered", "current",
      ])
    let hash = try site.record().prefix { $0 != ":" }
    for secret in [
      "CANARY", String(hash), "$7$", mine.split(separator: ";").first.map(String.init) ?? "authToken",
    ] {
      #expect(!answer.contains(secret))
    }
    #expect(try events().last == "exported")
  }

  /// By the id; where a line has none, by the address, since the account is there.
  @Test func exportsTheLinesOfTheAuditLogThatAreAboutOne() throws {
    let other = "b@example.com"
    #expect(try site.register(other).status == 200)
    let mine = try site.login().cookies
    #expect(try site.login("a@example.com", "wrong password").status == 401)
    let id = try #require(try overview(mine)["id"] as? String)
    func line(_ second: Int, _ members: String) -> String {
      #"{"time":"\#(internetTime(Self.now + second))","event":"x",\#(members)}"# + "\n"
    }
    let log = try site.folder.text("auth-data/audit.log")
    try site.folder.write(
      "auth-data/audit.log.1",
      line(-9, #""email":"a@example.com""#) + line(-8, #""email":"former@example.com","user":"\#(id)""#)
        + line(9, #""email":"a@example.com","user":"somebody else""#) + "cut short, {\n\n\n[]\n")
    try site.folder.write(
      "auth-data/audit.log",
      log + line(9, #""email":"a@example.com","ip":"192.0.2.9""#) + line(9, #""email":"aa@example.com""#)
        + String(repeating: "x", count: 200_000) + "\n" + line(10, #""user":"\#(id)""#))
    let answer = try post(Self.body("export", #""currentPassword":"PROOF""#), mine)
    let file = try members(answer)
    #expect(file["log_complete"] as? Bool == true)
    let lines = try #require(file["log"] as? [[String: Any]])
    #expect(
      lines.map { $0["event"] as? String } == ["x", "registered", "logged-in", "login-refused", "x", "x"])
    #expect(lines[0]["email"] as? String == "former@example.com")
    #expect(lines[4]["ip"] as? String == "192.0.2.9")
    #expect(!answer.contains(other))
  }

  /// The newest MiB of them.
  @Test func exportsTheEndOfALongTrail() throws {
    let mine = try site.login().cookies
    let id = try #require(try overview(mine)["id"] as? String)
    for (number, name) in ["audit.log", "audit.log.1", "audit.log.2"].enumerated() {
      let line =
        #"{"event":"\#(2 - number)","user":"\#(id)","x":"\#(String(repeating: "x", count: 400))"}"# + "\n"
      try site.folder.write("auth-data/\(name)", String(repeating: line, count: 1_000))
    }
    let file = try members(try post(Self.body("export", #""currentPassword":"PROOF""#), mine))
    #expect(file["log_complete"] as? Bool == false)
    let lines = try #require(file["log"] as? [[String: Any]]).compactMap { $0["event"] as? String }
    #expect(lines == lines.sorted())
    #expect(lines.filter { $0 == "2" }.count == 1_000 && lines.filter { $0 == "1" }.count == 1_000)
    #expect((300..<500).contains(lines.filter { $0 == "0" }.count))
    // Where there is no log there is none of it.
    let none = try post(
      Self.body("export", #""currentPassword":"PROOF""#), mine, ["AUTH_AUDIT_LOG": "off"])
    #expect(try members(none)["log"] as? [String] == [])
  }

  @Test func closesTheAccount() throws {
    let (mine, other) = (try site.login().cookies, try site.login().cookies)
    let id = try overview(mine)["id"] as? String ?? ""
    #expect(try Table("sessions", in: site.data).value(bytes(id)) != nil)
    let answer = try post(Self.body("close-account", #""currentPassword":"PROOF""#), mine)
    #expect(answer.status == 200)
    #expect(answer.message == "Account closed")
    #expect(answer.values("Set-Cookie") == Answer.cleared())
    #expect(try Table("users", in: site.data).value(bytes("a@example.com")) == nil)
    #expect(try Table("sessions", in: site.data).value(bytes(id)) == nil)
    for cookies in [mine, other] { #expect(try status(cookies) == 401 && refresh(cookies) == 401) }
    #expect(try site.login().status == 401)
    #expect(try site.auditLines().contains { $0["event"] == "account-closed" && $0["user"] == id })
    try #require(try site.register().status == 200)
    #expect(try overview(try site.login().cookies)["id"] as? String != id)
    #expect(try status(mine) == 401)
  }

  @Test func closesWhereTheSessionsCannotBeWritten() throws {
    let mine = try site.login().cookies
    try site.folder.makeFolder("auth-data/sessions.work")
    #expect(try post(Self.body("close-account", #""currentPassword":"PROOF""#), mine).status == 200)
    #expect(try status(mine) == 401 && refresh(mine) == 401)
    #expect(site.log.lines.contains { $0.hasPrefix("session-not-ended ") })
  }

  // MARK: Without sessions

  @Test func onlyShowsWhereTokensAreJudgedAlone() throws {
    let site = try TestSite(["AUTH_STATELESS": "yes"])
    _ = try site.register()
    let mine = try site.login().cookies
    let answer = try site.answer(.account, "GET", "", ["HTTP_COOKIE": mine])
    #expect(answer.status == 200)
    #expect((try members(answer)["sessions"] as? [Any])?.isEmpty == true)
    let body = Self.body("export", #""currentPassword":"PROOF""#)
    #expect(try site.answer(.account, "POST", body, ["HTTP_COOKIE": mine]).message == "A session is needed")
    try site.addUser(record: nil)
    #expect(try site.answer(.account, "GET", "", ["HTTP_COOKIE": mine]).message == "Invalid Token")
  }

  /// Of two at once one changes the password: the other was checked against one that is no more.
  @Test func changesThePasswordOnceOfManyAtOnce() throws {
    let site = site
    let cookies = try (0..<4).map { _ in try site.login().cookies }
    let statuses = onThreads(4) { number in
      let body = Self.newPassword.replacing("nine herons", with: "nine herons \(number)")
      return (try? site.answer(.account, "POST", body, ["HTTP_COOKIE": cookies[number]]).status) ?? 0
    }
    #expect(statuses.filter { $0 == 200 }.count == 1)
    #expect(statuses.allSatisfy { [200, 401].contains($0) })
  }
}

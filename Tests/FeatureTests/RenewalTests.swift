import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// Sessions and their renewal: what a login begins, refresh.cgi and login.cgi go on with, and logout ends.
@Suite struct RenewalTests {
  private let site: TestSite
  private static let start = HandMadeToken.now
  private static let user = RequestBody.user("a@example.com", "password").content
  private static let browser = [
    "HTTP_ACCEPT": "text/html", "CONTENT_TYPE": "application/x-www-form-urlencoded",
  ]

  init() throws {
    site = try TestSite()
    try #require(try site.register().status == 200)
  }

  private func login(
    _ more: String = "", now: Int = start, _ variables: [String: String] = [:]
  ) throws -> Answer {
    let answer = try site.answer(
      .login, "POST", String(Self.user.dropLast()) + more + "}", variables, now: now)
    try #require(answer.status == 200)
    return answer
  }

  private func refresh(_ cookie: String, now: Int = start) throws -> Answer {
    try site.answer(.refresh, "POST", "", ["HTTP_COOKIE": cookie], now: now)
  }

  private func status(_ cookie: String, now: Int = start) throws -> Int {
    try site.visit(cookie: cookie, now: now).status
  }

  private func claims(_ answer: Answer) throws -> [String: Any] {
    let part = try #require(answer.token).split(separator: ".")[1]
    let bytes = try #require(Base64URL.decode(Array(part.utf8)))
    return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  // MARK: Login

  @Test func setsThreeCookies() throws {
    let fields = try login().values("Set-Cookie")
    #expect(fields.count == 3)
    #expect(fields[1].hasPrefix("authRefresh=") && fields[1].hasSuffix("; Path=/; HttpOnly; SameSite=Strict"))
    #expect(fields[2].hasPrefix("authDevice="))
    #expect(fields[2].hasSuffix("; Path=/; Max-Age=15552000; HttpOnly; SameSite=Strict"))
    let remembered = try login(#","remember":"yes""#).values("Set-Cookie")
    #expect(remembered[1].hasSuffix("; Path=/; Max-Age=1209600; HttpOnly; SameSite=Strict"))
  }

  @Test func namesItsSessionInTheToken() throws {
    let (one, other) = (try claims(login()), try claims(login()))
    let id = try #require(one["sid"] as? String)
    #expect(Base64URL.decode(Array(id.utf8))?.count == 16)
    #expect(other["sid"] as? String != id)
  }

  @Test func givesProgramsTheTokensThemselves() throws {
    let answer = try login(#","deliver":"tokens""#)
    #expect(answer.values("Set-Cookie") == [])
    let members = try #require(
      try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
    #expect(Set(members.keys) == ["access_token", "token_type", "expires_in", "refresh_token"])
    #expect(members["token_type"] as? String == "Bearer")
    #expect(members["expires_in"] as? Int == 3600)
    let access = try #require(members["access_token"] as? String)
    #expect(try site.visit(authorization: "Bearer " + access).status == 200)
    let token = try #require(members["refresh_token"] as? String)
    let next = try site.answer(.refresh, "POST", #"{"refresh_token":"\#(token)"}"#)
    #expect(next.status == 200)
    #expect(next.values("Set-Cookie") == [])
    #expect(next.body.contains(#""refresh_token":""#))
  }

  @Test(arguments: [
    (#","remember":"maybe""#, "remember must be yes or no"),
    (#","deliver":"mail""#, "deliver must be cookies or tokens"),
  ])
  func refusesOtherWords(more: String, message: String) throws {
    let answer = try site.answer(.login, "POST", String(Self.user.dropLast()) + more + "}")
    #expect(answer.status == 422)
    #expect(answer.message == message)
  }

  @Test func endsTheSessionWhoseCookiesCame() throws {
    let before = try login()
    let after = try login("", ["HTTP_COOKIE": before.cookie("Refresh")])
    #expect(try status(before.cookie) == 401)
    #expect(try refresh(before.cookies).status == 401)
    #expect(try status(after.cookie) == 200)
  }

  // MARK: Renewal

  @Test func renewsBothTokens() throws {
    let first = try login()
    let next = try refresh(first.cookie("Refresh"), now: Self.start + 4000)
    #expect(next.status == 200)
    #expect(next.message == "Token refreshed")
    #expect(next.values("Set-Cookie").count == 2)
    #expect(try status(first.cookie, now: Self.start + 4000) == 401)
    #expect(try status(next.cookie, now: Self.start + 4000) == 200)
    #expect(next.cookie("Refresh") != first.cookie("Refresh"))
  }

  @Test func takesNoOtherMethodAndNoOtherSite() throws {
    let cookie = try login().cookies
    for method in ["GET", "HEAD", "PUT"] {
      let answer = try site.answer(.refresh, method, "", ["HTTP_COOKIE": cookie])
      #expect(answer.status == 405)
      #expect(answer.value("Allow") == "POST")
    }
    for variables in [
      ["HTTP_SEC_FETCH_SITE": "same-site"],
      [
        "HTTP_SEC_FETCH_SITE": "cross-site", "AUTH_TRUSTED_ORIGINS": "https://app.example.com",
        "HTTP_ORIGIN": "https://app.example.com",
      ],
    ] {
      let answer = try site.answer(.refresh, "POST", "", variables.merging(["HTTP_COOKIE": cookie]) { $1 })
      #expect(answer.status == 403)
    }
    #expect(try refresh("other=1").message == "Unauthorized")
    #expect(try refresh("authRefresh=x").message == "Invalid Token")
  }

  /// The one before for 60 s, and the same pair; later it ends the session.
  @Test func takesTheTokenBeforeForAMinute() throws {
    let first = try login()
    let second = try refresh(first.cookie("Refresh"), now: Self.start + 100)
    for later in [100, 130, 159] {
      let again = try refresh(first.cookie("Refresh"), now: Self.start + later)
      #expect(again.status == 200)
      #expect(again.cookie("Refresh") == second.cookie("Refresh"))
      #expect(try status(again.cookie, now: Self.start + later) == 200)
    }
    #expect(try refresh(first.cookie("Refresh"), now: Self.start + 160).message == "Invalid Token")
    #expect(try site.auditLines().last?["event"] == "refresh-reused")
    #expect(try refresh(second.cookie("Refresh"), now: Self.start + 160).status == 401)
    #expect(try status(second.cookie, now: Self.start + 160) == 401)
  }

  @Test func endsTheSessionOfAnOlderToken() throws {
    let first = try login()
    let second = try refresh(first.cookie("Refresh"))
    let third = try refresh(second.cookie("Refresh"))
    #expect(try refresh(first.cookie("Refresh")).status == 401)
    #expect(try site.auditLines().last?["event"] == "refresh-reused")
    #expect(try refresh(third.cookie("Refresh")).status == 401)
  }

  /// A store of before was put back.
  @Test func endsTheSessionOfATokenThatIsAhead() throws {
    let first = try login()
    let store = try site.folder.bytes("auth-data/sessions.gdbm")
    let second = try refresh(first.cookie("Refresh"))
    for name in try site.folder.names("auth-data") where name.hasPrefix("sessions.") {
      try #require(unlink(site.folder.path("auth-data/" + name)) == 0)
    }
    try site.folder.write("auth-data/sessions.gdbm", store)
    #expect(try refresh(second.cookie("Refresh")).status == 401)
    #expect(try site.auditLines().last?["event"] == "refresh-unknown")
    #expect(try refresh(first.cookie("Refresh")).status == 401)
  }

  @Test func makesOneStepOfManyAtOnce() throws {
    let first = try login()
    let site = site
    let cookie = first.cookie("Refresh")
    let answers = onThreads(20) { _ in
      Result { try site.answer(.refresh, "POST", "", ["HTTP_COOKIE": cookie]) }
    }.map { try? $0.get() }
    #expect(answers.allSatisfy { $0?.status == 200 })
    #expect(Set(answers.compactMap { $0?.cookie("Refresh") }).count == 1)
  }

  /// Ended at the second stated.
  @Test(arguments: [
    ("", 43_200), (#","remember":"yes""#, 1_209_600),
  ])
  func endsByItself(more: String, seconds: Int) throws {
    let answer = try login(more)
    #expect(try refresh(answer.cookie("Refresh"), now: Self.start + seconds).status == 401)
    #expect(try refresh(answer.cookie("Refresh"), now: Self.start + seconds - 1).status == 200)
  }

  @Test func lastsNoLongerThanItsLifetime() throws {
    var cookie = try login(#","remember":"yes""#).cookie("Refresh")
    for day in [10, 20, 29] {
      let answer = try refresh(cookie, now: Self.start + day * 86_400)
      #expect(answer.status == 200)
      cookie = answer.cookie("Refresh")
    }
    #expect(try refresh(cookie, now: Self.start + 2_592_000 - 1).status == 200)
    #expect(try refresh(cookie, now: Self.start + 2_592_000).status == 401)
  }

  /// An access token ends with its session at the latest.
  @Test func givesNoAccessBeyondItsEnd() throws {
    let first = try login()
    let last = try refresh(first.cookie("Refresh"), now: Self.start + 43_000)
    #expect(last.setCookie?.contains("; Max-Age=200;") == true)
    #expect(try claims(last)["exp"] as? Int == Self.start + 43_200)
    #expect(try status(last.cookie, now: Self.start + 43_199) == 200)
    #expect(try status(last.cookie, now: Self.start + 43_200) == 401)
  }

  @Test(arguments: ["!x::{}", nil, "$7$other"])
  func endsWithItsUser(record: String?) throws {
    let answer = try login()
    let before = try site.record()
    try site.addUser(record: record.map { $0 == "!x::{}" ? "!" + before : $0 })
    #expect(try refresh(answer.cookie("Refresh")).status == 401)
    #expect(try status(answer.cookie) == 401)
    // A disabled user's session is refused, not deleted.
    try site.addUser(record: before)
    #expect(try refresh(answer.cookie("Refresh")).status == 200)
  }

  // MARK: Browsers

  private func page(
    _ cookie: String, _ query: String = "", now: Int, _ variables: [String: String] = [:]
  ) throws -> Answer {
    try site.answer(
      .login, "GET", "",
      ["HTTP_COOKIE": cookie, "QUERY_STRING": query, "SCRIPT_NAME": "/cgi-bin/login.cgi"]
        .merging(Self.browser) { $1 }.merging(variables) { $1 }, now: now)
  }

  @Test func renewsABrowserAtTheLoginPage() throws {
    let first = try login()
    let later = Self.start + 4000
    for cookie in [first.cookie("Refresh"), first.cookies] {
      let answer = try page(cookie, "next=/members/", now: later)
      #expect(answer.status == 303)
      #expect(answer.value("Location") == "/members/")
      #expect(try status(answer.cookie, now: later) == 200)
    }
  }

  @Test func doesNotRenewWhatIsNoMatterOfTime() throws {
    let first = try login()
    let later = Self.start + 4000
    let refresh = first.cookie("Refresh")
    // A wrong token; a revoked one; credentials of a program; a question without a page; HEAD.
    #expect(try page("authToken=x; " + refresh, now: later).status == 200)
    #expect(try page(refresh, now: later, ["HTTP_AUTHORIZATION": "Bearer x"]).status == 200)
    #expect(try page(refresh, now: later, ["HTTP_SEC_FETCH_MODE": "no-cors"]).status == 200)
    #expect(
      try site.answer(
        .login, "HEAD", "", Self.browser.merging(["HTTP_COOKIE": refresh]) { $1 }, now: later
      ).values("Set-Cookie")
        == [])
    for query in ["protected", "login"] {
      let program = try #require(Endpoint(rawValue: query))
      #expect(
        try site.answer(program, "GET", "", ["HTTP_COOKIE": refresh], now: later).values("Set-Cookie") == [])
    }
    // Whoever keeps only the one cookie would go round for ever.
    #expect(try page(refresh, now: Self.start + 9).status == 200)
    #expect(try page(refresh, now: Self.start + 10).status == 303)
  }

  // MARK: Logout

  @Test func logsOutByEitherCookie() throws {
    for ending in ["Token", "Refresh"] {
      let answer = try login()
      let logout = try site.answer(.logout, "POST", "", ["HTTP_COOKIE": answer.cookie(ending)])
      #expect(logout.status == 200)
      #expect(logout.values("Set-Cookie") == Answer.cleared())
      #expect(try status(answer.cookie) == 401)
      #expect(try refresh(answer.cookie("Refresh")).status == 401)
      #expect(
        try site.auditLines().filter { $0["event"] == "logged-out" }.count == (ending == "Token" ? 1 : 2))
    }
  }

  /// Tokens of no session are those of other programs with our secret, and of before this version.
  @Test func logsOutEverywhere() throws {
    let site = try TestSite(["JWT_SECRET": HandMadeToken.key])
    _ = try site.register()
    let record = try site.record()
    let id = try #require(record.firstMatch(of: /"id":"([^"]*)"/)).1
    let foreign = "authToken=" + HandMadeToken.make(HandMadeToken.claims(sub: "\"\(id)\""))
    let (one, other) = (try site.login(), try site.login())
    #expect(try site.visit(cookie: foreign).status == 200)
    let body = #"{"everywhere":"yes"}"#
    let answer = try site.answer(.logout, "POST", body, ["HTTP_COOKIE": one.cookies])
    #expect(answer.status == 200)
    for cookie in [one.cookie, other.cookie, foreign] {
      #expect(try site.visit(cookie: cookie).status == 401)
    }
    #expect(try site.answer(.refresh, "POST", "", ["HTTP_COOKIE": other.cookies]).status == 401)
    #expect(try site.record().hasPrefix(record.dropLast(1)))
    let later = HandMadeToken.now + 1
    let token = HandMadeToken.claims(sub: "\"\(id)\"", iat: "\(later)", exp: "\(later + 60)", jti: "\"t9\"")
    #expect(try site.visit(cookie: "authToken=" + HandMadeToken.make(token), now: later).status == 200)
    #expect(try site.auditLines().contains { $0["event"] == "logged-out-everywhere" })
  }

  @Test func logsOutEverywhereByPostAlone() throws {
    let (one, other) = (try login(), try login())
    let answer = try site.answer(
      .logout, "GET", "", ["HTTP_COOKIE": one.cookies, "QUERY_STRING": "everywhere=yes"])
    #expect(answer.status == 200)
    #expect(try status(other.cookie) == 200)
    let none = try site.answer(.logout, "POST", #"{"everywhere":"yes"}"#)
    #expect(none.status == 200)
    #expect(try status(other.cookie) == 200)
    #expect(try site.answer(.logout, "POST", #"{"everywhere":"all"}"#).status == 422)
  }

  // MARK: Where nothing can be kept

  @Test func logsInWithoutASession() throws {
    try site.folder.makeFolder("auth-data/sessions.gdbm")
    let answer = try login()
    #expect(answer.cookie("Refresh") == "")
    #expect(try claims(answer)["sid"] == nil)
    #expect(try status(answer.cookie) == 200)
    let lines = site.log.lines.filter { $0.hasPrefix("session-unavailable store-") }
    #expect(lines.count == 1)
  }

  @Test func keepsTheCookiesWhereNothingCanBeRead() throws {
    let first = try login()
    try site.folder.write("auth-data/sessions.gdbm", "garbage")
    let answer = try refresh(first.cookies)
    #expect(answer.status == 503)
    #expect(answer.values("Set-Cookie") == [])
    #expect(try status(first.cookie) == 503)
  }

  /// A record of the right form with a time that no calendar has: no sum of it may end the process.
  @Test func refusesARecordWithATimeOfNoCalendar() throws {
    let first = try login(#","remember":"yes""#)
    let table = Table("sessions", in: DataDirectory(site.folder.path("auth-data")))
    let id = Array(try #require(try claims(first)["sub"] as? String).utf8)
    try table.update(id) { value in
      var record = value ?? []
      let start = 2 + Int(record[1]) + 1 + 20
      record.replaceSubrange(start..<start + 8, with: [0x7F] + [UInt8](repeating: 0xFF, count: 7))
      return .set(record)
    }
    #expect(try status(first.cookie) == 503)
    #expect(try refresh(first.cookies).status == 503)
    let expected = "store-damaged sessions.gdbm: the record of a user is malformed; restore it from a backup"
    #expect(site.log.lines.filter { $0.hasPrefix("store-") } == [expected, expected])
    // Who logs in gets in, without a session.
    let next = try login()
    #expect(try claims(next)["sid"] == nil)
    #expect(try status(next.cookie) == 200)
  }

  @Test func knowsNoSessionsWhereTokensAreJudgedAlone() throws {
    let site = try TestSite(["AUTH_STATELESS": "yes"])
    _ = try site.register()
    let answer = try site.login()
    #expect(answer.values("Set-Cookie").count == 1)
    #expect(!site.folder.has("auth-data/sessions.gdbm") && !site.folder.has("auth-data/private.key"))
    let logout = try site.answer(.logout, "POST", #"{"everywhere":"yes"}"#, ["HTTP_COOKIE": answer.cookies])
    #expect(logout.status == 409)
    #expect(try site.answer(.refresh, "POST", "", ["HTTP_COOKIE": answer.cookies]).status == 401)
  }

  // MARK: Many

  @Test func keepsAHundred() throws {
    let remembered = try login(#","remember":"yes""#)
    let used = try refresh(login().cookie("Refresh"))
    let first = try login()
    for second in 1...98 { _ = try login("", now: Self.start + second) }
    #expect(try status(first.cookie) == 401)
    #expect(try status(used.cookie) == 200)
    // What was never renewed goes first, the oldest of it.
    #expect(try status(remembered.cookie) == 200)
  }

  /// A known device counts for itself.
  @Test func waitsForNoStrangers() throws {
    let known = try login().cookie("Device")
    for _ in 1...6 { _ = try site.login("a@example.com", "wrong password") }
    let body = Self.user
    #expect(try site.answer(.login, "POST", body).status == 429)
    #expect(try site.answer(.login, "POST", body, ["HTTP_COOKIE": known]).status == 200)
    #expect(try site.answer(.login, "POST", body, ["HTTP_COOKIE": "authDevice=x"]).status == 429)
    // It has as many tries as a network.
    let wrong = RequestBody.user("a@example.com", "wrong password").content
    for _ in 1...5 { #expect(try site.answer(.login, "POST", wrong, ["HTTP_COOKIE": known]).status == 401) }
    #expect(try site.answer(.login, "POST", wrong, ["HTTP_COOKIE": known]).status == 429)
    // It says nothing for other accounts.
    _ = try site.register("b@example.com")
    for _ in 1...6 { _ = try site.login("b@example.com", "wrong password") }
    let other = RequestBody.user("b@example.com", "password").content
    #expect(try site.answer(.login, "POST", other, ["HTTP_COOKIE": known]).status == 429)
  }
}

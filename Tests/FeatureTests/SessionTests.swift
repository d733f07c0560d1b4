import Glibc
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// When a token stops being good before its time.
@Suite struct SessionTests {
  private let site: TestSite
  private let cookie: String

  init() throws {
    site = try TestSite()
    cookie = try site.newSession()
  }

  private func expectRefused(
    _ cookie: String, on site: TestSite, because reason: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let answer = try site.visit(cookie: cookie)
    #expect(answer.status == 401, sourceLocation: sourceLocation)
    #expect(answer.message == "Invalid Token", sourceLocation: sourceLocation)
    #expect(
      answer.values("WWW-Authenticate") == ["Bearer error=\"invalid_token\""], sourceLocation: sourceLocation)
    let last = try #require(try site.auditLines().last)
    #expect(last["event"] == "token-refused", sourceLocation: sourceLocation)
    #expect(last["reason"] == reason, sourceLocation: sourceLocation)
    #expect(last["email"] == "a@example.com", sourceLocation: sourceLocation)
  }

  private func revoked() throws -> [String] {
    try site.folder.names("auth-data").filter { $0.hasPrefix("revoked-") }
  }

  // MARK: Logout

  @Test(arguments: ["HTTP_COOKIE", "HTTP_AUTHORIZATION"])
  func endsWithLogout(variable: String) throws {
    let token = try #require(try site.login().token)
    let value = variable == "HTTP_COOKIE" ? "authToken=" + token : "Bearer " + token
    let answer = try site.answer(.logout, "POST", "", [variable: value])
    #expect(answer.status == 200)
    #expect(answer.message == "Logout successful")
    #expect(answer.values("Set-Cookie") == Answer.cleared())
    try expectRefused("authToken=" + token, on: site, because: "logged-out")
    #expect(try site.visit(authorization: "Bearer " + token).status == 401)
    // Every other session goes on.
    #expect(try site.visit(cookie: cookie).status == 200)
    #expect(try site.login().status == 200)
  }

  @Test func answersASecondLogoutLikeTheFirstAndWritesNothing() throws {
    let first = try site.answer(.logout, "POST", "", ["HTTP_COOKIE": cookie])
    let names = try revoked()
    #expect(names.count == 2)
    let content = try names.map { try site.folder.bytes("auth-data/\($0)") }
    let lines = try site.auditLines().count
    #expect(try site.answer(.logout, "POST", "", ["HTTP_COOKIE": cookie]).output == first.output)
    #expect(try revoked() == names)
    #expect(try names.map { try site.folder.bytes("auth-data/\($0)") } == content)
    #expect(try site.auditLines().count == lines)
  }

  /// Whoever has no token that is ours makes nothing grow.
  @Test func writesNothingForATokenThatIsNotGood() throws {
    let names = try site.folder.names("auth-data")
    let lines = try site.auditLines().count
    let bad = [
      nil, "authToken=", "authToken=x", "other=x", cookie + "x", "authToken=" + HandMadeToken.make(),
    ]
    for cookie in bad {
      var variables: [String: String] = [:]
      variables["HTTP_COOKIE"] = cookie
      let answer = try site.answer(.logout, "GET", "", variables)
      #expect(answer.status == 200)
      #expect(answer.values("Set-Cookie") == Answer.cleared())
    }
    #expect(try site.folder.names("auth-data") == names)
    #expect(try site.auditLines().count == lines)
    #expect(try site.visit(cookie: cookie).status == 200)
  }

  /// A token whose time is over ends its session all the same.
  @Test func logsOutByAnExpiredToken() throws {
    let late = try site.answer(.logout, "POST", "", ["HTTP_COOKIE": cookie], now: HandMadeToken.now + 3660)
    #expect(late.status == 200)
    #expect(try revoked() == [])
    #expect(try site.auditLines().last?["event"] == "logged-out")
    #expect(try site.visit(cookie: cookie).status == 401)
  }

  @Test func cleansUpAtALaterLogout() throws {
    _ = try site.answer(.logout, "POST", "", ["HTTP_COOKIE": cookie])
    let before = try revoked()
    let later = HandMadeToken.now + 3600 + 4096 + 60 + 86_400
    // A table whose lock somebody holds is left to the next logout.
    for _ in 0..<20 where try !Set(before).isDisjoint(with: revoked()) {
      let next = try site.login(now: later).cookie
      #expect(try site.answer(.logout, "POST", "", ["HTTP_COOKIE": next], now: later).status == 200)
    }
    #expect(try Set(before).isDisjoint(with: revoked()))
    #expect(try revoked().count == 2)
  }

  /// The day the token would be good again, its user enabled or brought back by a backup, must not come.
  @Test(arguments: [nil, "!x::{}"])
  func logsOutWhoIsDisabledOrGone(record: String?) throws {
    let saved = try site.record()
    try site.addUser(record: record)
    #expect(try site.answer(.logout, "POST", "", ["HTTP_COOKIE": cookie]).status == 200)
    try site.addUser(record: saved)
    try expectRefused(cookie, on: site, because: "logged-out")
  }

  @Test func clearsTheCookieThoughTheLogoutCannotBeWritten() throws {
    _ = try site.answer(.logout, "POST", "", ["HTTP_COOKIE": cookie])
    let damaged = try #require(try revoked().first { $0.hasSuffix(".gdbm") })
    try site.folder.write("auth-data/\(damaged)", "garbage")
    let next = try site.login().cookie
    let answer = try site.answer(.logout, "POST", "", ["HTTP_COOKIE": next])
    #expect(answer.status == 503)
    #expect(answer.message == "Service Unavailable")
    #expect(answer.values("Retry-After") == ["5"])
    #expect(answer.values("Set-Cookie") == Answer.cleared())
    #expect(site.log.lines.last?.hasPrefix("store-damaged \(damaged): ") == true)
    // Who cannot know whether a token was logged out does not take it.
    let visit = try site.visit(cookie: next)
    #expect(visit.status == 503)
    #expect(visit.values("Retry-After") == ["5"])
    #expect(try site.login().status == 200)
  }

  // MARK: The user

  @Test func endsWithItsUser() throws {
    try site.addUser(record: nil)
    try expectRefused(cookie, on: site, because: "unknown-user")
    // Whoever registers the address next is somebody else.
    #expect(try site.register().status == 200)
    try expectRefused(cookie, on: site, because: "another-user")
    #expect(try site.visit(cookie: site.login().cookie).status == 200)
  }

  @Test func endsWithThePassword() throws {
    let other = try TestSite()
    _ = try other.register("a@example.com", "another password")
    let hash = try other.record().split(separator: ":")[0]
    let (old, rest) = try { ($0[0], $0[1]) }(site.record().split(separator: ":", maxSplits: 1))
    try site.addUser(record: "\(hash):\(rest)")
    try expectRefused(cookie, on: site, because: "password-changed")
    #expect(try site.visit(cookie: site.login("a@example.com", "another password").cookie).status == 200)
    #expect(old != hash)
  }

  @Test func outlivesANewHashOfTheSamePassword() throws {
    let (email, record) = (try #require(EmailAddress(bytes("a@example.com"))), try site.record())
    let old = bytes(String(record.prefix { $0 != ":" }))
    let other = try TestSite()
    _ = try other.register()
    let new = bytes(String(try other.record().prefix { $0 != ":" }))
    #expect(try Users(in: site.data).replaceHash(of: email, ifStill: old, by: new))
    #expect(try site.visit(cookie: cookie).status == 200)
    #expect(try site.visit(cookie: site.login().cookie).status == 200)
    // From here on as before: another password ends it.
    let (_, rest) = try { ($0[0], $0[1]) }(site.record().split(separator: ":", maxSplits: 1))
    try site.addUser(record: "$7$another:\(rest)")
    try expectRefused(cookie, on: site, because: "password-changed")
  }

  @Test(arguments: ["!", "!!", "*"])
  func restsWhileItsUserIsDisabled(mark: String) throws {
    let saved = try site.record()
    try site.addUser(record: mark + saved)
    try expectRefused(cookie, on: site, because: "disabled-user")
    let wrong = try site.login("a@example.com", "wrong password")
    let disabled = try site.login()
    #expect(disabled.status == 401)
    #expect(disabled.output == wrong.output)
    #expect(try site.auditLines().last?["reason"] == "disabled-user")
    #expect(!site.log.lines.contains { $0.hasPrefix("password-hash-unsupported") })
    try site.addUser(record: saved)
    #expect(try site.visit(cookie: cookie).status == 200)
  }

  @Test(arguments: ["!", "*"])
  func refusesADisabledUserWithoutAHash(hash: String) throws {
    try site.addUser(record: hash)
    #expect(try site.login().status == 401)
    #expect(!site.log.lines.contains { $0.hasPrefix("password-hash-unsupported") })
  }

  /// Only the claims of the contract: then the password has no say.
  @Test func bindsAnotherSignersTokenToTheUserAlone() throws {
    let site = try TestSite(["JWT_SECRET": HandMadeToken.key])
    let cookie = "authToken=" + HandMadeToken.make()
    #expect(try site.visit(cookie: cookie).status == 401)
    for hash in ["x", "y"] {
      try site.addUser(record: hash + "::{\"id\":\"u1\"}")
      #expect(try site.visit(cookie: cookie).status == 200)
    }
    try site.addUser(record: "x::{\"id\":\"u2\"}")
    try expectRefused(cookie, on: site, because: "another-user")
  }

  @Test(arguments: ["\"x\"", "\"\"", "null", "7", "[\"x\"]"])
  func refusesAGenerationThatIsNotTheUsers(claim: String) throws {
    let site = try TestSite(["JWT_SECRET": HandMadeToken.key])
    try site.addUser(record: "x::{\"id\":\"u1\"}")
    let token = HandMadeToken.make(HandMadeToken.claims("\"auth_gen\":" + claim))
    #expect(try site.visit(cookie: "authToken=" + token).status == 401)
  }

  // MARK: Planted cookies

  /// Another host of the same domain, or somebody on the way, can plant a cookie of the name where it has no
  /// `__Host-`. Logging in anew does not remove it.
  @Test(arguments: [
    "authToken=junk", "authToken=a.b.c; authToken=x", "authToken=" + HandMadeToken.make(),
    String(repeating: "authToken=j; ", count: 9) + (0..<99).map { "authToken=\($0)" }.joined(separator: "; "),
  ])
  func outlivesAPlantedCookie(planted: String) throws {
    for field in ["\(planted); \(cookie)", "\(cookie); \(planted)", "\(planted), \(cookie)"] {
      #expect(try site.visit(cookie: field).status == 200)
    }
    // Nor one that has been good: an expired token of somebody else's.
    #expect(try site.register("b@example.com").status == 200)
    let expired = try site.login("b@example.com", now: HandMadeToken.now - 3661).cookie
    #expect(try site.visit(cookie: "\(expired); \(cookie)").message == "Welcome, a@example.com!")
    #expect(try site.visit(cookie: "\(expired); \(planted)").status == 401)
    #expect(try site.auditLines().last?["reason"] == "ambiguous")
    #expect(try site.visit(cookie: planted).status == 401)
  }

  @Test func believesNeitherOfTwoUsers() throws {
    #expect(try site.register("b@example.com").status == 200)
    let other = try site.login("b@example.com").cookie
    for field in ["\(other); \(cookie)", "\(cookie); \(other)", "\(cookie); authToken=x; \(other)"] {
      #expect(try site.visit(cookie: field).status == 401)
      #expect(try site.auditLines().last?["reason"] == "ambiguous")
    }
    // Logging in anew mends it, since that ends what came with it.
    let anew = try site.login("a@example.com", "password", ["HTTP_COOKIE": "\(other); \(cookie)"]).cookie
    for field in ["\(other); \(anew)", "\(anew); \(other)"] {
      #expect(try site.visit(cookie: field).message == "Welcome, a@example.com!")
    }
    #expect(try site.visit(cookie: "\(other); \(cookie)").status == 401)
  }

  /// Where nothing is kept of sessions, the planted one ends by itself.
  @Test func believesNeitherOfTwoUsersUntilOneExpires() throws {
    let site = try TestSite(["AUTH_STATELESS": "yes"])
    for email in ["a@example.com", "b@example.com"] { #expect(try site.register(email).status == 200) }
    let other = try site.login("b@example.com").cookie
    let anew = try site.login(
      "a@example.com", "password", ["HTTP_COOKIE": other], now: HandMadeToken.now + 1800
    ).cookie
    #expect(try site.visit(cookie: "\(other); \(anew)", now: HandMadeToken.now + 1800).status == 401)
    #expect(try site.visit(cookie: "\(other); \(anew)", now: HandMadeToken.now + 3661).status == 200)
  }

  @Test func takesTheNewestOfOneUser() throws {
    let anew = try site.login(now: HandMadeToken.now + 1).cookie
    for field in ["\(cookie); \(anew)", "\(anew); \(cookie)"] {
      #expect(try site.visit(cookie: field, now: HandMadeToken.now + 1).status == 200)
    }
    _ = try site.answer(.logout, "POST", "", ["HTTP_COOKIE": anew], now: HandMadeToken.now + 1)
    // Whoever was logged out elsewhere: the older session goes on, as it does alone.
    for field in ["\(cookie); \(anew)", "\(anew); \(cookie)"] {
      #expect(try site.visit(cookie: field, now: HandMadeToken.now + 1).status == 200)
    }
    _ = try site.answer(.logout, "POST", "", ["HTTP_COOKIE": cookie], now: HandMadeToken.now + 1)
    for field in ["\(cookie); \(anew)", "\(anew); \(cookie)"] {
      #expect(try site.visit(cookie: field, now: HandMadeToken.now + 1).status == 401)
    }
  }

  // MARK: Stateless

  @Test func goesByTheTokenAloneWhereItIsTold() throws {
    let site = try TestSite(["AUTH_STATELESS": "yes", "JWT_SECRET": HandMadeToken.key])
    #expect(try site.visit(cookie: "authToken=" + HandMadeToken.make()).status == 200)
    _ = try site.register()
    let cookie = try site.login().cookie
    let logout = try site.answer(.logout, "POST", "", ["HTTP_COOKIE": cookie])
    #expect(logout.status == 200)
    #expect(logout.values("Set-Cookie") == Array(Answer.cleared().prefix(1)))
    #expect(try site.folder.names("auth-data").allSatisfy { !$0.hasPrefix("revoked-") })
    for record in ["!x::{}", nil] {
      try site.addUser(record: record)
      #expect(try site.visit(cookie: cookie).status == 200)
      #expect(try site.visit(cookie: cookie, ["AUTH_STATELESS": "no"]).status == 401)
    }
    try site.folder.write("auth-data/users.gdbm", "garbage")
    #expect(try site.visit(cookie: cookie).status == 200)
    #expect(try site.visit(cookie: cookie, now: HandMadeToken.now + 3660).status == 401)
  }
}

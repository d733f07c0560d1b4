import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// The session that a browser has before it logs in anew.
@Suite struct FormerSessionTests {
  private let site: TestSite
  private let cookie: String

  init() throws {
    site = try TestSite()
    cookie = try site.newSession()
  }

  private func login(_ variables: [String: String], _ email: String = "a@example.com") throws -> String {
    let answer = try site.login(email, "password", variables)
    #expect(answer.status == 200)
    #expect(answer.message == "Login successful")
    return answer.cookie
  }

  private func status(_ cookie: String) throws -> Int { try site.visit(cookie: cookie).status }

  @Test func endsWithALoginInTheSameBrowser() throws {
    let next = try login(["HTTP_COOKIE": cookie])
    #expect(try status(cookie) == 401)
    #expect(try status(next) == 200)
    let lines = try site.auditLines()
    #expect(lines.last?["reason"] == "logged-out")
    let ended = try #require(lines.last { $0["event"] == "logged-out" })
    #expect(ended["reason"] == "another-login")
    #expect(ended["email"] == "a@example.com")
    #expect(lines.filter { $0["event"] == "logged-in" }.count == 2)
  }

  @Test func endsWithTheFormOfAPage() throws {
    let answer = try site.answer(
      .login, "POST", "email=a@example.com&password=password",
      [
        "HTTP_COOKIE": cookie, "HTTP_ACCEPT": "text/html",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
      ])
    #expect(answer.status == 303)
    #expect(try status(cookie) == 401)
  }

  @Test func endsWithALoginOfSomebodyElse() throws {
    try #require(try site.register("b@example.com").status == 200)
    let next = try login(["HTTP_COOKIE": cookie], "b@example.com")
    #expect(try status(cookie) == 401)
    #expect(try status(next) == 200)
  }

  @Test func endsInWhicheverCookieItIs() throws {
    let planted = "authToken=x; " + cookie + "; authToken=y"
    let next = try login(["HTTP_COOKIE": planted])
    #expect(try status(cookie) == 401)
    #expect(try status(next) == 200)
  }

  /// A browser sends those of a longer path first, and they need not be tokens.
  @Test func endsBehindManyThatWerePlanted() throws {
    let planted = (0..<100).map { "authToken=x\($0); " }.joined()
    let next = try login(["HTTP_COOKIE": planted + cookie])
    #expect(try status(cookie) == 401)
    let answer = try site.answer(.logout, "POST", "", ["HTTP_COOKIE": planted + next])
    #expect(answer.status == 200)
    #expect(try status(next) == 401)
  }

  @Test func goesOnInOtherBrowsers() throws {
    let other = try site.login().cookie
    let next = try login(["HTTP_COOKIE": cookie])
    for cookie in [other, next] { #expect(try status(cookie) == 200) }
  }

  /// Scripts send that, and may well log in for another of their jobs.
  @Test func goesOnWhereItCameInAuthorization() throws {
    let token = String(cookie.drop { $0 != "=" }.dropFirst())
    _ = try login(["HTTP_AUTHORIZATION": "Bearer " + token])
    #expect(try status(cookie) == 200)
  }

  @Test(arguments: ["wrong password", "nine herons"])
  func goesOnAfterALoginThatFailed(password: String) throws {
    #expect(try site.login("a@example.com", password, ["HTTP_COOKIE": cookie]).status == 401)
    #expect(try status(cookie) == 200)
  }

  /// Whoever has no token of ours makes nothing grow.
  @Test(arguments: ["authToken=x", "other=x", "authToken=" + HandMadeToken.make()])
  func writesNothingForACookieThatIsNotGood(cookie: String) throws {
    _ = try login(["HTTP_COOKIE": cookie])
    #expect(try site.folder.names("auth-data").filter { $0.hasPrefix("revoked-") } == [])
    #expect(!(try site.auditLines().contains { $0["event"] == "logged-out" }))
  }

  @Test func costsNobodyTheLoginWhereItCannotBeEnded() throws {
    // A folder stands where the table of what was logged out would be made.
    let epoch = RevocationEpoch(of: try accessToken(expiresAt: HandMadeToken.now + 3600))
    try site.folder.makeFolder("auth-data/\(epoch.tableName).work")
    let next = try login(["HTTP_COOKIE": cookie])
    #expect(try status(next) == 200)
    // Its session has ended; what only programs of before look at could not be written.
    #expect(try status(cookie) == 401)
    let lines = site.log.lines.filter { !$0.hasPrefix("weak-password-hash ") }
    #expect(lines.count == 1)
    #expect(lines.first?.hasPrefix("session-not-ended store-") == true)
    #expect(try site.auditLines().contains { $0["event"] == "logged-out" })
  }

  @Test func isNotKnownWhereTokensAreJudgedAlone() throws {
    let site = try TestSite(["AUTH_STATELESS": "yes"])
    _ = try site.register()
    let first = try site.login().cookie
    #expect(try site.login("a@example.com", "password", ["HTTP_COOKIE": first]).status == 200)
    #expect(try site.visit(cookie: first).status == 200)
    #expect(!(try site.auditLines().contains { $0["event"] == "logged-out" }))
    #expect(try site.folder.names("auth-data").allSatisfy { !$0.hasPrefix("revoked-") })
  }
}

import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// What features write to the audit log.
@Suite struct AuditTrailTests {
  private func events(_ site: TestSite) throws -> [String] {
    try site.auditLines().map { line in
      [line["event"], line["reason"]].compactMap { $0 }.joined(separator: " ")
    }
  }

  @Test func tellsWhatHappenedAndNothingElse() throws {
    let site = try TestSite()
    _ = try site.register("a@example.com", "short")
    _ = try site.register("a@example.com", "nine herons")
    _ = try site.register("a@example.com", "ten herons")
    _ = try site.login("b@example.com", "ten herons")
    _ = try site.login("a@example.com", "ten herons")
    let cookie = try site.login("a@example.com", "nine herons").cookie
    _ = try site.visit(cookie: cookie)
    _ = try site.visit()
    _ = try site.visit(cookie: cookie + "x")
    _ = try site.visit(cookie: cookie, now: HandMadeToken.now + 3660)
    _ = try site.answer(.logout, "POST", "", ["HTTP_COOKIE": cookie])
    _ = try site.visit(cookie: cookie)
    _ = try site.answer(.login, "GET")
    _ = try site.answer(.register, "POST", "{")
    #expect(
      try events(site) == [
        "registration-refused password-too-short", "registered", "registration-refused taken",
        "login-refused unknown-address", "login-refused wrong-password", "logged-in",
        "token-refused signature", "token-refused expired", "logged-out", "token-refused logged-out",
      ])
    let lines = try site.auditLines()
    let id = try #require(lines[1]["user"])
    #expect(id.utf8.count == 22)
    #expect(lines.filter { $0["user"] == id }.count == 5)
    #expect(lines.allSatisfy { $0["ip"] == "192.0.2.1" })
    #expect(lines[0]["time"] == "2023-11-14T22:13:20Z")
    #expect(
      lines.map { $0["email"] }
        == ["a", "a", "a", "b", "a", "a", nil, nil, "a", "a"].map { $0.map { $0 + "@example.com" } })
    let text = try site.folder.text("auth-data/audit.log")
    for secret in ["heron", "\"short\"", "$7$", cookie, "eyJ"] {
      #expect(!text.contains(secret))
    }
    #expect(site.log.lines.allSatisfy { $0.hasPrefix("weak-password-hash ") })
  }

  @Test func tellsNothingWhereItIsOff() throws {
    let site = try TestSite(["AUTH_AUDIT_LOG": "off"])
    _ = try site.register()
    _ = try site.login("b@example.com")
    #expect(!site.folder.has("auth-data/audit.log"))
  }

  @Test func isPutAsideAsItIsSet() throws {
    let site = try TestSite(["AUTH_AUDIT_LOG_MAX_SIZE": "4096", "AUTH_AUDIT_LOG_KEEP": "2"])
    for minute in 0..<120 { _ = try site.visit(cookie: "authToken=x", now: HandMadeToken.now + 60 * minute) }
    #expect(
      try site.folder.names("auth-data") == [
        ".htaccess", "audit.log", "audit.log.1", "audit.log.2", "refused.table", "secret.key",
      ])
  }

  private func refusals(_ site: TestSite) throws -> [String] {
    try site.auditLines().filter { $0["event"] == "token-refused" }.map {
      "\($0["ip"] ?? "") \($0["reason"] ?? "") \($0["count"] ?? "1")"
    }
  }

  /// Anybody can send tokens that are not ours, as many as he likes.
  @Test func tellsOfForeignTokensOnceANetworkAndMinute() throws {
    let site = try TestSite()
    let start = HandMadeToken.now
    func send(_ cookie: String, from address: String, at second: Int) throws {
      let answer = try site.visit(cookie: cookie, ["REMOTE_ADDR": address], now: start + second)
      #expect(answer.status == 401)
    }
    for second in 0..<60 { try send("authToken=x", from: "192.0.2.1", at: second) }
    try send("authToken=" + HandMadeToken.make(), from: "192.0.2.2", at: 30)
    try send("authToken=y", from: "192.0.2.2", at: 31)
    try send("authToken=" + HandMadeToken.make(), from: "192.0.2.1", at: 60)
    try send("authToken=z", from: "192.0.2.1", at: 61)
    // A clock that was put back.
    try send("authToken=z", from: "192.0.2.1", at: -600)
    #expect(
      try refusals(site) == [
        "192.0.2.1 malformed 1", "192.0.2.2 signature 1", "192.0.2.1 signature 60", "192.0.2.1 malformed 2",
      ])
    #expect(try site.folder.bytes("auth-data/refused.table").count <= 4096)
    #expect(try site.folder.permissions("auth-data/refused.table") == 0o600)
  }

  @Test func tellsOfEveryTokenOfOurs() throws {
    let site = try TestSite()
    _ = try site.register()
    let cookie = try site.login().cookie
    let late = HandMadeToken.now + 3660
    for _ in 0..<3 { _ = try site.visit(cookie: cookie, now: late) }
    #expect(try refusals(site) == Array(repeating: "192.0.2.1 expired 1", count: 3))
    #expect(!site.folder.has("auth-data/refused.table"))
  }

  /// However many networks somebody has.
  @Test func writesNoMoreThan512LinesAMinuteOfForeignTokens() throws {
    let folder = try TemporaryFolder()
    try folder.data.make()
    var lines = 0
    for number in 0..<5_000 {
      let network = try #require(ClientNetwork(ofAddress: "2001:db8:0:\(String(number, radix: 16))::1"))
      if try RefusalTable.count(from: network, now: HandMadeToken.now, in: folder.data) != nil { lines += 1 }
    }
    #expect(lines <= 512)
    #expect(lines > 400)
    #expect(try folder.bytes("data/refused.table").count <= 4096)
  }

  @Test(arguments: ["folder", "garbage", "empty", "cut"])
  func answersAlikeWhereTheTableIsNone(kind: String) throws {
    let site = try TestSite()
    _ = try site.visit()
    switch kind {
    case "folder": try site.folder.makeFolder("auth-data/refused.table")
    case "garbage": try site.folder.write("auth-data/refused.table", [UInt8](repeating: 0xFF, count: 4096))
    case "cut": try site.folder.write("auth-data/refused.table", [UInt8](repeating: 0xFF, count: 4))
    default: try site.folder.write("auth-data/refused.table", "")
    }
    for _ in 0..<2 { #expect(try site.visit(cookie: "authToken=x").message == "Invalid Token") }
    #expect(try refusals(site).count == (kind == "folder" ? 2 : 1))
    #expect(site.log.lines == [])
  }

  /// An answer never waits for, or depends on, what tells of it.
  @Test func changesNoAnswerWhereItCannotBeWritten() throws {
    let site = try TestSite()
    try site.folder.makeFolder("auth-data")
    try site.folder.makeFolder("auth-data/audit.log")
    #expect(try site.register().status == 200)
    #expect(try site.register().status == 409)
    #expect(try site.login("a@example.com", "wrong password").status == 401)
    let cookie = try site.login().cookie
    #expect(try site.visit(cookie: cookie).status == 200)
    #expect(try site.visit(cookie: "authToken=x").status == 401)
    #expect(try site.answer(.logout, "POST", "", ["HTTP_COOKIE": cookie]).status == 200)
    let lines = site.log.lines.filter { !$0.hasPrefix("weak-password-hash ") }
    #expect(lines == Array(repeating: "audit-unavailable open audit.log: Is a directory", count: 6))
  }

  /// What is refused because something is broken is the web server's log to tell.
  @Test func calls503NoRefusal() throws {
    let site = try TestSite()
    _ = try site.register()
    let before = try site.auditLines().count
    try site.folder.write("auth-data/users.gdbm", "garbage")
    #expect(try site.register().status == 503)
    #expect(try site.login().status == 503)
    #expect(try site.auditLines().count == before)
  }
}

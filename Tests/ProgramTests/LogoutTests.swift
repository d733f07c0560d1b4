import Foundation
import CGIAuthHarness
import Testing

/// Tokens that stop being good before their time, by the built programs and by administrators' tools.
@Suite struct LogoutTests {
  static let email = "user@example.com"
  static let password = "correct horse battery"
  static let cleared = "authToken=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict"

  static func status(_ site: CGISite, _ token: String, _ variables: [String: String] = [:]) throws -> Int {
    try site.request("protected", variables.merging(["HTTP_COOKIE": "authToken=\(token)"]) { $1 }).status
  }

  static func expectRefused(
    _ site: CGISite, _ token: String, _ reason: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for variables in [["HTTP_COOKIE": "authToken=\(token)"], ["HTTP_AUTHORIZATION": "Bearer \(token)"]] {
      let answer = try site.request("protected", variables)
      #expect(answer.status == 401, sourceLocation: sourceLocation)
      #expect(answer.body == #"{"message":"Invalid Token"}"#, sourceLocation: sourceLocation)
      #expect(
        answer.value("WWW-Authenticate") == #"Bearer error="invalid_token""#, sourceLocation: sourceLocation)
      #expect(answer.errors == "", sourceLocation: sourceLocation)
    }
    let last = try site.auditLines().last
    #expect(last?["event"] == "token-refused", sourceLocation: sourceLocation)
    #expect(last?["reason"] == reason, sourceLocation: sourceLocation)
  }

  static func login(_ site: CGISite, _ password: String = password) throws -> String {
    try #require(try site.post("login", email, password).token)
  }

  @Test(arguments: ["HTTP_COOKIE", "HTTP_AUTHORIZATION"], ["POST", "GET"])
  func refusesATokenThatWasLoggedOut(_ variable: String, _ method: String) throws {
    let site = try CGISite()
    let (token, other) = (try site.token(), try Self.login(site))
    let value = variable == "HTTP_COOKIE" ? "authToken=\(token)" : "Bearer \(token)"
    for _ in 0..<2 {
      let answer = try site.request("logout", method, [variable: value])
      #expect(answer.status == 200)
      #expect(answer.body == #"{"message":"Logout successful"}"#)
      #expect(answer.values("Set-Cookie") == Answer.cleared())
      #expect(answer.errors == "")
    }
    try Self.expectRefused(site, token, "logged-out")
    #expect(try Self.status(site, other) == 200)
    #expect(try site.auditEvents().filter { $0 == "logged-out" }.count == 1)
  }

  /// Whichever of a request's tokens is the one to believe: none of them is good afterwards.
  @Test(arguments: [
    ["HTTP_COOKIE": "authToken=TOKEN; authToken=abc"], ["HTTP_COOKIE": "authToken=abc; authToken=TOKEN"],
    ["HTTP_COOKIE": "authToken=junk", "HTTP_AUTHORIZATION": "Bearer TOKEN"],
    ["HTTP_COOKIE": "authToken=TOKEN", "HTTPS": "on"],
    ["HTTP_COOKIE": "__Host-authToken=abc; authToken=TOKEN", "HTTPS": "on"],
  ])
  func logsOutEveryTokenOfARequest(_ variables: [String: String]) throws {
    let site = try CGISite()
    let token = try site.token()
    let sent = variables.mapValues { $0.replacing("TOKEN", with: token) }
    #expect(try site.request("logout", "POST", sent).status == 200)
    try Self.expectRefused(site, token, "logged-out")
  }

  @Test func refusesTheTokensOfAnOldPassword() throws {
    let site = try CGISite()
    let token = try site.token()
    try site.setPassword(Self.email, "ten herons at dawn")
    // htdbm writes the whole record anew, so the user has another id.
    try Self.expectRefused(site, token, "another-user")
    let next = try Self.login(site, "ten herons at dawn")
    #expect(try Self.status(site, next) == 200)
    // Now the id follows from the address and stays: what changes is the hash.
    try site.setPassword(Self.email, "nine herons at dawn")
    try Self.expectRefused(site, next, "password-changed")
    // The same password once more is a new hash all the same.
    let last = try Self.login(site, "nine herons at dawn")
    try site.setPassword(Self.email, "nine herons at dawn")
    try Self.expectRefused(site, last, "password-changed")
  }

  @Test func refusesTheTokensOfAUserWhoWasRemoved() throws {
    let site = try CGISite()
    let token = try site.token()
    try site.delete(Self.email)
    try Self.expectRefused(site, token, "unknown-user")
    // Whoever gets the address next is another user.
    let next = try site.token()
    try Self.expectRefused(site, token, "another-user")
    #expect(try Self.status(site, next) == 200)
  }

  /// The commands of docs/users-file.md, as they stand there.
  @Test func disablesAUserAsDocumented() throws {
    let site = try CGISite()
    let token = try site.token()
    let text = try String(contentsOfFile: Project.root + "/docs/users-file.md", encoding: .utf8)
    let commands = text.split(separator: "\n").filter { $0.contains("gdbmtool -q users.gdbm") }.map {
      $0.replacing("ada@example.com", with: Self.email)
    }
    try #require(commands.count == 2)
    func enter(_ command: some StringProtocol) throws {
      let result = try run("/bin/sh", ["-c", String(command)], workingFolder: site.folder.path("data"))
      #expect(result.status == 0 && result.errors == "", "\(command): \(result.errors)")
    }
    try enter(commands[0])
    try Self.expectRefused(site, token, "disabled-user")
    let wrong = try site.post("login", Self.email, "wrong password")
    let right = try site.post("login", Self.email, Self.password)
    #expect(right.status == 401)
    #expect(right.body == wrong.body)
    #expect(right.errors == wrong.errors)
    #expect(right.output == wrong.output)
    #expect(try site.post("register", Self.email, Self.password).status == 409)
    try enter(commands[1])
    #expect(try Self.status(site, token) == 200)
    #expect(try Self.status(site, Self.login(site)) == 200)
  }

  @Test func goesByTheTokenAloneWhereItIsStateless() throws {
    let site = try CGISite(["AUTH_STATELESS": "yes"])
    let token = try site.token()
    let answer = try site.request("logout", "POST", ["HTTP_COOKIE": "authToken=\(token)"])
    #expect(answer.status == 200)
    #expect(answer.values("Set-Cookie") == Array(Answer.cleared().prefix(1)))
    try site.setRecord(Self.email, "!")
    #expect(try Self.status(site, token) == 200)
    try site.delete(Self.email)
    #expect(try Self.status(site, token) == 200)
    #expect(try Self.status(site, token, ["AUTH_STATELESS": "no"]) == 401)
    #expect(try site.folder.names("data").allSatisfy { !$0.hasPrefix("revoked-") })
  }

  /// No file may get longer than this: a disk that is full, to a program.
  @Test(arguments: [0, 100, 4096, 8192])
  func clearsTheCookieThoughTheDiskIsFull(_ bytes: Int) throws {
    let site = try CGISite()
    let token = try site.token()
    let environment = site.environment(
      "POST", contentType: nil, contentLength: nil, ["HTTP_COOKIE": "authToken=\(token)"])
    // The answer goes to a file, too, and fits below 4,096 bytes only.
    let script = "prlimit --fsize=\(bytes) \"$0\" | cat"
    let result = try run(
      "/bin/sh", ["-c", script, try Project.program("logout")],
      environment: environment.merging(["PATH": "/usr/bin:/bin"]) { $1 })
    let answer = try Answer(result)
    #expect(answer.status == 503)
    #expect(answer.value("Retry-After") == "5")
    #expect(answer.values("Set-Cookie") == Answer.cleared())
    #expect(try Self.status(site, token) == 200)
    #expect(try site.request("logout", "POST", ["HTTP_COOKIE": "authToken=\(token)"]).status == 200)
    try Self.expectRefused(site, token, "logged-out")
  }

  @Test func takesNoTokenWhereItCannotTellWhoWasLoggedOut() throws {
    let site = try CGISite()
    let (token, other) = (try site.token(), try Self.login(site))
    _ = try site.request("logout", "POST", ["HTTP_COOKIE": "authToken=\(token)"])
    let table = try #require(
      try site.folder.names("data").first { $0.hasPrefix("revoked-") && $0.hasSuffix(".gdbm") })
    try site.folder.write("data/\(table)", "garbage")
    let visit = try site.request("protected", ["HTTP_COOKIE": "authToken=\(other)"])
    UserFileFaultTests.expectUnavailable(visit, "store-damaged \(table): ")
    let logout = try site.request("logout", "POST", ["HTTP_COOKIE": "authToken=\(other)"])
    UserFileFaultTests.expectUnavailable(logout, "store-damaged \(table): ")
    #expect(logout.values("Set-Cookie") == Answer.cleared())
    #expect(try site.folder.text("data/\(table)") == "garbage")
    #expect(try site.post("login", Self.email, Self.password).status == 200)
  }

  @Test func losesNoLogoutOf200AtOnce() throws {
    let site = try CGISite()
    _ = try site.token()
    let tokens = try (0..<200).map { _ in try Self.login(site) }
    let commands = try tokens.map { try site.start("logout", "POST", ["HTTP_COOKIE": "authToken=\($0)"]) }
    let answers = try commands.map { try Answer($0.wait()) }
    #expect(answers.contains { $0.status == 200 })
    for (token, answer) in zip(tokens, answers) {
      #expect(answer.status == 200 || answer.status == 503 && answer.value("Retry-After") != nil)
      #expect(answer.values("Set-Cookie") == Answer.cleared())
      if answer.status == 200 { #expect(try Self.status(site, token) == 401) }
    }
    #expect(try Self.status(site, Self.login(site)) == 200)
    let loggedOut = try site.auditEvents().filter { $0 == "logged-out" }.count
    #expect(loggedOut == answers.filter { $0.status == 200 }.count)
  }

  @Test func ranksTheFolderAmongOursThoughItHasNothingButLogouts() throws {
    for name in ["revoked-4096-1.gdbm", "audit.log", "audit.log.1"] {
      let site = try CGISite()
      try site.folder.makeFolder("data")
      try site.folder.write("data/\(name)", "")
      #expect(try site.request("protected").status == 401)
      #expect(site.folder.has("data/.htaccess"))
    }
  }
}

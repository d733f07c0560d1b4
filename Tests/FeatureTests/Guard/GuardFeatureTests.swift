import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthGuard
@testable import CGIAuthHarness

/// guard.cgi as a function, handed its requests over as Apache does. No script is started.
@Suite struct GuardFeatureTests {
  // MARK: Who gets something

  @Test func givesAFileToPeopleWhoAreLoggedIn() throws {
    let site = try GuardTestSite()
    try site.write("a.html", "<p>plans</p>")
    for credentials in [site.cookie, ["HTTP_AUTHORIZATION": "Bearer \(site.token)"]] {
      let answer = try site.ask("/members/a.html", credentials)
      #expect(answer.status == 200)
      #expect(answer.body == "<p>plans</p>")
      #expect(answer.values("Content-Type") == ["text/html"])
      #expect(answer.values("Cache-Control") == ["private, no-cache"])
    }
    #expect(site.newLogLines == [])
    #expect(try site.newEvents == [])
  }

  @Test(arguments: [
    "/members/a.html", "/members/none.html", "/members/.hidden", "/members/s.cgi", "/members/sub/",
    "/members/sub", "/members/link", "/members/board/",
  ])
  func tellsNobodyElseWhatThereIs(_ url: String) throws {
    let site = try GuardTestSite()
    try site.fill()
    let client = try site.ask(url)
    #expect(client.status == 401)
    #expect(client.message == "Unauthorized")
    #expect(client.values("WWW-Authenticate") == ["Bearer"])
    let browser = try site.ask(url, ["HTTP_ACCEPT": "text/html"], query: "a=1&b")
    #expect(browser.status == 303)
    #expect(browser.values("Location") == ["/cgi-bin/login.cgi?next=\(url)%3Fa%3D1%26b"])
    #expect(browser.body == "")
    #expect(site.newLogLines == [])
    #expect(try site.newEvents == [])
  }

  @Test func sendsPeopleWhoseSessionHasEndedToTheLoginPage() throws {
    let site = try GuardTestSite()
    try site.fill()
    // Clocks may differ by a minute.
    let later = HandMadeToken.now + 3660
    let client = try site.get("/members/a.html", now: later)
    #expect(client.status == 401)
    #expect(client.message == "Invalid Token")
    #expect(client.values("WWW-Authenticate") == [#"Bearer error="invalid_token""#])
    let browser = try site.get("/members/a.html", ["HTTP_ACCEPT": "text/html"], now: later)
    #expect(browser.status == 303)
    #expect(
      browser.values("Location") == ["/cgi-bin/login.cgi?notice=session-ended&next=/members/a.html"])
    #expect(site.newLogLines == [])
    let event = ["event": "token-refused", "reason": "expired", "ip": "192.0.2.1"]
    #expect(try site.newEvents == [event, event])
  }

  @Test func tellsTheAuditLogOfATokenThatIsNotOurs() throws {
    let site = try GuardTestSite()
    try site.fill()
    #expect(try site.ask("/members/a.html", ["HTTP_COOKIE": "authToken=x.y.z"]).message == "Invalid Token")
    #expect(site.newLogLines == [])
    let events = try site.newEvents
    #expect(events.map { $0["event"] } == ["token-refused"])
    #expect(events.first?["email"] == nil && events.first?["user"] == nil)
  }

  /// The path as web servers take it, and of the answer what is not the server's to say.
  @Test func letsTheServerSendTheFile() throws {
    let site = try GuardTestSite(["AUTH_GUARD_SENDFILE": "on"])
    try site.write("a b%.html", "<p>plans</p>")
    let path = site.path("a%20b%25.html")
    let url = "/members/a b%.html"
    for variables in [[:], ["REQUEST_METHOD": "HEAD"], ["HTTP_RANGE": "bytes=1-2"]] {
      let answer = try site.get(url, variables)
      #expect(answer.status == 200)
      #expect(answer.body == "")
      #expect(answer.values("X-Sendfile") == [path])
      #expect(answer.values("Content-Type") == ["text/html"])
      for name in ["Content-Length", "Content-Range"] { #expect(answer.values(name) == [], "\(name)") }
      for name in ["ETag", "Last-Modified", "Cache-Control"] { #expect(answer.values(name).count == 1) }
    }
    let tag = try #require(try site.get(url).value("ETag"))
    let kept = try site.get(url, ["HTTP_IF_NONE_MATCH": tag])
    #expect(kept.status == 304 && kept.values("X-Sendfile") == [])
    #expect(try site.get("/members/none").values("X-Sendfile") == [])
    #expect(try site.ask(url).values("X-Sendfile") == [])
  }

  // MARK: Groups

  static let memberships: [(groups: String, status: Int)] = [
    ("", 403), ("board", 200), ("staff,board", 200), ("staff, board", 200), ("boards", 403), ("Board", 403),
    ("staff", 403),
  ]

  @Test(arguments: memberships)
  func asksForTheGroupThatAFolderNames(_ groups: String, _ status: Int) throws {
    let site = try GuardTestSite(groups: groups)
    try site.fill()
    try site.expectForTheBoardAlone(status)
  }

  @Test(arguments: memberships)
  func asksForTheGroupThatIsSet(_ groups: String, _ status: Int) throws {
    let rule = "../www/members/board group board"
    let site = try GuardTestSite(["AUTH_GUARD_REQUIRE": rule], groups: groups)
    try site.fill()
    try FileManager.default.removeItem(atPath: site.path("board/.htguard"))
    try site.expectForTheBoardAlone(status)
  }

  @Test func readsTheGroupsOfPeopleWithoutSessionsToo() throws {
    let site = try GuardTestSite(["AUTH_STATELESS": "yes"], groups: "board")
    try site.fill()
    try site.expectForTheBoardAlone(200)
    try site.site.addUser(record: nil)
    try site.expectForTheBoardAlone(403)
  }

  @Test(arguments: [
    (
      "guard_require = board",
      ".htguard line 1: guard_require must be group and the names of one or more groups"
    ),
    ("# nothing\n", ".htguard: has no rule in it: remove it, or write guard_require = group NAME"),
    ("\nRequire group board", ".htguard line 2: is not guard_require = group NAME"),
  ])
  func letsNobodyPastARuleThatCannotBeRead(_ rule: String, _ problem: String) throws {
    let site = try GuardTestSite(groups: "board")
    try site.fill()
    try site.write("board/.htguard", rule)
    for url in ["/members/board/a.txt", "/members/board/none", "/members/board/"] {
      #expect(try site.get(url).status == 500)
      #expect(site.newLogLines == ["config-invalid \(problem)"])
    }
    #expect(try site.get("/members/a.html").status == 200)
  }

  @Test(arguments: [
    (["AUTH_GUARD_REQUIRE": "../www/none group board"], "guard_require names a folder that is not there"),
    (
      ["AUTH_GUARD_INDEX": "../a.html"],
      "AUTH_GUARD_INDEX must be names of files, such as index.html, "
        + "separated by commas"
    ),
  ])
  func givesNothingWhileASettingIsWrong(_ setting: [String: String], _ problem: String) throws {
    let site = try GuardTestSite()
    try site.fill()
    #expect(try site.get("/members/a.html", setting).status == 500)
    #expect(site.newLogLines == ["config-invalid \(problem)"])
    // Strangers are not told so.
    #expect(try site.ask("/members/a.html", setting).status == 401)
  }

  // MARK: Folders

  @Test func showsTheIndexOfAFolderAndNoList() throws {
    let site = try GuardTestSite()
    try site.fill()
    #expect(try site.get("/members/").status == 404)
    try site.write("index.html", "start")
    #expect(try site.get("/members/").body == "start")
    #expect(try site.get("/members/", ["AUTH_GUARD_INDEX": "none.html, a.html"]).body == "plans")
    let bare = try site.get("/members/sub", query: "a=1")
    #expect(bare.status == 301)
    #expect(bare.values("Location") == ["/members/sub/?a=1"])
    let outward = try site.get("/members", ["REQUEST_URI": "//evil.example/members"])
    #expect(outward.status == 404)
    #expect(outward.values("Location") == [])
    #expect(site.newLogLines == [])
  }

  // MARK: What is not given

  @Test(arguments: [
    "/members/none", "/members/.hidden", "/members/.htguard", "/members/..", "/members/../private.txt",
    "/members/sub/../../private.txt", "/members//a.html", "/members/./a.html", "/members/a.html/",
    "/members/a.html/x", "/members/A.html", "/members/%2e%2e/private.txt", "/members/sub/",
    "/members/" + String(repeating: "a", count: 300), "/members/a.html\u{0}",
  ])
  func hasNothingBesideWhatIsThere(_ url: String) throws {
    let site = try GuardTestSite()
    try site.fill()
    let client = try site.get(url)
    #expect(client.status == 404)
    #expect(client.message == "Not Found")
    let browser = try site.get(url, ["HTTP_ACCEPT": "text/html"])
    #expect(browser.status == 404)
    #expect(browser.values("Content-Type") == ["text/html; charset=utf-8"])
    #expect(!browser.output.contains("secret"))
    #expect(site.newLogLines == [])
  }

  /// What an administrator can mend. The line in the log has nothing in it that a client wrote.
  @Test(arguments: [
    ("link", 403, "guard-symlink a symbolic link below the guarded folder is not followed"),
    ("out/private.txt", 403, "guard-symlink a symbolic link below the guarded folder is not followed"),
    ("pipe", 403, "guard-not-a-file a pipe, device or socket is not served"),
    (
      "source.php", 403,
      "guard-source a script is not sent: make it executable (755), or name its interpreter in guard_interpreter"
    ),
    (
      "s.cgi.bak", 403,
      "guard-source a script is not sent: make it executable (755), or name its interpreter in guard_interpreter"
    ),
    (
      "open.cgi", 403,
      "guard-script-writable a script that everybody may write to is not run: chmod it to 755"
    ),
  ])
  func saysInTheLogAloneWhatKeepsItFromGiving(_ name: String, _ status: Int, _ line: String) throws {
    let site = try GuardTestSite()
    try site.fill()
    let client = try site.get("/members/" + name)
    #expect(client.status == status)
    #expect(client.message == "Forbidden")
    let browser = try site.get("/members/" + name, ["HTTP_ACCEPT": "text/html"])
    #expect(browser.status == status)
    #expect(browser.values("Content-Type") == ["text/html; charset=utf-8"])
    #expect(browser.body.contains("<span>Logged in as a@example.com</span>"))
    #expect(!client.output.contains("secret") && !browser.output.contains("secret"))
    #expect(site.newLogLines == [line, line])
    #expect(try site.newEvents == [])
  }

  @Test func runsNoScriptWhoseLengthIsBelieved() throws {
    let site = try GuardTestSite()
    try site.fill()
    let answer = try site.get("/members/s.cgi", ["ap_trust_cgilike_cl": ""])
    #expect(answer.status == 403)
    #expect(
      site.newLogLines == [
        "guard-script-length a script is not run where ap_trust_cgilike_cl is set: docs/guard.md"
      ])
    #expect(try site.get("/members/a.html", ["ap_trust_cgilike_cl": ""]).status == 200)
  }

  @Test(arguments: ["REDIRECT_HANDLER", "REDIRECT_URL", "PATH_INFO", "PATH_TRANSLATED"])
  func answersNobodyWhomNoServerHandedOver(_ mark: String) throws {
    let site = try GuardTestSite()
    try site.fill()
    for forged in [[mark: ""], [mark: "", "HTTP_\(mark)": "/members/a.html"]] {
      #expect(try site.get("/members/a.html", forged).status == 404)
      #expect(
        site.newLogLines == [
          "guard-not-handler no Action (Apache) or cgi.assign (lighttpd) led to guard.cgi"
        ])
    }
  }

  @Test func takesNoFileThatTheURLDoesNotName() throws {
    let site = try GuardTestSite()
    try site.fill()
    let other = ["PATH_TRANSLATED": site.site.folder.path("www/private.txt")]
    #expect(try site.get("/members/a.html", other).status == 404)
    #expect(
      site.newLogLines == ["guard-path-mismatch the file's path does not end as the URL does"])
    let elsewhere = ["REDIRECT_URL": "/members/b.html"]
    #expect(try site.get("/members/a.html", elsewhere).status == 404)
  }

  // MARK: Files

  @Test(arguments: [
    ([:], 200, "0123456789"), (["HTTP_RANGE": "bytes=2-4"], 206, "234"),
    (["HTTP_RANGE": "bytes=10-"], 416, ""), (["HTTP_IF_NONE_MATCH": "*"], 304, ""),
    (["HTTP_IF_MODIFIED_SINCE": "Sun, 06 Nov 1994 08:49:37 GMT"], 304, ""),
    (["HTTP_IF_MODIFIED_SINCE": "Sun, 06 Nov 1994 08:49:36 GMT"], 200, "0123456789"),
    (["HTTP_IF_MATCH": "\"x\""], 412, ""),
    (["HTTP_RANGE": "bytes=2-4", "HTTP_IF_RANGE": "\"x\""], 200, "0123456789"),
  ])
  func judgesRangesAndConditions(_ fields: [String: String], _ status: Int, _ body: String) throws {
    let site = try GuardTestSite()
    try site.write("a.bin", "0123456789")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 784_111_777)], ofItemAtPath: site.path("a.bin"))
    let answer = try site.get("/members/a.bin", fields)
    #expect(answer.status == status)
    #expect(answer.body == body)
    #expect(answer.values("Content-Length") == (status == 304 ? [] : ["\(body.utf8.count)"]))
    #expect(answer.values("Content-Range").count == (status == 206 || status == 416 ? 1 : 0))
    let head = try site.get("/members/a.bin", fields.merging(["REQUEST_METHOD": "HEAD"]) { $1 })
    // No range counts for HEAD.
    #expect(head.status == (status == 206 || status == 416 ? 200 : status))
    #expect(head.body == "")
    if head.status == 200 { #expect(head.values("Content-Length") == ["10"]) }
  }

  @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "get"])
  func takesNoOtherMethodForAFile(_ method: String) throws {
    let site = try GuardTestSite()
    try site.fill()
    let answer = try site.get("/members/a.html", ["REQUEST_METHOD": method])
    #expect(answer.status == 405)
    #expect(answer.values("Allow") == ["GET, HEAD"])
    #expect(answer.message == "Method Not Allowed")
  }

  @Test func asksForHTTPSAloneWhereThatIsSet() throws {
    let site = try GuardTestSite(["AUTH_HSTS": "300"])
    try site.fill()
    let https = ["HTTPS": "on", "HTTP_AUTHORIZATION": "Bearer \(site.token)"]
    for url in ["/members/a.html", "/members/none"] {
      #expect(try site.ask(url, https).values("Strict-Transport-Security") == ["max-age=300"])
      #expect(try site.get(url).values("Strict-Transport-Security") == [])
    }
  }

  // MARK: Scripts

  @Test func handsAScriptOverWithItsVariables() throws {
    let site = try GuardTestSite(["JWT_SECRET": HandMadeToken.key], groups: "staff,board")
    try site.fill()
    let launch = try site.launch(
      "/members/sub/s.cgi/more",
      [
        "REDIRECT_FOLDER": "set here", "REDIRECT_JWT_SECRET": "x", "REDIRECT_REDIRECT_AUTH_CONF": "y",
        "HTTP_PROXY": "http://evil.example", "HTTP_AUTHORIZATION": "Bearer x", "REMOTE_USER": "root",
      ], query: "x=1")
    let script = site.path("sub/s.cgi")
    #expect(launch.program == bytes(script))
    #expect(launch.arguments == [bytes(script)])
    var variables: [String: String] = [:]
    for string in launch.variables {
      let parts = String(decoding: string, as: UTF8.self).split(separator: "=", maxSplits: 1)
      #expect(variables.updateValue(parts.count > 1 ? String(parts[1]) : "", forKey: String(parts[0])) == nil)
    }
    #expect(variables.removeValue(forKey: "AUTH_USER_ID")?.utf8.count == 22)
    let root = site.site.folder.path("www")
    #expect(
      variables == [
        "REQUEST_METHOD": "GET", "REQUEST_URI": "/members/sub/s.cgi/more?x=1", "QUERY_STRING": "x=1",
        "HTTP_HOST": "www.example.com", "HTTP_COOKIE": site.cookie["HTTP_COOKIE"], "REMOTE_ADDR": "192.0.2.1",
        "DOCUMENT_ROOT": root, "SCRIPT_NAME": "/members/sub/s.cgi", "SCRIPT_FILENAME": script,
        "PATH_INFO": "/more", "PATH_TRANSLATED": root + "/more", "CONTEXT_PREFIX": "",
        "CONTEXT_DOCUMENT_ROOT": root, "REMOTE_USER": "a@example.com", "AUTH_TYPE": "Bearer",
        "AUTH_GROUPS": "staff,board", "AUTH_NAME": "", "FOLDER": "set here",
      ])
    #expect(launch.folder.status.st_ino == (try status(of: site.path("sub")).st_ino))
    #expect(site.newLogLines == [])
    #expect(try site.newEvents == [])
  }

  @Test func namesTheInterpreterThatIsSet() throws {
    let site = try GuardTestSite(["AUTH_GUARD_INTERPRETER": ".php /usr/bin/php-cgi"])
    try site.fill()
    let launch = try site.launch("/members/source.php")
    #expect(launch.program == bytes("/usr/bin/php-cgi"))
    #expect(launch.arguments == [bytes("/usr/bin/php-cgi"), bytes(site.path("source.php"))])
    #expect(launch.variables.contains(bytes("REDIRECT_STATUS=200")))
    #expect(!launch.variables.contains { $0.starts(with: "REDIRECT_URL=".utf8) })
  }

  @Test func answersForAScriptThatDoesNotStart() throws {
    let site = try GuardTestSite()
    try site.fill()
    guard case .process(_, let otherwise) = try site.reply("/members/s.cgi", site.cookie) else {
      Issue.record("no script")
      return
    }
    let answer = try Answer(cgi: otherwise(SystemError(operation: "start a script", code: ENOENT)))
    #expect(answer.status == 500)
    #expect(answer.message == "Internal Server Error")
    #expect(site.newLogLines == ["guard-script-failed start a script: No such file or directory"])
  }

  @Test func startsNoScriptForAPageOfAnotherSite() throws {
    let site = try GuardTestSite()
    try site.fill()
    let foreign = ["HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://evil.example"]
    for method in ["POST", "DELETE", "PROPFIND"] {
      let fields = foreign.merging(["REQUEST_METHOD": method]) { $1 }
      #expect(try site.get("/members/s.cgi", fields).status == 403, "\(method)")
      let trusted = fields.merging(["AUTH_TRUSTED_ORIGINS": "https://evil.example"]) { $1 }
      #expect(try site.launch("/members/s.cgi", trusted).arguments.count == 1)
      #expect(try site.launch("/members/s.cgi", ["REQUEST_METHOD": method]).arguments.count == 1)
    }
    for method in ["GET", "HEAD", "OPTIONS"] {
      let fields = foreign.merging(["REQUEST_METHOD": method]) { $1 }
      #expect(try site.launch("/members/s.cgi", fields).arguments.count == 1, "\(method)")
    }
  }

  private func status(of path: String) throws -> stat {
    var status = stat()
    try #require(stat(path, &status) == 0)
    return status
  }
}

/// A site with a guarded folder, `www/members`, and somebody who has logged in.
final class GuardTestSite {
  let site: TestSite
  let token: String
  private let settings: [String: String]
  private var seenLines = 0, seenEvents = 0

  /// - Parameter groups: the user's.
  init(_ settings: [String: String] = [:], groups: String = "") throws {
    self.settings = settings
    site = try TestSite(settings)
    try site.folder.makeFolder("www/members/sub")
    _ = try site.register()
    let parts = try site.record().split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    try site.addUser(record: "\(parts[0]):\(groups):\(parts[2])")
    token = try #require(try site.login().token)
    _ = newLogLines
    _ = try newEvents
  }

  var cookie: [String: String] { ["HTTP_COOKIE": "authToken=\(token)"] }

  /// The path of something in the guarded folder.
  func path(_ name: String) -> String { site.folder.path("www/members/" + name) }

  func write(_ name: String, _ content: String, mode: Int = 0o644) throws {
    try site.folder.write("www/members/" + name, content)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
  }

  /// Everything that may lie in a guarded folder. What nobody may see says `secret`.
  func fill() throws {
    try site.folder.makeFolder("www/members/board")
    try write("a.html", "plans")
    try write("board/a.txt", "secret")
    try write("board/.htguard", "# the board's own\nguard_require = group board\n")
    try write(".hidden", "secret")
    try write("s.cgi", "#!/bin/sh\necho secret >>ran\n", mode: 0o755)
    try write("sub/s.cgi", "#!/bin/sh\necho secret >>ran\n", mode: 0o755)
    try write("open.cgi", "#!/bin/sh\necho secret >>ran\n", mode: 0o777)
    try write("s.cgi.bak", "secret")
    try write("source.php", "<?php secret")
    try site.folder.write("www/private.txt", "secret")
    try #require(symlink(site.folder.path("www/private.txt"), path("link")) == 0)
    try #require(symlink(site.folder.path("www"), path("out")) == 0)
    try #require(mkfifo(path("pipe"), 0o644) == 0)
  }

  /// The board's folder answers so, and for others has nothing that could be told apart.
  func expectForTheBoardAlone(_ status: Int, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = try get("/members/board/a.txt")
    #expect(file.status == status, sourceLocation: sourceLocation)
    #expect(
      file.body == (status == 200 ? "secret" : #"{"message":"Forbidden"}"#), sourceLocation: sourceLocation)
    for url in ["/members/board/none", "/members/board/"] {
      let answer = try get(url)
      #expect(answer.status == (status == 200 ? 404 : 403), sourceLocation: sourceLocation)
      #expect(status == 200 || answer.output == file.output, sourceLocation: sourceLocation)
    }
    #expect(try get("/members/a.html").body == "plans", sourceLocation: sourceLocation)
    #expect(newLogLines == [], sourceLocation: sourceLocation)
    #expect(try newEvents == [], sourceLocation: sourceLocation)
  }

  /// The lines that were written to the web server's log since this was asked last.
  var newLogLines: [String] {
    defer { seenLines = site.log.lines.count }
    return Array(site.log.lines.dropFirst(seenLines))
  }

  /// What is new in the audit log, but for the time and who it was.
  var newEvents: [[String: String]] {
    get throws {
      let events = try site.auditLines()
      defer { seenEvents = events.count }
      return events.dropFirst(seenEvents).map { $0.filter { $0.key != "time" } }
    }
  }

  // MARK: Requests

  /// Asks with the cookie. `variables` win.
  func get(
    _ url: String, _ variables: [String: String] = [:], query: String = "", now: Int = HandMadeToken.now
  ) throws -> Answer {
    try ask(url, cookie.merging(variables) { $1 }, query: query, now: now)
  }

  /// Asks without it.
  func ask(
    _ url: String, _ variables: [String: String] = [:], query: String = "", now: Int = HandMadeToken.now
  ) throws -> Answer {
    switch try reply(url, variables, query: query, now: now) {
    case .document(let bytes): return try Answer(cgi: bytes)
    case .file(let file):
      let output = try File.open(site.folder.path("output"), O_RDWR | O_CREAT | O_TRUNC)
      try #require(file.send(to: output.descriptor))
      return try Answer(cgi: site.folder.bytes("output"))
    case .process: throw Unexpected()
    }
  }

  /// The script that a request with the cookie leads to.
  func launch(
    _ url: String, _ variables: [String: String] = [:], query: String = ""
  ) throws -> ProcessLaunch {
    let reply = try reply(url, cookie.merging(variables) { $1 }, query: query)
    guard case .process(let launch, _) = reply else { throw Unexpected() }
    #expect(!site.folder.has("www/members/ran") && !site.folder.has("www/members/sub/ran"))
    return launch
  }

  func reply(
    _ url: String, _ variables: [String: String], query: String = "", now: Int = HandMadeToken.now
  ) throws -> Reply {
    let request = [
      "REQUEST_METHOD": "GET", "HTTP_HOST": "www.example.com", "REMOTE_ADDR": "192.0.2.1",
      "REDIRECT_HANDLER": "members", "REDIRECT_URL": url, "PATH_INFO": url,
      "PATH_TRANSLATED": site.folder.path("www") + url, "DOCUMENT_ROOT": site.folder.path("www"),
      "SCRIPT_NAME": "/cgi-bin/guard.cgi", "SCRIPT_FILENAME": site.folder.path("cgi-bin/guard.cgi"),
      "CONTEXT_PREFIX": "/cgi-bin/", "CONTEXT_DOCUMENT_ROOT": site.folder.path("cgi-bin/"),
      "REQUEST_URI": query.isEmpty ? url : "\(url)?\(query)", "QUERY_STRING": query,
    ]
    let log = site.log
    return Program.reply(
      Environment(
        ["AUTH_PASSWORD_HASH": "scrypt:4:8:1"].merging(settings) { $1 }.merging(request) { $1 }
          .merging(variables) { $1 }),
      .bytes([]), programDirectory: site.folder.path("cgi-bin"), clock: .at(now), log: { log.write($0) },
      Guard.respond)
  }

  /// A request that led to something else than was meant.
  struct Unexpected: Error {}
}

import CGIAuthHarness
import Foundation
import Testing

/// Programs that stay, under Apache's three modules and lighttpd. nginx and Caddy are in `AskingServerTests`.
@Suite struct StayingServerTests {
  private static let browser = "Accept: text/html,application/xhtml+xml,*/*;q=0.8"

  @Test(arguments: StayingServer.Way.allCases)
  func answersByTheSameProcesses(_ way: StayingServer.Way) throws {
    guard way != .authnz else { return }
    let server = try StayingServer(way)
    let token = try server.token(for: "ada@example.com")
    for _ in 0..<20 {
      #expect(try server.get("/cgi-bin/protected.cgi", token).message == "Welcome, ada@example.com!")
    }
    #expect((1...6).contains(try server.processes(of: "protected").count))
    #expect(try server.get("/cgi-bin/protected.cgi").status == 401)
    #expect(try server.send("POST", "/cgi-bin/logout.cgi", "", token).status == 200)
    #expect(try server.get("/cgi-bin/protected.cgi", token).message == "Invalid Token")
    for path in ["/cgi-bin/login.cgi/x", "/cgi-bin/other.cgi", "/cgi-bin/guard.cgi/members/a.txt"] {
      #expect(try server.get(path).status == 404, "\(path)")
    }
  }

  // MARK: An authorizer before files

  static let authorizers: [StayingServer.Way] = [.fcgid, .authnz, .lighttpd]

  /// Whoever can log in there.
  private func token(_ server: StayingServer, groups: String = "") throws -> String {
    try server.token(for: "ada@example.com", groups: groups)
  }

  @Test(arguments: authorizers)
  func givesFilesToPeopleWhoAreLoggedIn(_ way: StayingServer.Way) throws {
    let server = try StayingServer(way)
    let token = try token(server)
    for path in ["/members/a.txt", "/members/a.txt?verify&groups=x"] {
      let answer = try server.get(path, token)
      #expect(answer.status == 200)
      #expect(answer.body == "for members")
      #expect(answer.values("Cache-Control") == ["private, no-cache"])
      // Of the file alone, and nothing that the authorizer's answer would need.
      #expect(answer.values("Content-Length") == ["11"])
      let nobody = try server.get(path)
      #expect(nobody.status == 401)
      #expect(!nobody.body.contains("for members"))
      #expect(try server.get(path, token + "x").status == 401)
      // Only a server says so.
      #expect(try server.get(path, headers: ["Variable-REMOTE_USER: ada@example.com"]).status == 401)
    }
    #expect(try server.get("/members/a.txt", token, headers: ["Range: bytes=4-"]).body == "members")
    #expect(try server.get("/members/none", token).status == 404)
    #expect(try server.get("/members/none").status == 401)
    #expect(try server.get("/index.html").body == "for everybody")
    _ = try server.send("POST", "/cgi-bin/logout.cgi", "", token)
    #expect(try server.get("/members/a.txt", token).status == 401)
  }

  @Test(arguments: authorizers)
  func asksForTheGroupsOfAFolder(_ way: StayingServer.Way) throws {
    let server = try StayingServer(way)
    for (number, (groups, isIn)) in [("", false), ("staff", false), ("staff,board", true)].enumerated() {
      let token = try server.token(for: "u\(number)@example.com", groups: groups)
      let answer = try server.get("/members/board/a.txt", token)
      #expect((answer.status == 200) == isIn, "\(groups)")
      #expect(isIn || [401, 403].contains(answer.status))
      #expect((answer.body == "for the board") == isIn)
      #expect(try server.get("/members/a.txt", token).status == 200)
    }
  }

  /// As far as the server hands a redirect on.
  @Test(arguments: [StayingServer.Way.fcgid, .lighttpd])
  func sendsBrowsersToTheLoginPageWithTheWayBack(_ way: StayingServer.Way) throws {
    let server = try StayingServer(way)
    _ = try token(server)
    let path = "/members/a.txt?x=1&y=%2f"
    let refused = try server.get(path, headers: [Self.browser])
    #expect(refused.status == 303)
    let login = try #require(refused.value("Location"))
    let back = try server.send(
      "POST", login, "email=ada@example.com&password=nine+herons+at+dawn", headers: [Self.browser])
    #expect(back.value("Location") == path)
  }

  /// One that hangs, and is killed in the middle of a question; one that is not there.
  @Test(arguments: authorizers)
  func letsNobodyInWithoutAnAuthorizer(_ way: StayingServer.Way) throws {
    let server = try StayingServer(way)
    let token = try token(server)
    #expect(try server.get("/members/a.txt", token).status == 200)
    @Sendable func signal(_ number: Int32) throws {
      for process in try server.processes(of: "protected") { kill(process, number) }
    }
    try signal(SIGSTOP)
    // mod_fcgid starts another process where all are busy, which answers rightly.
    for token in [nil, token] where token == nil || way != .fcgid {
      let answer = try? server.get("/members/a.txt", token, options: ["--max-time", "2"])
      #expect(answer.map { !$0.body.contains("for members") } ?? true)
    }
    // Somebody without a token asks, and is told nothing when the processes die under the question.
    let asked = onThreads(2) { index in
      guard index == 0 else {
        usleep(500_000)
        try? signal(SIGKILL)
        return ""
      }
      return (try? server.get("/members/a.txt", options: ["--max-time", "60"]).body) ?? ""
    }
    #expect(asked.allSatisfy { !$0.contains("for members") })
    #expect((try? server.get("/members/a.txt", options: ["--max-time", "60"]).status) != 200)
  }

  /// What the server runs there knows who it is.
  @Test func tellsApacheScriptsWhoItIs() throws {
    let server = try StayingServer(.fcgid) {
      $0.replacing(
        "<IfModule mod_fcgid.c>",
        with:
          "<Directory \"${SITE}/public/members\">\nOptions +ExecCGI\nAddHandler cgi-script .sh\n</Directory>\n<IfModule mod_fcgid.c>"
      ).replacing("ServerName localhost", with: "ServerName localhost\nDefine SITE \(Self.root(of: $0))")
    }
    let script = server.folder.path("public/members/env.sh")
    _ = try run("/bin/cp", ["-p", server.folder.path("public/guarded/env.sh"), script])
    let variables = try server.get("/members/env.sh", try token(server, groups: "staff")).variables
    #expect(variables["REMOTE_USER"] == "ada@example.com")
    #expect(variables["AUTH_GROUPS"] == "staff")
    #expect(variables["AUTH_USER_ID"]?.utf8.count == 22)
  }

  /// A shared host: a folder of the document root, programs called `.fcgi`, and the documented `.htaccess`.
  @Test func takesProgramsCalledFCGIFromHTAccess() throws {
    let server = try StayingServer(.fcgid) {
      $0.replacing(
        "<IfModule mod_fcgid.c>",
        with:
          "<Directory \"${SITE}/public/programs\">\nAllowOverride All\n</Directory>\n<IfModule mod_fcgid.c>"
      ).replacing("ServerName localhost", with: "ServerName localhost\nDefine SITE \(Self.root(of: $0))")
    }
    try server.folder.makeFolder("public/programs")
    try server.folder.write("public/programs/.htaccess", StayingServer.documented(.fcgid)[1])
    for program in Project.programs {
      try Project.copyProgram(program, to: server.folder.path("public/programs/\(program).fcgi"))
    }
    _ = try run("/bin/chmod", ["-R", "a+rX", server.folder.path("public/programs")])
    let user = "email=ada@example.com&password=nine+herons+at+dawn"
    #expect(try server.send("POST", "/programs/register.fcgi", user).status == 200)
    let token = try #require(try server.send("POST", "/programs/login.fcgi", user).token)
    for _ in 0..<20 {
      #expect(try server.get("/programs/protected.fcgi", token).message == "Welcome, ada@example.com!")
    }
    let path = server.folder.path("public/programs/protected.fcgi")
    #expect((1...6).contains(try server.processes(ofFile: path).count))
    // They find each other by that name.
    let sent = try server.get("/programs/protected.fcgi", headers: [Self.browser])
    #expect(sent.status == 303)
    #expect(sent.values("Location").allSatisfy { $0.contains("/programs/login.fcgi") })
    let page = try server.get("/programs/protected.fcgi", token, headers: [Self.browser])
    #expect(page.body.contains("action=\"/programs/logout.fcgi\""))
  }

  private static func root(of configuration: String) -> String {
    configuration.components(separatedBy: "ServerRoot \"").last?.components(separatedBy: "\"").first ?? ""
  }

  // MARK: guard.cgi

  @Test(arguments: [StayingServer.Way.fcgid, .proxy, .lighttpd])
  func guardsFilesAndScripts(_ way: StayingServer.Way) throws {
    let server = try StayingServer(way)
    let token = try server.token(for: "ada@example.com", groups: "staff")
    for _ in 0..<3 {
      #expect(try server.get("/guarded/a.txt", token).body == "for members")
      #expect(try server.get("/guarded/a.txt").status == 401)
      #expect(try server.get("/guarded/env.sh").status == 401)
      let body = String(repeating: "nine herons\n", count: 9_000)
      let answer = try server.send("POST", "/guarded/env.sh?a=b", body, token)
      #expect(answer.status == 200)
      #expect(answer.body.hasSuffix(body))
      let variables = answer.variables
      #expect(variables["REMOTE_USER"] == "ada@example.com")
      #expect(variables["AUTH_GROUPS"] == "staff")
      #expect(variables["SCRIPT_FILENAME"] == server.folder.path("public/guarded/env.sh"))
      #expect(variables["QUERY_STRING"] == "a=b")
    }
    #expect(try server.get("/guarded/.htaccess", token).status >= 400)
    #expect(try server.get("/guarded/none", token).status == 404)
  }
}

import Foundation
import CGIAuthHarness
import Testing

/// nginx and Caddy, which ask protected.cgi, by the configuration that docs/reverse-proxies.md shows, and as
/// docs/fastcgi.md changes it for programs that stay.
@Suite struct AskingServerTests {
  private static let browser = "Accept: text/html,application/xhtml+xml,*/*;q=0.8"

  @Test(arguments: AskingServer.Software.allCases)
  func letsInWhoIsLoggedInUntilTheLogout(_ software: AskingServer.Software) throws {
    let server = try AskingServer(software)
    #expect(try server.get("/").body == "for everybody")
    let nobody = try server.get("/members/a.txt")
    #expect(nobody.status == 401)
    #expect(nobody.message == "Unauthorized")
    let token = try server.token(for: "ada@example.com")
    for headers in [[], [Self.browser]] {
      let answer = try server.get("/members/a.txt", token, headers: headers)
      #expect(answer.status == 200)
      #expect(answer.body == "for members")
      #expect(answer.values("Cache-Control") == ["private, no-cache"])
    }
    #expect(try server.get("/members/a.txt", token + "x").status == 401)
    _ = try server.send("POST", "/cgi-bin/logout.cgi", "", headers: ["Cookie: authToken=\(token)"])
    let loggedOut = try server.get("/members/a.txt", token)
    #expect(loggedOut.status == 401)
    #expect(loggedOut.message == "Invalid Token")
  }

  @Test(arguments: AskingServer.Software.allCases)
  func sendsBrowsersToTheLoginPageWithTheWayBack(_ software: AskingServer.Software) throws {
    let server = try AskingServer(software)
    let user = "email=ada@example.com&password=nine+herons+at+dawn"
    _ = try server.send("POST", "/cgi-bin/register.cgi", user)
    for path in ["/members/a.txt", "/members/a%20b.txt?x=1&y=%2f", "/app/?q=a+b&verify&next=/"] {
      for token in [nil, "junk"] {
        let refused = try server.get(path, token, headers: [Self.browser])
        #expect(refused.status == 303)
        #expect(refused.body == "")
        let login = try #require(refused.value("Location"))
        #expect(login.hasPrefix("/cgi-bin/login.cgi?"))
        #expect(try server.get(login, token, headers: [Self.browser]).status == 200)
        let back = try server.send("POST", login, user, headers: [Self.browser])
        #expect(back.status == 303)
        #expect(back.value("Location") == path)
        #expect(back.token != nil)
      }
    }
  }

  @Test(arguments: AskingServer.Software.allCases)
  func tellsTheProgramBehindItWhoItIs(_ software: AskingServer.Software) throws {
    let server = try AskingServer(software)
    let token = try server.token(for: "ada@example.com", groups: "x, board,gr\u{FC}n")
    let body = String(repeating: "nine herons\r\n", count: 50_000)
    let answer = try server.send("POST", "/app/x?y", body, headers: ["Cookie: authToken=\(token)"])
    let told = try #require(server.told(answer), "\(answer)")
    #expect(told.values("Remote-User") == ["ada@example.com"])
    #expect(told.values("Remote-Groups") == ["x,board"])
    let named = try server.send(
      "POST", "/cgi-bin/account.cgi",
      headers: ["Cookie: authToken=\(token)", "Content-Type: application/json"],
      options: ["--data-binary", #"{"action":"change-profile","name":"Zoë"}"#])
    #expect(named.status == 200)
    #expect(server.told(try server.get("/app/", token))?.values("Remote-Name") == ["Zo%C3%AB"])
    #expect(told.method == "POST")
    #expect(told.bodyLength == body.utf8.count)
  }

  @Test(arguments: AskingServer.Software.allCases)
  func refusesWhoIsInNoneOfTheGroups(_ software: AskingServer.Software) throws {
    let server = try AskingServer(software)
    for (number, groups) in ["", "Staff", "staf,staffs", "board members"].enumerated() {
      let token = try server.token(for: "u\(number)@example.com", groups: groups)
      #expect(try server.get("/app/", token).status == 403, "\(groups)")
      #expect(try server.get("/app/", token, headers: [Self.browser]).status == 403, "\(groups)")
      #expect(try server.get("/members/a.txt", token).status == 200)
    }
  }

  /// Whatever the client calls itself, in either spelling and however often.
  @Test(arguments: AskingServer.Software.allCases)
  func keepsTheClientsOwnClaimsAway(_ software: AskingServer.Software) throws {
    let server = try AskingServer(software) {
      // Off by default: on, nginx hands on names with `_`, which many programs take for those with `-`.
      $0.replacing("listen 80;", with: "listen 80;\n  underscores_in_headers on;")
        .replacing("groups=staff,board", with: "groups=staff,only")
    }
    let claims = [
      "Remote-User: root@example.com", "remote_user: root@example.com", "REMOTE-USER: root@example.com",
      "Remote-Groups: board", "Remote_Groups: board", "remote-groups: staff", "Remote-Name: root",
      "remote_name: root",
    ]
    let token = try server.token(for: "ada@example.com", groups: "only")
    let told = try #require(server.told(try server.get("/app/", token, headers: claims)))
    #expect(told.values("Remote-User") == ["ada@example.com"])
    #expect(told.values("Remote-Groups") == ["only"])
    #expect(told.values("Remote-Name").joined() == "")
    for headers in [
      claims, ["X-Accel-Redirect: /members/a.txt"], ["X-Original-URL: /"], ["X-Rewrite-URL: /"],
    ] {
      #expect(try server.get("/app/", headers: headers).status == 401)
      #expect(try server.get("/members/a.txt", headers: headers).status == 401)
    }
  }

  /// What a program would renew a session with, or pose as a known device, whatever stands around it.
  @Test(arguments: AskingServer.Software.allCases)
  func keepsWhatRenewsASessionFromTheProgram(_ software: AskingServer.Software) throws {
    let server = try AskingServer(software)
    let access = "authToken=\(try server.token(for: "ada@example.com", groups: "board"))"
    func cookies(_ sent: String) throws -> String {
      let answer = try server.get("/app/", headers: ["Cookie: \(sent)"])
      return try #require(server.told(answer), "\(answer)").values("Cookie").joined(separator: "; ")
    }
    for sent in [
      "\(access); authRefresh=x; authDevice=y; a=1", "authDevice=y; a=1; \(access); authRefresh=x",
      "__Host-authRefresh=x; __Host-authDevice=y; \(access); a=1", "authRefresh=x;\(access);authDevice=y;a=1",
      "\(access); a=1",
    ] {
      let kept = try cookies(sent).split { "; ".contains($0) }
      #expect(Set(kept) == [access[...], "a=1"], "\(sent)")
    }
    let planted = try cookies("\(access); authRefresh=x; authRefresh=y; authDevice=z; authRefresh=w")
    #expect(!planted.contains("authRefresh") && !planted.contains("authDevice"))
    #expect(try cookies("\(access); myauthRefresh=1").hasSuffix("; myauthRefresh=1"))
  }

  /// A proxy takes away the fields that the client's `Connection` names (RFC 9110 section 7.6.1).
  @Test(
    arguments: AskingServer.Software.allCases,
    [
      "close, Remote-User, Remote-Groups", "Remote-User", "remote-groups, keep-alive",
      "Remote_User, Remote-User",
    ])
  func letsNoClientNameTheFieldsAway(_ software: AskingServer.Software, _ connection: String) throws {
    let server = try AskingServer(software)
    let token = try server.token(for: "ada@example.com", groups: "board")
    for claims in [[], ["Remote-User: root@example.com", "Remote-Groups: staff"]] {
      let answer = try server.get("/app/", token, headers: ["Connection: \(connection)"] + claims)
      let told = try #require(server.told(answer), "\(answer)")
      #expect(told.values("Remote-User") == ["ada@example.com"])
      #expect(told.values("Remote-Groups") == ["board"])
      #expect(try server.get("/app/", headers: ["Connection: \(connection)"] + claims).status == 401)
    }
  }

  private static let spellings = [
    "/members/a.txt?verify", "/members/a.txt?verify&groups=x", "//members/a.txt", "/./members/a.txt",
    "/x/../members/a.txt", "/%6dembers/a.txt", "/members%2fa.txt", "/members/./a.txt", "/members/%2e/a.txt",
    "/members/a.txt/", "/members/a.txt%00", "/MEMBERS/a.txt", "/members//a.txt", "/members", "/members/",
    "/members;/a.txt", "/..;/members/a.txt", "/cgi-bin/protected.cgi/../../members/a.txt",
  ]

  @Test(arguments: AskingServer.Software.allCases)
  func keepsTheFileUnderEverySpelling(_ software: AskingServer.Software) throws {
    let server = try AskingServer(software)
    for path in Self.spellings {
      let answer = try server.get(path)
      #expect([400, 401, 404].contains(answer.status) || answer.value("Location") != nil, "\(path)")
      #expect(!answer.body.contains("for members"), "\(path)")
    }
  }

  /// nginx lets a location that is a regular expression go before the others: many sites
  /// have one for pictures or PHP.
  @Test func keepsWhatAnotherLocationWouldTake() throws {
    let server = try AskingServer(.nginx) {
      $0.replacing(
        "  # A program behind nginx",
        with: "  location ~* \\.(txt|php)$ { expires 1d; }\n  # A program behind nginx")
    }
    try server.folder.write("public/plain.txt", "for everybody")
    #expect(try server.get("/plain.txt").value("Expires") != nil)
    for path in ["/members/a.txt", "/app/a.php"] { #expect(try server.get(path).status == 401, "\(path)") }
  }

  @Test(arguments: AskingServer.Software.allCases)
  func opensFourProgramsAndNothingElse(_ software: AskingServer.Software) throws {
    let server = try AskingServer(software)
    _ = try server.token(for: "ada@example.com")
    for path in [
      "/cgi-auth/verify", "/cgi-auth/verify&groups=staff", "/cgi-bin/other.cgi", "/cgi-bin/login.cgi/x",
      "/cgi-bin/login.cgi.bak", "/cgi-bin/../auth-data/secret.key", "/auth-data/secret.key",
      "/cgi-bin/..%2fauth-data/secret.key", "/server.conf", "/cgi-bin/",
    ] {
      let answer = try server.get(path)
      #expect([400, 404].contains(answer.status), "\(path)")
    }
    for (program, status) in [
      ("register", 405), ("login", 405), ("refresh", 405), ("logout", 200), ("protected", 401),
    ] {
      #expect(try server.get("/cgi-bin/\(program).cgi").status == status)
    }
  }

  @Test(arguments: AskingServer.Software.allCases)
  func letsNobodyInWhereItCannotKnow(_ software: AskingServer.Software) throws {
    let server = try AskingServer(software)
    let token = try server.token(for: "ada@example.com", groups: "staff")
    #expect(try server.get("/app/", token).status == 200)
    try server.folder.write("auth-data/users.gdbm", "garbage")
    for path in ["/members/a.txt", "/app/"] {
      let answer = try server.get(path, token)
      #expect((500...503).contains(answer.status))
      #expect(!answer.body.contains("for members"))
    }
  }

  /// A typing error in the configuration must not open what it should shut.
  @Test(
    arguments: AskingServer.Software.allCases, ["group=staff", "groups=", "staff", "groups=staff&groups=x"])
  func letsNobodyInByAQuestionThatIsNone(_ software: AskingServer.Software, _ question: String) throws {
    let server = try AskingServer(software) { $0.replacing("groups=staff,board", with: question) }
    let token = try server.token(for: "ada@example.com", groups: "staff")
    let answer = try server.get("/app/", token)
    #expect([400, 500].contains(answer.status))
    #expect(server.told(answer) == nil)
  }

  /// The servers of these tests end with them: fcgiwrap has children, which do not by themselves.
  @Test(arguments: AskingServer.Software.allCases)
  func leavesNoProcessBehind(_ software: AskingServer.Software) throws {
    let server = try AskingServer(software)
    #expect(try server.get("/").status == 200)
    server.stop()
    func left() throws -> [String] {
      try run("/usr/bin/pgrep", ["-f", server.folder.root + "/(fcgiwrap|cgi-bin)"]).text.split(
        separator: "\n"
      ).map(
        String.init)
    }
    try eventually("no process is left") { try left().isEmpty }
  }
}

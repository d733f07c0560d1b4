import CGIAuthHarness
import Foundation
import Testing

/// protected.cgi as a FastCGI authorizer, whom web servers ask before they give somebody a file. What the
/// servers make of its answers is in `ServerTests`.
@Suite struct AuthorizerTests {
  private let site: GuardedSite
  private let program: FastCGIProcess

  init() throws {
    site = try GuardedSite()
    try site.write("a.txt", "0123456789")
    program = try FastCGIProcess("protected")
  }

  /// Asks for a file of the guarded folder. The variables are those that lighttpd was seen to send.
  private func ask(_ name: String, _ more: [String: String] = [:], method: String = "GET") throws
    -> FastCGIProcess.Exchange
  {
    var variables = site.site.environment(method, contentType: nil, contentLength: nil, [:])
    variables["SCRIPT_FILENAME"] = site.path(name)
    variables["DOCUMENT_ROOT"] = site.site.folder.path("www")
    variables["REQUEST_URI"] = "/members/\(name)"
    variables["QUERY_STRING"] = ""
    let exchange = try program.askToAuthorize(variables.merging(more) { $1 })
    #expect(exchange.status == 0)
    // lighttpd lets everybody in where there is none.
    #expect(exchange.output.starts(with: bytes("Status: ")))
    return exchange
  }

  private func status(_ name: String, _ more: [String: String] = [:], method: String = "GET") throws -> Int {
    try ask(name, site.cookie.merging(more) { $1 }, method: method).answer().status
  }

  @Test func tellsTheServerWhoItIs() throws {
    try GuardAccessTests.grant(site, "staff,board", #""name":"Zoë","#)
    let exchange = try ask("a.txt", site.cookie)
    let id = try #require(try exchange.answer().value("Variable-AUTH_USER_ID"))
    #expect(id.utf8.count == 22)
    // All of it: a server may hand on to the client what else there is.
    #expect(
      String(decoding: exchange.output, as: UTF8.self) == """
        Status: 200 OK
        Variable-REMOTE_USER: \(GuardedSite.email)
        Variable-AUTH_TYPE: Bearer
        Variable-AUTH_USER_ID: \(id)
        Variable-AUTH_GROUPS: staff,board
        Variable-AUTH_NAME: Zo%C3%AB
        Cache-Control: private, no-cache


        """)
    #expect(exchange.errors.isEmpty)
  }

  @Test func letsNobodyElseIn() throws {
    let client = try ask("a.txt").answer()
    #expect(client.status == 401 && client.message == "Unauthorized")
    #expect(client.values("WWW-Authenticate") == ["Bearer"])
    let forged = try ask("a.txt", ["HTTP_COOKIE": "authToken=x.y.z", "HTTP_VARIABLE_REMOTE_USER": "ada"])
      .answer()
    #expect(forged.status == 401 && forged.message == "Invalid Token")
    #expect(!forged.fields.contains { $0.name.hasPrefix("Variable-") })
    let browser = try ask("a.txt", ["HTTP_ACCEPT": "text/html"]).answer()
    #expect(browser.status == 303)
    #expect(browser.values("Location") == ["/cgi-bin/login.cgi?next=/members/a.txt"])
  }

  /// By CGI and as a responder the query is the server's. Here it is the client's.
  @Test(arguments: ["verify", "verify&groups=nobody", "verify&x", "next=/x"])
  func passesOverTheQuery(query: String) throws {
    #expect(try status("a.txt", ["QUERY_STRING": query]) == 200)
    let refused = try ask("a.txt", ["QUERY_STRING": query, "HTTP_ACCEPT": "text/html"]).answer()
    #expect(refused.status == 303)
  }

  // MARK: Groups

  /// Folders on the way and below, files that are there and not, by both ways to set a rule.
  @Test(arguments: ["auth.conf", ".htguard"])
  func asksForTheGroupsOfTheFolder(way: String) throws {
    try site.site.folder.makeFolder("www/members/board/sub")
    try site.write("board/a.txt", "plans")
    if way == ".htguard" {
      try site.write("board/.htguard", "guard_require = group board\n")
    } else {
      try site.site.folder.write("data/auth.conf", "guard_require = \(site.path("board")) group board\n")
    }
    let inside = [
      "board/a.txt", "board/sub/x", "board/none", "board/none/none", "board/", "board", "board/a.txt/x",
    ]
    for (groups, expected) in [("staff", 403), ("board", 200), ("", 403), ("staff,board", 200)] {
      try GuardAccessTests.grant(site, groups)
      for name in inside { #expect(try status(name) == expected, "\(name) for \(groups)") }
      for name in ["a.txt", "none", "boards/x", ""] { #expect(try status(name) == 200, "\(name)") }
    }
  }

  /// However far up it lies, and from the next request on.
  @Test func asksForTheGroupsOfEveryFolderAround() throws {
    try site.site.folder.makeFolder("www/members/a/b")
    try site.write("a/b/file.txt", "x")
    for folder in ["", "www", "www/members", "www/members/a", "www/members/a/b"] {
      let rule = (folder.isEmpty ? "" : folder + "/") + ".htguard"
      for name in ["a/b/file.txt", "a/b/none", "a/b/", "a/b", "a//b/./file.txt"] {
        #expect(try status(name) == 200, "\(name)")
        try site.site.folder.write(rule, "guard_require = group board\n")
        #expect(try status(name) == 403, "\(rule) for \(name)")
        try FileManager.default.removeItem(atPath: site.site.folder.path(rule))
      }
    }
  }

  /// The server follows links: what counts is where they lead, and where they are.
  @Test func asksForTheGroupsOfWhatALinkLeadsTo() throws {
    for name in ["board", "open", "board/inner", "staff"] {
      try site.site.folder.makeFolder("www/members/\(name)")
    }
    try site.write("board/.htguard", "guard_require = group board\n")
    try site.write("staff/.htguard", "guard_require = group staff\n")
    for (link, target) in [
      ("open/link", "../board"), ("open/deep", "../board/inner"), ("staff/out", "../open"),
    ] {
      #expect(symlink(target, site.path(link)) == 0)
    }
    try GuardAccessTests.grant(site, "staff")
    for (name, expected) in [
      ("open/link/a.txt", 403), ("open/deep/a.txt", 403), ("open/deep", 403), ("staff/out/a.txt", 200),
      ("staff/out/deep/x", 403), ("open/x", 200),
    ] { #expect(try status(name) == expected, "\(name)") }
    try GuardAccessTests.grant(site, "board")
    for (name, expected) in [
      ("open/link/a.txt", 200), ("open/deep/a.txt", 200), ("staff/out/a.txt", 403), ("staff/out/deep/x", 403),
    ] { #expect(try status(name) == expected, "\(name)") }
  }

  // MARK: What is wrong

  @Test(arguments: ["", "members/a.txt", "proxy:http://127.0.0.1:3000/members/a.txt", "/srv/../etc/passwd"])
  func letsNobodyInWhereItCannotTellTheFolder(path: String) throws {
    let exchange = try ask("a.txt", site.cookie.merging(["SCRIPT_FILENAME": path]) { $1 })
    #expect(try exchange.answer().status == 500)
    #expect(String(decoding: exchange.errors, as: UTF8.self).hasPrefix("authorizer-path "))
  }

  @Test func letsNobodyPastALoop() throws {
    #expect(symlink("loop", site.path("loop")) == 0)
    let exchange = try ask("loop/a.txt", site.cookie)
    #expect(try exchange.answer().status == 403)
    #expect(String(decoding: exchange.errors, as: UTF8.self).hasPrefix("authorizer-unreadable "))
  }

  @Test func letsNobodyInWhereTheSettingsAreWrong() throws {
    for (settings, text) in [
      (["JWT_SECRET": "short"], "config-invalid JWT_SECRET "),
      (["AUTH_GUARD_REQUIRE": "/nowhere group staff"], "config-invalid guard_require"),
      (["AUTH_GUARD_REQUIRE": "nonsense"], "config-invalid AUTH_GUARD_REQUIRE "),
    ] {
      let exchange = try ask("a.txt", site.cookie.merging(settings) { $1 })
      #expect(try exchange.answer().status == 500)
      #expect(String(decoding: exchange.errors, as: UTF8.self).hasPrefix(text))
    }
    try site.write(".htguard", "")
    #expect(try status("a.txt") == 500)
  }

  /// The server may run what is there.
  @Test func refusesWhatAnotherSitesPageSends() throws {
    let field = ["HTTP_SEC_FETCH_SITE": "cross-site"]
    #expect(try status("a.php", field, method: "POST") == 403)
    #expect(try status("a.php", method: "POST") == 200)
    #expect(try status("a.php", field) == 200)
  }

  @Test(arguments: Project.programs.filter { $0 != "protected" })
  func noOtherProgramDoesThis(program: String) throws {
    let exchange = try FastCGIProcess(program).askToAuthorize(
      site.site.environment("GET", contentType: nil, contentLength: nil, site.cookie))
    // FCGI_UNKNOWN_ROLE.
    #expect(exchange.status == 3 && exchange.output.isEmpty)
  }
}

import Foundation
import CGIAuthHarness
import Testing

/// guard.cgi: who gets something, and what nobody gets.
@Suite struct GuardAccessTests {
  @Test func givesAFileToWhoIsLoggedInAlone() throws {
    let site = try GuardedSite()
    try site.write("a.html", "<p>secret</p>")
    let given = try site.get("/members/a.html")
    #expect(given.status == 200)
    #expect(given.body == "<p>secret</p>")
    #expect(given.value("Cache-Control") == "private, no-cache")
    #expect(given.value("X-Content-Type-Options") == "nosniff")
    #expect(given.value("Content-Security-Policy") == "frame-ancestors 'self'")
    let bearer = try site.ask("/members/a.html", ["HTTP_AUTHORIZATION": "Bearer \(site.token)"])
    #expect(bearer.body == "<p>secret</p>")
  }

  @Test(arguments: [
    "/members/a.html", "/members/none.html", "/members/.htaccess", "/members/s.cgi", "/members/",
  ])
  func tellsNobodyElseWhatThereIs(_ url: String) throws {
    let site = try GuardedSite()
    try site.write("a.html", "secret")
    try site.write("s.cgi", "#!/bin/sh\necho secret", mode: 0o755)
    let client = try site.ask(url)
    #expect(client.status == 401)
    #expect(client.body == #"{"message":"Unauthorized"}"#)
    #expect(client.value("WWW-Authenticate") == "Bearer")
    let browser = try site.ask(url, query: "a=1&b", ["HTTP_ACCEPT": "text/html"])
    #expect(browser.status == 303)
    #expect(browser.value("Location") == "/cgi-bin/login.cgi?next=\(url)%3Fa%3D1%26b")
    let stale = try site.ask(url, ["HTTP_COOKIE": "authToken=x.y.z"])
    #expect(stale.status == 401)
    #expect(stale.body == #"{"message":"Invalid Token"}"#)
  }

  @Test func endsWithTheSession() throws {
    let site = try GuardedSite()
    try site.write("a.txt", "secret")
    #expect(try site.get("/members/a.txt").status == 200)
    #expect(try site.site.request("logout", "POST", body: [], site.cookie).status == 200)
    #expect(try site.get("/members/a.txt").status == 401)
  }

  @Test func answersNobodyWhoCallsItDirectly() throws {
    let site = try GuardedSite()
    try site.write("a.txt", "secret")
    let whole = site.action("/members/a.txt").merging(site.cookie) { $1 }
    #expect(try site.site.request("guard", "GET", whole).body == "secret")
    for missing in ["REDIRECT_HANDLER", "REDIRECT_URL", "PATH_INFO", "PATH_TRANSLATED"] {
      let answer = try site.site.request("guard", "GET", whole.filter { $0.key != missing })
      #expect(answer.status == 404, "\(missing)")
      #expect(answer.errors.hasPrefix("guard-not-handler "))
    }
    // An ErrorDocument that names guard.cgi, and a header that sounds like a mark.
    for forged in [
      ["REDIRECT_URL": "/elsewhere"], ["REDIRECT_HANDLER": "", "HTTP_REDIRECT_HANDLER": "members"],
    ] {
      #expect(try site.site.request("guard", "GET", whole.merging(forged) { $1 }).status == 404)
    }
    // A query whose words the server makes arguments of.
    let direct = whole.filter { !$0.key.hasPrefix("REDIRECT_") }
    for argument in [site.path("a.txt"), try Project.program("guard")] {
      #expect(try site.site.request("guard", "GET", direct, arguments: [argument]).status == 404)
    }
  }

  @Test func isTheInterpreterOfWhatItGuards() throws {
    let site = try GuardedSite()
    try site.write("a.txt", "secret")
    let file = site.path("a.txt")
    let environment = [
      "SCRIPT_FILENAME": file, "SCRIPT_NAME": "/members/a.txt", "REQUEST_URI": "/members/a.txt",
      "REDIRECT_STATUS": "200",
    ].merging(site.cookie) { $1 }
    #expect(try site.site.request("guard", "GET", environment, arguments: [file]).body == "secret")
    #expect(try site.site.request("guard", "GET", environment, arguments: [file + "x"]).status == 404)
    #expect(try site.site.request("guard", "GET", environment).status == 404)
    let elsewhere = environment.merging(["SCRIPT_NAME": "/members/b.txt"]) { $1 }
    #expect(try site.site.request("guard", "GET", elsewhere, arguments: [file]).status == 404)
    let login = try site.site.request(
      "guard", "GET", environment.merging(["HTTP_COOKIE": "", "HTTP_ACCEPT": "text/html"]) { $1 },
      arguments: [file])
    #expect(login.value("Location") == "/cgi-bin/login.cgi?next=/members/a.txt")
  }

  @Test func sendsToTheLoginPageThatIsSet() throws {
    let site = try GuardedSite(["AUTH_LOGIN_PAGE": "/sign-in/login.cgi"])
    let answer = try site.ask("/members/", ["HTTP_ACCEPT": "text/html"])
    #expect(answer.value("Location") == "/sign-in/login.cgi?next=/members/")
  }

  @Test(arguments: [
    "/members/../private.txt", "/members/./a.txt", "/members//a.txt", "/members/.hidden",
    "/members/.htaccess",
    "/members/.htguard", "/members/.git/config", "/members/a.txt.", "/members/a.txt/", "/members/a.txt/x",
    "/members/..", "/members/.", "/members/A.TXT", "/members/.HTACCESS", "/members/a.txt\\",
    "/members/a.txt ",
    "/members/\\..\\private.txt", "/members/sub/../../private.txt", "/members/%2e%2e/private.txt",
    "/members/" + String(repeating: "a", count: 300), "/members/" + String(repeating: "a/", count: 2000),
  ])
  func hasNothingBesideWhatIsThere(_ url: String) throws {
    let site = try GuardedSite()
    try site.write("a.txt", "secret")
    try site.site.folder.makeFolder("www/members/.git")
    for name in [".hidden", ".htaccess", ".git/config"] { try site.write(name, "secret") }
    try site.site.folder.makeFolder("www/members/sub")
    try site.site.folder.write("www/private.txt", "secret")
    let answer = try site.get(url)
    #expect(answer.status == 404)
    #expect(answer.body == #"{"message":"Not Found"}"#)
    #expect(answer.errors == "")
  }

  @Test func followsNoSymbolicLinkBelowItsFolder() throws {
    let site = try GuardedSite()
    try site.site.folder.write("private.txt", "secret")
    try site.site.folder.makeFolder("elsewhere")
    try site.site.folder.write("elsewhere/b.txt", "secret")
    try site.write("a.txt", "here")
    #expect(symlink(site.site.folder.path("private.txt"), site.path("out.txt")) == 0)
    #expect(symlink(site.site.folder.path("elsewhere"), site.path("out")) == 0)
    #expect(symlink("a.txt", site.path("within.txt")) == 0)
    for url in ["/members/out.txt", "/members/out/b.txt", "/members/out/", "/members/within.txt"] {
      let answer = try site.get(url)
      #expect(answer.status == 403, "\(url)")
      #expect(!answer.body.contains("secret"))
      #expect(answer.errors.hasPrefix("guard-symlink "))
    }
    // What the server chose may be a link: another name for the document root.
    #expect(symlink("www", site.site.folder.path("public")) == 0)
    let other = try site.get(
      "/members/a.txt", ["PATH_TRANSLATED": site.site.folder.path("public/members/a.txt")])
    #expect(other.status == 200)
  }

  @Test func waitsForNoPipeAndOpensNoDevice() throws {
    let site = try GuardedSite()
    #expect(mkfifo(site.path("pipe.txt"), 0o666) == 0)
    let answer = try site.get("/members/pipe.txt")
    #expect(answer.status == 403)
    #expect(answer.errors.hasPrefix("guard-not-a-file "))
  }

  // MARK: Groups

  static func grant(_ site: GuardedSite, _ groups: String, _ member: String = "") throws {
    let tool = try run(
      "/usr/bin/gdbmtool", [site.site.folder.path("data/users.gdbm"), "fetch", GuardedSite.email])
    let parts = tool.text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    try #require(parts.count == 3, "\(tool.text)")
    let rest = parts[2].trimmingCharacters(in: .newlines).replacing(
      "{", with: "{" + member, maxReplacements: 1)
    try site.site.setRecord(GuardedSite.email, "\(parts[0]):\(groups):\(rest)")
  }

  @Test(arguments: [
    ("", 403), ("board", 403), ("staffs", 403), ("Staff", 403), ("staff", 200), ("board,staff", 200),
    ("board, staff", 200),
  ])
  func asksForAGroup(_ groups: String, _ status: Int) throws {
    let site = try GuardedSite()
    try site.site.folder.makeFolder("www/members/staff/deep")
    try site.write("staff/deep/a.txt", "plans")
    try site.write("a.txt", "for all")
    try site.write("staff/.htguard", "# the staff's own\nguard_require = group staff\n")
    try Self.grant(site, groups)
    #expect(try site.get("/members/a.txt").body == "for all")
    let answer = try site.get("/members/staff/deep/a.txt")
    #expect(answer.status == status)
    #expect(answer.body == (status == 200 ? "plans" : #"{"message":"Forbidden"}"#))
    // Outside, what is there and what is not is the same.
    #expect(try site.get("/members/staff/none.txt").status == (status == 200 ? 404 : 403))
    #expect(try site.get("/members/staff/deep/").status == (status == 200 ? 404 : 403))
    if status == 403 {
      let page = try site.get("/members/staff/deep/a.txt", ["HTTP_ACCEPT": "text/html"])
      #expect(page.status == 403)
      #expect(page.value("Content-Type") == "text/html; charset=utf-8")
      #expect(page.body.contains("You are logged in, but this page is not for you."))
    }
  }

  @Test func countsEveryRuleOnTheWayWhateverTheURL() throws {
    let site = try GuardedSite()
    try site.site.folder.makeFolder("www/members/staff/deep")
    try site.write("staff/deep/a.txt", "plans")
    try site.write("staff/.htguard", "guard_require = group staff board")
    try site.write("staff/deep/.htguard", "guard_require = group secret")
    // An Alias that begins below the first rule.
    let alias = ["PATH_TRANSLATED": site.path("staff/deep/a.txt")]
    for (groups, status) in [("", 403), ("secret", 403), ("board", 403), ("board,secret", 200)] {
      try Self.grant(site, groups)
      #expect(try site.get("/members/staff/deep/a.txt").status == status, "\(groups)")
      #expect(try site.get("/x/a.txt", alias).status == status, "\(groups) by alias")
    }
  }

  @Test func takesRulesFromTheConfiguration() throws {
    let folder = try TemporaryFolder()
    let site = try GuardedSite()
    try site.site.folder.makeFolder("www/members/staff")
    try site.write("staff/a.txt", "plans")
    // By another path to the same folder.
    #expect(symlink(site.path("staff"), folder.path("link")) == 0)
    let rules = ["AUTH_GUARD_REQUIRE": "\(folder.path("link")) group staff, \(site.path("")) group members"]
    for (groups, status) in [("staff", 403), ("members", 403), ("members,staff", 200)] {
      try Self.grant(site, groups)
      #expect(try site.get("/members/staff/a.txt", rules).status == status, "\(groups)")
    }
    let lost = try site.get("/members/staff/a.txt", ["AUTH_GUARD_REQUIRE": "/nowhere group staff"])
    #expect(lost.status == 500)
    #expect(lost.errors == "config-invalid guard_require names a folder that is not there\n")
  }

  @Test(arguments: [
    ("guard_require = staff", "line 1"), ("guard_require = group", "line 1"),
    ("\n# x\nrequire = group a", "line 3"),
    ("guard_require = group a\nx", "line 2"), ("guard_require = group a,b", "line 1"),
    (String(repeating: "#", count: 20_000), "has more than"), ("", "has no rule"),
  ])
  func letsNobodyPastARuleThatCannotBeRead(_ content: String, _ complaint: String) throws {
    let site = try GuardedSite()
    try site.write("a.txt", "secret")
    try site.write(".htguard", content)
    let answer = try site.get("/members/a.txt")
    #expect(answer.status == 500)
    #expect(answer.errors.hasPrefix("config-invalid .htguard"))
    #expect(answer.errors.contains(complaint))
  }

  @Test func letsNobodyPastARuleThatIsNoFile() throws {
    let site = try GuardedSite()
    try site.write("a.txt", "secret")
    #expect(symlink("/dev/null", site.path(".htguard")) == 0)
    #expect(try site.get("/members/a.txt").status == 500)
    #expect(unlink(site.path(".htguard")) == 0)
    #expect(mkfifo(site.path(".htguard"), 0o644) == 0)
    #expect(try site.get("/members/a.txt").status == 500)
  }
}

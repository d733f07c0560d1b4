import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// What browsers get. `BrowserTests` look at the same with a browser.
@Suite struct PageTests {
  private static let browser = [
    "HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8", "SCRIPT_NAME": "/cgi-bin/any.cgi",
    "CONTENT_TYPE": "",
  ]
  private static let form = browser.merging(["CONTENT_TYPE": "application/x-www-form-urlencoded"]) { $1 }
  private static let address = "email=a%40example.com&password=password"

  private func get(
    _ site: TestSite, _ endpoint: Endpoint, _ query: String = "", _ more: [String: String] = [:]
  )
    throws -> Answer
  {
    try site.answer(
      endpoint, "GET", "", Self.browser.merging(more.merging(["QUERY_STRING": query]) { $1 }) { $1 })
  }

  private func post(_ site: TestSite, _ endpoint: Endpoint, _ body: String, _ more: [String: String] = [:])
    throws
    -> Answer
  {
    try site.answer(endpoint, "POST", body, Self.form.merging(more) { $1 })
  }

  @Test(arguments: [(Endpoint.register, "new-password"), (.login, "current-password")])
  func showsTheForm(endpoint: Endpoint, autocomplete: String) throws {
    let site = try TestSite()
    let answer = try get(site, endpoint)
    #expect(answer.status == 200)
    #expect(answer.values("Content-Type") == ["text/html; charset=utf-8"])
    #expect(answer.body.contains("action=\"/cgi-bin/\(endpoint).cgi\""))
    #expect(answer.body.contains("autocomplete=\"username\""))
    #expect(answer.body.contains("autocomplete=\"\(autocomplete)\""))
    #expect(!answer.body.contains("role=\""))
    #expect(try site.answer(endpoint, "HEAD", "", Self.browser).body.isEmpty)
    #expect(try site.answer(endpoint, "PUT", "", Self.browser).status == 405)
    // Who asks for anything gets what the contract says.
    #expect(try site.answer(endpoint, "GET", "", ["HTTP_ACCEPT": "*/*"]).status == 405)
  }

  @Test func goesFromRegisterToLoginToWhereItWantedToGo() throws {
    let site = try TestSite()
    let registered = try post(site, .register, Self.address + "&next=/docs/a.pdf%3Fp%3D2")
    #expect(registered.status == 303)
    #expect(
      registered.values("Location") == ["/cgi-bin/login.cgi?notice=registered&next=/docs/a.pdf%3Fp%3D2"])
    let form = try get(site, .login, "notice=registered&next=/docs/a.pdf%3Fp%3D2")
    #expect(
      form.body.contains("<p role=\"status\" id=\"notice\">Your account is ready. You can log in now.</p>"))
    #expect(form.body.contains("<input type=\"hidden\" name=\"next\" value=\"/docs/a.pdf?p=2\">"))
    #expect(form.body.contains("href=\"/cgi-bin/register.cgi?next=/docs/a.pdf%3Fp%3D2\""))
    let loggedIn = try post(site, .login, Self.address + "&next=/docs/a.pdf%3Fp%3D2")
    #expect(loggedIn.status == 303)
    #expect(loggedIn.values("Location") == ["/docs/a.pdf?p=2"])
    let cookie = ["HTTP_COOKIE": loggedIn.cookie]
    let welcome = try get(site, .protected, "", cookie)
    #expect(welcome.body.contains("<h1>Welcome, a@example.com!</h1>"))
    #expect(welcome.body.contains("<form method=\"post\" action=\"/cgi-bin/logout.cgi\">"))
    #expect(try get(site, .login, "", cookie).values("Location") == ["/cgi-bin/protected.cgi"])
    #expect(try get(site, .login, "next=/x", cookie).values("Location") == ["/x"])
    let out = try post(site, .logout, "", cookie)
    #expect(out.status == 303)
    #expect(out.values("Location") == ["/cgi-bin/login.cgi?notice=logged-out"])
    #expect(out.values("Set-Cookie").first?.contains("Max-Age=0") == true)
    #expect(try get(site, .login, "", cookie).status == 200)
  }

  @Test func sendsWhoIsNotLoggedInToLogin() throws {
    let site = try TestSite()
    let here = ["REQUEST_URI": "/cgi-bin/protected.cgi?a=b&c=%20"]
    #expect(
      try get(site, .protected, "", here).values("Location")
        == ["/cgi-bin/login.cgi?next=/cgi-bin/protected.cgi%3Fa%3Db%26c%3D%2520"])
    #expect(
      try get(site, .protected, "", here.merging(["HTTP_COOKIE": "authToken=x"]) { $1 }).values("Location")
        == ["/cgi-bin/login.cgi?notice=session-ended&next=/cgi-bin/protected.cgi%3Fa%3Db%26c%3D%2520"])
    for uri in ["http://evil.example/", "//evil.example", "*", ""] {
      #expect(
        try get(site, .protected, "", ["REQUEST_URI": uri]).values("Location") == ["/cgi-bin/login.cgi"])
    }
  }

  /// Requirement: `next` is a local path or nothing.
  @Test(arguments: [
    "//e", "/%5Ce", "/%09/e", "https:e", "https://e/", "javascript:alert(1)", "%2F%2Fe", "",
    "/%0D%0ASet-Cookie:a=b", "/%00", "e",
    "/cgi-bin/logout.cgi", "/cgi-bin/%256cogout.cgi?x", "/x/..//cgi-bin/logout.cgi",
  ])
  func goesNowhereElse(next: String) throws {
    let site = try TestSite()
    _ = try site.register()
    let answer = try post(site, .login, Self.address + "&next=" + next)
    #expect(answer.values("Location") == ["/cgi-bin/protected.cgi"])
    let byQuery = try post(site, .login, Self.address, ["QUERY_STRING": "next=" + next])
    #expect(byQuery.values("Location") == ["/cgi-bin/protected.cgi"])
    #expect(!(try get(site, .login, "next=" + next).body.contains("name=\"next\"")))
    #expect(
      try get(site, .login, "next=" + next, ["HTTP_COOKIE": answer.cookie]).values("Location") == [
        "/cgi-bin/protected.cgi"
      ])
  }

  /// As old sites have them: é in ISO 8859-1.
  @Test func goesBackToAFileWhoseNameIsNotUTF8() throws {
    let site = try TestSite()
    _ = try site.register()
    let sent = try get(site, .protected, "", ["REQUEST_URI": "/members/caf%E9.html"])
    let login = try #require(sent.values("Location").first)
    #expect(login == "/cgi-bin/login.cgi?next=/members/caf%25E9.html")
    #expect(
      try post(site, .login, Self.address + "&next=/members/caf%25E9.html").values("Location")
        == ["/members/caf%E9.html"])
    #expect(
      try post(site, .login, Self.address + "&next=/%25E9/../cgi-bin/logout.cgi").values("Location")
        == ["/cgi-bin/protected.cgi"])
  }

  @Test func goesWhereTheSettingsSay() throws {
    let site = try TestSite([
      "AUTH_LOGIN_REDIRECT": "/members/?x=1", "AUTH_LOGOUT_REDIRECT": "/bye.html",
      "AUTH_SITE_NAME": "Tom & Ada",
      "AUTH_STYLESHEET": "https://cdn.example.com/a.css?b&c",
    ])
    let form = try get(site, .login)
    #expect(form.body.contains("<title>Log in – Tom &amp; Ada</title>"))
    #expect(form.body.contains("<header><a href=\"/\">Tom &amp; Ada</a></header>"))
    #expect(form.body.contains("<link rel=\"stylesheet\" href=\"https://cdn.example.com/a.css?b&amp;c\">"))
    #expect(
      form.values("Content-Security-Policy")[0].contains(
        " https://cdn.example.com; img-src https://cdn.example.com data:;"))
    _ = try site.register()
    let loggedIn = try post(site, .login, Self.address)
    #expect(loggedIn.values("Location") == ["/members/?x=1"])
    #expect(try post(site, .logout, "", ["HTTP_COOKIE": loggedIn.cookie]).values("Location") == ["/bye.html"])
  }

  @Test func showsTheFormAgainWithWhatIsWrong() throws {
    let site = try TestSite()
    _ = try site.register()
    func shown(
      _ endpoint: Endpoint, _ body: String, _ status: Int, _ texts: String..., more: [String: String] = [:]
    ) throws {
      let answer = try post(site, endpoint, body, more)
      #expect(answer.status == status)
      for text in texts { #expect(answer.body.contains(text), "\(text) in \(answer.body)") }
      #expect(
        answer.body.contains("name=\"password\" type=\"password\"")
          && answer.body.contains("value=\"\" required"))
      #expect(!answer.body.contains("se%cret") && !answer.body.contains("se&amp;cret"))
    }
    let beside = "aria-describedby=\"email-error\" aria-invalid=\"true\""
    try shown(
      .register, Self.address, 409, beside,
      "<p class=\"error\" id=\"email-error\">This address has an account already. "
        + "<a href=\"/cgi-bin/login.cgi\">Log in instead</a></p>",
      "value=\"a@example.com\"")
    try shown(
      .register, "email=b%40example.com&password=short", 422,
      "aria-describedby=\"password-hint password-error\"",
      "id=\"password-error\">Too short: use at least 8 characters.")
    try shown(
      .register, "email=%22%3E%3Cscript%3E&password=x", 422, beside, "value=\"&quot;&gt;&lt;script&gt;\"",
      "such as name@example.com")
    try shown(
      .login, "email=a%40example.com&password=se%26cret", 401,
      "<p role=\"alert\" id=\"problem\">E-mail address or password is wrong.</p>", "value=\"a@example.com\"")
    try shown(.login, "password=x", 422, beside, "Enter your e-mail address.")
    try shown(
      .login, "email=a%40example.com&password=", 422, "aria-describedby=\"password-error\"",
      "Enter a password.")
    try shown(.login, "email=%ff", 400, "role=\"alert\"", "could not be read")
    try shown(
      .login, Self.address, 403, "Another site sent this", more: ["HTTP_SEC_FETCH_SITE": "cross-site"])
    try shown(.login, Self.address, 415, "could not be read", more: ["CONTENT_TYPE": "text/plain"])
    for _ in 0..<5 { _ = try post(site, .login, "email=t%40example.com&password=wrong") }
    let waiting = try post(site, .login, "email=t%40example.com&password=wrong")
    #expect(waiting.status == 429)
    #expect(waiting.values("Retry-After") == ["1"])
    #expect(waiting.body.contains("Too many attempts. Try again in 1 s."))
  }

  /// A field takes no control characters: not those of ASCII, and not U+0080 to U+009F.
  @Test(arguments: ["%00", "%1B", "%7F", "%C2%80", "%C2%85", "%C2%9B", "%C2%9F"])
  func showsNoControlCharacterAgain(character: String) throws {
    let site = try TestSite()
    for endpoint in [Endpoint.register, .login] {
      let answer = try post(site, endpoint, "email=a\(character)[31mb&password=nine+herons")
      #expect(answer.status == 422)
      #expect(answer.body.contains("autocomplete=\"username\" value=\"\" required"))
      #expect(!answer.body.contains("[31m"))
      // Its neighbours are letters and spaces like any other.
      let other = try post(site, endpoint, "email=a%C2%A0b%C3%85&password=nine+herons")
      #expect(other.body.contains("value=\"a\u{A0}b\u{C5}\""))
    }
  }

  /// Apart from the text and the status, which JSON clients see as well, nothing tells an unknown
  /// address from a wrong password.
  @Test func showsTheSamePageForAnUnknownAddress() throws {
    let site = try TestSite()
    _ = try site.register()
    let wrong = try post(site, .login, "email=a%40example.com&password=wrong")
    let unknown = try post(site, .login, "email=b%40example.com&password=wrong")
    #expect(wrong.output == unknown.output.replacing("b@example.com", with: "a@example.com"))
  }

  @Test func asksABrowserThatComesFromAnotherSiteToComeAgain() throws {
    let site = try TestSite()
    _ = try site.register()
    let cookie = try site.login().cookie
    let from = ["HTTP_SEC_FETCH_SITE": "cross-site"]
    let stop = try get(site, .login, "next=/x%3Fy", from)
    #expect(stop.status == 200)
    #expect(stop.values("Refresh") == ["0; url=/cgi-bin/login.cgi?next=/x%3Fy&again=1"])
    #expect(stop.body.contains("<a href=\"/cgi-bin/login.cgi?next=/x%3Fy&amp;again=1\">"))
    #expect(try get(site, .login, "", from).values("Refresh") == ["0; url=/cgi-bin/login.cgi?again=1"])
    // Once: no browser goes round in circles.
    #expect(try get(site, .login, "next=/x&again=1", from).body.contains("<form"))
    #expect(try get(site, .login, "next=/x", ["HTTP_SEC_FETCH_SITE": "same-origin"]).body.contains("<form"))
    #expect(
      try get(site, .login, "next=/x/", from.merging(["HTTP_COOKIE": cookie]) { $1 }).values("Location") == [
        "/x/"
      ])
  }

  private static let documents = [
    "/", "/members/", "/members/a.html", "/members/a%2520b.PDF", "/x/y/z.tar.gz", "/caf%25E9/a.jpg",
    "/cgi-bin/protected.cgi",
  ]
  private static let starting = [
    "/members/a.html%3Fx", "/members/%3F", "/members/act.php", "/members/act", "/act.sh%3Fdelete=1",
    "/act.php/a.pdf", "/act.php/", "/v1.2/a.pdf", "/a.php.html", "/a.php.bak.html", "/a%253Fx.html",
    "/act;a.pdf",
    "/act.jsp%253Ba.pdf", "/a.html%23b", "/cgi-bin/act/a.pdf", "/cgi-bin/members.cgi", "/cgi-bin/login.cgi",
    "/cgi-bin/protected.cgi%3Fx", "/members/a.mix", "/%252e%252e/a.pdf", "/act%252Fa.cgi%252Fx.pdf",
  ]

  /// Requirement: what another site links to is reached by a click, where it could be more than a document.
  @Test(
    arguments: documents.map { ($0, true) } + starting.map { ($0, false) },
    ["again", "cross-site", "same-site", "cross-site, same-origin"])
  func letsNoLinkOfAnotherSiteStartAnything(place: (next: String, isDocument: Bool), way: String) throws {
    let site = try TestSite(["AUTH_GUARD_INTERPRETER": ".mix /usr/bin/mix"])
    _ = try site.register()
    let cookie = ["HTTP_COOKIE": try site.login().cookie]
    let isAgain = way == "again"
    let answer = try get(
      site, .login, "next=\(place.next)" + (isAgain ? "&again=1" : ""),
      cookie.merging(["HTTP_SEC_FETCH_SITE": isAgain ? "same-origin" : way]) { $1 })
    let decoded = try #require(place.next.removingPercentEncoding)
    if place.isDocument {
      #expect(answer.values("Location") == [decoded])
    } else {
      #expect(answer.status == 200)
      #expect(answer.values("Location") == [] && answer.values("Refresh") == [])
      #expect(answer.body.contains("<a id=\"go-on\" href=\"\(decoded)\">Go on</a>"))
    }
    // Who comes from this site, or types the address, has clicked.
    for here in ["same-origin", "none"] {
      let own = try get(
        site, .login, "next=\(place.next)", cookie.merging(["HTTP_SEC_FETCH_SITE": here]) { $1 })
      #expect(own.values("Location") == [decoded])
    }
    #expect(try get(site, .login, "next=\(place.next)", cookie).values("Location") == [decoded])
  }

  @Test func goesByItselfWhereTheSettingsSay() throws {
    let site = try TestSite(["AUTH_LOGIN_REDIRECT": "/start.php?x=1"])
    _ = try site.register()
    let from = ["HTTP_COOKIE": try site.login().cookie, "HTTP_SEC_FETCH_SITE": "cross-site"]
    for query in ["", "again=1", "next=/start.php%3Fx=1", "next=//evil.example/"] {
      #expect(try get(site, .login, query, from).values("Location") == ["/start.php?x=1"], "\(query)")
    }
    #expect(try get(site, .login, "next=/start.php", from).values("Location") == [])
  }

  @Test func saysWhatIsWrongInTheClientsLanguage() throws {
    let site = try TestSite()
    let german = ["HTTP_ACCEPT_LANGUAGE": "de-CH, en;q=0.5"]
    let answer = try post(site, .register, "email=a&password=x", german)
    #expect(answer.body.contains("<html lang=\"de\">"))
    #expect(answer.body.contains("Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.com."))
  }

  @Test func ownTemplatesAreUsedAndTheirFaultsNamed() throws {
    let folder = try TemporaryFolder()
    let site = try TestSite(["AUTH_PAGES_DIR": folder.root])
    try folder.write(
      "page.html", "<!DOCTYPE html>\n<html lang={{language}}><title>{{title}}</title>\n{{content}}")
    let form = try get(site, .login)
    #expect(form.body.hasPrefix("<!DOCTYPE html>\n<html lang=en><title>Log in</title>\n<h1>Log in</h1>"))
    #expect(form.values("Content-Security-Policy")[0].contains("style-src 'sha256-"))
    #expect(
      form.values("Content-Security-Policy")[0].contains("' 'self'; img-src 'self' data:; font-src 'self';"))
    try folder.write("login.html", "\n{{form}}")
    let broken = try get(site, .login)
    #expect(broken.status == 500)
    #expect(broken.body.contains("<p role=\"alert\" id=\"problem\">"))
    #expect(
      site.log.lines == [
        "config-invalid login.html line 2: unknown place; there are {{language}}, {{title}}, {{site_name}}, {{head}}, {{header}}, {{content}}, {{footer}}"
      ])
    // Whoever needs no page is served.
    #expect(try site.register().status == 200)
    try folder.write("message.html", "nothing")
    #expect(try get(site, .login).status == 500)
  }

  /// The template of the page that says so is the same one.
  @Test func writesAFaultOfAllPagesIntoTheLogOnce() throws {
    let folder = try TemporaryFolder()
    let site = try TestSite(["AUTH_PAGES_DIR": folder.root])
    try folder.write("page.html", "nothing")
    #expect(try get(site, .login).status == 500)
    #expect(site.log.lines == ["config-invalid page.html: has no {{content}}"])
  }

  @Test func namesAFolderOfTemplatesThatIsNotThere() throws {
    let site = try TestSite(["AUTH_PAGES_DIR": "../paegs"])
    #expect(try get(site, .login).status == 500)
    #expect(site.log.lines == ["config-invalid pages_dir names a folder that is not there"])
    // Where it is there and empty, the pages look as they do by default.
    try site.folder.makeFolder("paegs")
    #expect(try get(site, .login).status == 200)
  }

  @Test func showsAPageWhereNothingWorks() throws {
    let broken = try TestSite(["JWT_SECRET": "short"])
    for endpoint in Endpoint.allCases {
      let answer = try get(broken, endpoint)
      #expect(answer.status == 500)
      #expect(answer.body.contains("Something is wrong with this site."))
    }
    let damaged = try TestSite()
    _ = try damaged.register()
    try damaged.folder.write("auth-data/users.gdbm", "garbage")
    let answer = try post(damaged, .login, Self.address)
    #expect(answer.status == 503)
    #expect(answer.values("Retry-After") == ["5"])
    #expect(answer.body.contains("Please try again in a few seconds.") && answer.body.contains("<form"))
  }
}

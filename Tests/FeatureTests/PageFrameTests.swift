import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// What stands around the forms, and what one page hands on to the next.
@Suite struct PageFrameTests {
  private static let browser = [
    "HTTP_ACCEPT": "text/html", "SCRIPT_NAME": "/cgi-bin/any.cgi", "CONTENT_TYPE": "",
  ]
  private static let form = "application/x-www-form-urlencoded"
  private static let address = "email=a%40example.com&password=password"

  private func get(
    _ site: TestSite, _ endpoint: Endpoint, _ query: String = "", _ more: [String: String] = [:]
  ) throws -> Answer {
    try site.answer(
      endpoint, "GET", "",
      Self.browser.merging(["QUERY_STRING": query]) { $1 }.merging(more) { $1 })
  }

  private func post(_ site: TestSite, _ endpoint: Endpoint, _ body: String, _ more: [String: String] = [:])
    throws -> Answer
  {
    try site.answer(
      endpoint, "POST", body, Self.browser.merging(["CONTENT_TYPE": Self.form]) { $1 }.merging(more) { $1 })
  }

  /// The cookie of this name that an answer sets, as a browser sends it.
  private func cookie(_ name: String, of answer: Answer) -> String? {
    answer.values("Set-Cookie").first { $0.hasPrefix("\(name)=") }?.split(separator: ";").first.map(
      String.init)
  }

  @Test func hasALinkHomeAndTheOwnersLinks() throws {
    let site = try TestSite([
      "AUTH_SITE_NAME": "Tom & Ada", "AUTH_LOGO": "https://cdn.example.com/a.svg?b&c", "AUTH_HOME": "/club/",
      "AUTH_LINKS": "Privacy & cookies /privacy.html, Imprint https://www.example.com/imprint",
    ])
    for answer in [try get(site, .login), try site.answer(.logout, "PUT", "", Self.browser)] {
      #expect(
        answer.body.contains(
          "<header><a href=\"/club/\"><img src=\"https://cdn.example.com/a.svg?b&amp;c\" alt=\"Tom &amp; Ada\"></a></header>"
        ))
      #expect(answer.body.contains("<li><a href=\"/privacy.html\">Privacy &amp; cookies</a></li>"))
      #expect(answer.body.contains("<li><a href=\"https://www.example.com/imprint\">Imprint</a></li>"))
      #expect(answer.body.contains("<link rel=\"icon\" href=\"https://cdn.example.com/a.svg?b&amp;c\">"))
      #expect(
        answer.values("Content-Security-Policy")[0].contains(
          "; img-src 'self' https://cdn.example.com data:; font-src 'self';"))
    }
    // A way home where there is no name; none above the page where nothing is set.
    let home = try TestSite(["AUTH_HOME": "https://www.example.com/"])
    #expect(
      try get(home, .login).body.contains(
        "<header><a href=\"https://www.example.com/\">To the start page</a></header>"))
    let plain = try TestSite()
    #expect(!(try get(plain, .login).body.contains("<header>")))
    let welcome = try get(plain, .protected, "", ["HTTP_COOKIE": try plain.newSession()])
    #expect(
      welcome.body.contains(
        """
        <p class="other"><a href="/cgi-bin/account.cgi">Your account</a>
        <a href="/">To the start page</a></p>
        """))
  }

  // MARK: Who is logged in

  private static let visitor = """
    <header><div class="visitor">
    <span>Logged in as a@example.com</span>
    <a href="/cgi-bin/account.cgi">Your account</a>
    <form method="post" action="/cgi-bin/logout.cgi"><button>Log out</button></form>
    </div></header>
    """

  @Test func namesWhoIsLoggedInWhereThatIsKnown() throws {
    let site = try TestSite()
    let session = ["HTTP_COOKIE": try site.newSession()]
    for page in [
      try get(site, .protected, "", session), try get(site, .account, "", session),
      // What Apache's ErrorDocument shows in the place of a folder that is for others.
      try get(site, .protected, "", session.merging(["REDIRECT_STATUS": "401"]) { $1 }),
      // A link of another site that leads somewhere.
      try get(site, .login, "next=/x.php&again=1", session),
    ] {
      #expect(page.body.contains(Self.visitor), "\(page)")
    }
    for page in [try get(site, .login), try site.answer(.logout, "PUT", "", Self.browser)] {
      #expect(!page.body.contains("class=\"visitor\""), "\(page)")
    }
    let german = session.merging(["HTTP_ACCEPT_LANGUAGE": "de"]) { $1 }
    #expect(try get(site, .protected, "", german).body.contains("<span>Angemeldet als a@example.com</span>"))
    let named = try TestSite(["AUTH_SITE_NAME": "Club"])
    let page = try get(named, .protected, "", ["HTTP_COOKIE": try named.newSession()])
    #expect(page.body.contains("<header><a href=\"/\">Club</a>\n<div class=\"visitor\">\n"))
    // Nor to a program that is not there.
    try FileManager.default.removeItem(atPath: site.folder.path("cgi-bin/account.cgi"))
    #expect(!(try get(site, .protected, "", session).body.contains("account.cgi")))
    try site.folder.write("cgi-bin/account.fcgi", "")
    let staying = session.merging(["SCRIPT_NAME": "/x/protected.fcgi"]) { $1 }
    #expect(try get(site, .protected, "", staying).body.contains("href=\"/x/account.fcgi\""))
  }

  // MARK: To stay logged in

  @Test func keepsTheBoxAsItWas() throws {
    let box =
      "<label class=\"choice\"><input type=\"checkbox\" name=\"remember\" value=\"yes\"%> Keep me logged in</label>"
    let (off, on) = (box.replacing("%", with: ""), box.replacing("%", with: " checked"))
    let site = try TestSite()
    _ = try site.register()
    #expect(try get(site, .login).body.contains(off))
    #expect(try post(site, .login, "email=a%40example.com&password=x&remember=yes").body.contains(on))
    #expect(try post(site, .login, "email=a%40example.com&password=x&remember=no").body.contains(off))
    #expect(try post(site, .login, "email=a%40example.com&password=x").body.contains(off))
    #expect(!(try get(site, .register).body.contains("remember")))
    // Without sessions there is nothing that could last.
    #expect(!(try get(try TestSite(["AUTH_STATELESS": "yes"]), .login).body.contains("remember")))
  }

  /// The hash by another program.
  @Test func takesTheColourAndItsPolicy() throws {
    let site = try TestSite(["AUTH_ACCENT": "#8b1a1a"])
    let answer = try get(site, .login)
    let style = try #require(answer.body.components(separatedBy: "<style>").dropFirst(2).first)
    let content = try #require(style.components(separatedBy: "</style>").first)
    #expect(content.hasPrefix(":root{--accent:#8b1a1a;--on-accent:#fff}@media"))
    let digest = try run("/usr/bin/openssl", ["dgst", "-sha256", "-binary"], input: bytes(content))
    // A policy takes both alphabets (CSP Level 3 section 2.3.1, base64-value).
    let hash = Data(digest.output).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    #expect(answer.values("Content-Security-Policy")[0].contains(" 'sha256-\(hash)'; img-src"))
  }

  @Test func leavesTheIconToASiteThatHasOne() throws {
    let site = try TestSite()
    let root = ["DOCUMENT_ROOT": site.folder.path("public")]
    try site.folder.makeFolder("public")
    #expect(try get(site, .login, "", root).body.contains("<link rel=\"icon\" href=\"data:,\">"))
    try site.folder.write("public/favicon.ico", "")
    #expect(!(try get(site, .login, "", root).body.contains("<link")))
  }

  @Test func leadsToNoProgramThatIsNotThere() throws {
    let site = try TestSite()
    #expect(try get(site, .login).body.contains("register.cgi"))
    try FileManager.default.removeItem(atPath: site.folder.path("cgi-bin/register.cgi"))
    let answer = try get(site, .login)
    #expect(!answer.body.contains("register.cgi") && !answer.body.contains("class=\"other\""))
  }

  // MARK: The language

  @Test func keepsTheLanguageThatWasChosen() throws {
    let site = try TestSite()
    let english = try get(site, .login, "notice=logged-out&next=/a%3Fb")
    #expect(english.body.contains("<li lang=\"en\" aria-current=\"true\">English</li>"))
    let link = "/cgi-bin/login.cgi?notice=logged-out&amp;next=/a%3Fb&amp;lang=de"
    #expect(english.body.contains("<li><a href=\"\(link)\" lang=\"de\" hreflang=\"de\">Deutsch</a></li>"))
    let german = try get(site, .login, "notice=logged-out&next=/a%3Fb&lang=de", ["HTTPS": "on"])
    #expect(german.body.contains("<html lang=\"de\">") && german.body.contains("Sie sind abgemeldet."))
    #expect(
      german.values("Set-Cookie") == [
        "__Host-authLanguage=de; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict; Secure"
      ])
    let chosen = ["HTTP_COOKIE": "authLanguage=ja", "HTTP_ACCEPT_LANGUAGE": "fr"]
    for answer in [
      try get(site, .register, "", chosen), try post(site, .login, "%", chosen),
      try site.answer(.logout, "PUT", "", Self.browser.merging(chosen) { $1 }),
    ] {
      #expect(answer.body.contains("<html lang=\"ja\">") && answer.values("Set-Cookie").isEmpty)
    }
    // The query wins; what is no language of ours counts as nothing.
    #expect(try get(site, .register, "lang=es", chosen).body.contains("<html lang=\"es\">"))
    for (query, cookie) in [("lang=xx", "authLanguage=xx"), ("lang=", "authLanguage="), ("lang=%0d", "x=y")] {
      let answer = try get(site, .login, query, ["HTTP_COOKIE": cookie, "HTTP_ACCEPT_LANGUAGE": "fr"])
      #expect(answer.body.contains("<html lang=\"fr\">") && answer.values("Set-Cookie").isEmpty)
    }
  }

  /// From a page of a program that nobody is to ask twice, the way leads by the login page.
  @Test func choosesALanguageWithoutAskingForThePageAgain() throws {
    let site = try TestSite()
    let session = ["HTTP_COOKIE": try site.newSession()]
    let here = session.merging(["REQUEST_URI": "/cgi-bin/protected.cgi?a"]) { $1 }
    let welcome = try get(site, .protected, "", here)
    #expect(
      welcome.body.contains("href=\"/cgi-bin/login.cgi?next=/cgi-bin/protected.cgi%3Fa&amp;lang=fr\""))
    let back = try get(site, .login, "next=/cgi-bin/protected.cgi%3Fa&lang=fr", session)
    #expect(back.status == 303 && back.values("Location") == ["/cgi-bin/protected.cgi?a"])
    #expect(cookie("authLanguage", of: back) == "authLanguage=fr")
    let refused = try site.answer(
      .logout, "PUT", "", Self.browser.merging(["REQUEST_URI": "/cgi-bin/logout.cgi"]) { $1 })
    #expect(refused.body.contains("href=\"/cgi-bin/login.cgi?next=/cgi-bin/logout.cgi&amp;lang=fr\""))
    // That is no place to go on to.
    #expect(
      try get(site, .login, "next=/cgi-bin/logout.cgi&lang=fr", session).values("Location")
        == ["/cgi-bin/protected.cgi"])
  }

  // MARK: The address

  /// It is in no URL, and gone once it was shown.
  @Test func carriesTheAddressFromRegisterToLogin() throws {
    let site = try TestSite()
    let registered = try post(site, .register, Self.address)
    let carried = try #require(cookie("authAddress", of: registered))
    #expect(registered.values("Set-Cookie") == ["\(carried); Path=/; Max-Age=600; HttpOnly; SameSite=Strict"])
    let form = try get(site, .login, "notice=registered", ["HTTP_COOKIE": carried])
    #expect(form.body.contains("value=\"a@example.com\" required>"))
    #expect(
      form.body.contains(
        "autocomplete=\"current-password\" value=\"\" required aria-describedby=\"notice\" autofocus>"))
    #expect(form.values("Set-Cookie") == ["authAddress=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict"])
    // From "taken" by the link that is there.
    let taken = try post(site, .register, Self.address + "&next=/x")
    #expect(taken.status == 409 && cookie("authAddress", of: taken) == carried)
    #expect(taken.body.contains("<a href=\"/cgi-bin/login.cgi?next=/x\">Log in instead</a>"))
    for answer in [registered, taken] {
      #expect(!answer.values("Location").joined().contains("example.com"))
    }
    // What somebody planted there is text, and no control character.
    for planted in ["\"><script>", "a\u{1B}[31m", String(repeating: "a", count: 300)] {
      let value = Data(planted.utf8).base64EncodedString().replacing("=", with: "").replacing("/", with: "_")
      let body = try get(site, .login, "", ["HTTP_COOKIE": "authAddress=\(value)"]).body
      #expect(!body.contains(planted))
    }
    // Programs get none of it.
    #expect(try site.register("b@example.com").values("Set-Cookie").isEmpty)
    #expect(try site.register("b@example.com").values("Set-Cookie").isEmpty)
  }

  @Test func usesTheNameThatIsSet() throws {
    let site = try TestSite(["AUTH_COOKIE_NAME": "club"])
    #expect(cookie("clubAddress", of: try post(site, .register, Self.address)) != nil)
    #expect(cookie("clubLanguage", of: try get(site, .login, "lang=pt")) == "clubLanguage=pt")
  }

  // MARK: The form

  @Test(arguments: [
    (Endpoint.login, "", "email"), (.register, "", "email"),
    (.login, "email=a%40example.com&password=x", "password"),
    (.register, "email=b%40example.com&password=x", "password"), (.register, "email=b&password=x", "email"),
    (.login, "password=x", "email"),
  ])
  func focusesTheFieldToFillIn(endpoint: Endpoint, body: String, field: String) throws {
    let site = try TestSite()
    let page = body.isEmpty ? try get(site, endpoint).body : try post(site, endpoint, body).body
    #expect(page.components(separatedBy: " autofocus").count == 2)
    let input = try #require(page.components(separatedBy: "<input ").first { $0.contains(" autofocus>") })
    #expect(input.hasPrefix("id=\"\(field)\""))
  }

  @Test(arguments: [
    ("next=/members/", "Log in to see /members/."),
    ("next=/a%20b/c.pdf%3Fp%3D2", "Log in to see /a%20b/c.pdf."),
    ("next=/%3Cb%3E", "Log in to see /%3Cb%3E."), ("next=/", nil), ("next=/%3Fx", nil), ("", nil),
    ("next=//evil.example/", nil), ("next=/cgi-bin/protected.cgi", nil),
    ("next=/\(String(repeating: "a", count: 80))", nil),
    ("next=/members/&notice=session-ended", "Your session has ended. Please log in again."),
  ])
  func saysWhyOneIsToLogIn(query: String, text: String?) throws {
    let page = try get(try TestSite(), .login, query).body
    if let text {
      #expect(page.contains(" id=\"notice\">\(text)</p>"))
    } else {
      #expect(!page.contains("notice"))
    }
  }

  @Test func namesWhatIsWrongAboveThePage() throws {
    let site = try TestSite()
    func heading(_ refusal: Refusal, _ language: String) throws -> String? {
      let reply = Program.reply(
        Environment(
          Self.browser.merging(["REQUEST_METHOD": "GET", "HTTP_ACCEPT_LANGUAGE": language]) { $1 }),
        .bytes([]), programDirectory: site.folder.path("cgi-bin"), log: { _ in }
      ) { _ throws(Refusal) in throw refusal }
      return try reply.read().body.firstMatch(of: /<h1>(.*)<\/h1>/).map { String($0.1) }
    }
    #expect(try heading(.notFound, "en") == "Page not found")
    #expect(try heading(Refusal(Failure(.hidden, "x y")), "de") == "Seite nicht gefunden")
    #expect(try heading(.notPermitted, "en") == "No access")
    #expect(try heading(Refusal(RequestError.crossSite), "en") == "That did not work")
    #expect(try heading(Refusal(Failure(.forbidden, "x y")), "en") == "That did not work")
  }
}

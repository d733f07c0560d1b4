import CGIAuthHarness
import Testing

extension BrowserTests {
  /// What a browser knows of a session, and for how long.
  @Suite struct BrowserSessionTests {
    @Test(arguments: ServerVariant.browsed)
    func theCookieIsInvisibleToScripts(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      let browser = try Browser()
      try browser.logIn(newAddress(), at: server)
      let cookies = try browser.cookies().sorted { $0.name < $1.name }
      let names = ["Device", "Refresh", "Token"].map { variant.cookieName.replacing("Token", with: $0) }
      #expect(
        cookies
          == names.map {
            .init(name: $0, path: "/", httpOnly: true, secure: variant.isHTTPS, sameSite: "Strict")
          })
      #expect(try browser.evaluate("return document.cookie", as: String.self) == "")
      // Not since none could be seen: this one can.
      #expect(
        try browser.evaluate("document.cookie = 'seen=1'; return document.cookie", as: String.self)
          == "seen=1")
    }

    /// What the box says: a cookie that outlives the browser, or one that does not.
    @Test(arguments: ServerVariant.browsedOnce, [false, true])
    func theBoxKeepsPeopleLoggedIn(_ variant: ServerVariant, isTicked: Bool) throws {
      let server = try variant.shared()
      let browser = try Browser(.init(runsScripts: false))
      let email = newAddress()
      try browser.register(email, at: server)
      if isTicked { try browser.find(".choice").click() }
      // As it was, after a wrong password.
      try browser.submit(email, "ten herons at dawn")
      #expect(try browser.has("[name=remember]:checked") == isTicked)
      try browser.submit(email, goodPassword)
      #expect(try browser.welcomes(email))
      struct Kept: Decodable {
        let name: String
        let expiry: Int?
      }
      let cookies = try browser.driver.command("/cookie", as: [Kept].self)
      let refresh = try #require(cookies.first { $0.name.hasSuffix("authRefresh") })
      #expect((refresh.expiry != nil) == isTicked)
    }

    @Test(arguments: ServerVariant.browsedOnce)
    func twoBrowsersEndEachOthersSessions(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      let (one, other) = (try Browser(.init(runsScripts: false)), try Browser(.init(runsScripts: false)))
      let email = newAddress()
      try one.logIn(email, at: server)
      try other.open(server.page("login"))
      try other.submit(email, goodPassword)
      try one.open(server.page("account"))
      try one.follow("#sessions li [aria-describedby]")
      try other.open(server.page("account"))
      #expect(try other.text(in: "#notice") == "Your session has ended. Please log in again.")
      try other.submit(email, goodPassword)
      #expect(try other.place == "/cgi-bin/account.cgi")
      try other.follow("#sessions > form > button")
      #expect(try other.status == 200 && !other.has("#sessions > form"))
      try one.open(server.page("protected"))
      #expect(try one.text(in: "#notice") == "Your session has ended. Please log in again.")
      // The one that did it goes on.
      try other.open(server.page("protected"))
      #expect(try other.welcomes(email))
    }

    @Test(arguments: ServerVariant.browsedOnce)
    func nothingProtectedComesBackAfterLogout(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      // What Chromium has in memory is not the server's to take back.
      let browser = try Browser(.init(keepsLeftPages: false))
      let email = newAddress()
      try browser.logIn(email, at: server)
      try browser.follow("button")
      #expect(try browser.has("#notice"))
      try browser.awaitPage { try browser.goBack() }
      let place = try browser.place
      #expect(place == "/cgi-bin/login.cgi?next=/cgi-bin/protected.cgi")
      let source = try browser.source
      #expect(!source.contains(email))
    }

    @Test(arguments: ServerVariant.browsedOnce)
    func whoIsLoggedInNeedsNoForm(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      let browser = try Browser(.init(runsScripts: false))
      let email = newAddress()
      try browser.logIn(email, at: server)
      try browser.open(server.page("login"))
      #expect(try browser.welcomes(email))
      try browser.open(server.page("login", "next=/cgi-bin/protected.cgi?page=2"))
      #expect(try browser.place == "/cgi-bin/protected.cgi?page=2")
    }

    @Test(arguments: ServerVariant.browsedOnce)
    func aSessionThatEndedElsewhereIsSaid(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      let browser = try Browser(.init(runsScripts: false))
      let email = newAddress()
      try browser.logIn(email, at: server)
      let token = try browser.token()
      #expect(
        try server.post("logout", .form(""), headers: ["Cookie: \(variant.cookieName)=\(token)"]).status
          == 200)
      try browser.open(server.page("protected"))
      #expect(try browser.text(in: "#notice") == "Your session has ended. Please log in again.")
      try browser.submit(email, goodPassword)
      #expect(try browser.welcomes(email))
    }

    /// By the browser's own network log.
    @Test(arguments: ServerVariant.browsedOnce)
    func thePagesAskNobodyElseForAnything(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      let browser = try Browser()
      try browser.logIn(newAddress(), at: server)
      try browser.follow("button")
      let requests = try browser.requestedAddresses()
      let programs = ["register", "register", "login", "login", "protected", "logout", "login"]
      #expect(
        requests.map { $0.prefix { $0 != "?" } } == programs.map { Substring(server.page($0)) })
    }
  }
}

extension Browser {
  /// A cookie that the browser keeps for the page's address.
  struct Cookie: Decodable, Equatable {
    let name, path: String
    let httpOnly, secure: Bool
    let sameSite: String
  }

  /// The cookies of the page's address.
  func cookies() throws -> [Cookie] { try driver.command("/cookie", as: [Cookie].self) }

  /// The access token, by its cookie.
  func token() throws -> String {
    struct Valued: Decodable { let name, value: String }
    let cookies = try driver.command("/cookie", as: [Valued].self)
    return try #require(cookies.first { $0.name.hasSuffix("authToken") }).value
  }

  /// The id of the element that has the focus; its tag where it has none.
  var focusedID: String {
    get throws {
      try evaluate(
        "const e = document.activeElement; return e.id || e.tagName.toLowerCase()", as: String.self)
    }
  }
}

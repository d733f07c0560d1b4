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

import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct LoginFlowTests {
  private let site: TestSite

  init() throws { site = try TestSite() }

  @Test func leadsFromRegistrationToLogout() throws {
    let registered = try site.register()
    #expect(registered.status == 200)
    #expect(registered.message == "User registered successfully")
    #expect(registered.values("Set-Cookie") == [])

    let loggedIn = try site.login()
    let token = try #require(loggedIn.token)
    #expect(loggedIn.status == 200)
    #expect(loggedIn.message == "Login successful")
    #expect(
      loggedIn.values("Set-Cookie")
        == ["authToken=\(token); Path=/; Max-Age=3600; HttpOnly; SameSite=Strict"])

    for answer in [
      try site.visit(cookie: "authToken=" + token),
      try site.visit(authorization: "Bearer " + token),
    ] {
      #expect(answer.status == 200)
      #expect(answer.message == "Welcome, a@example.com!")
    }

    for method in ["POST", "GET"] {
      let loggedOut = try site.answer(.logout, method, "", ["HTTP_COOKIE": loggedIn.cookie])
      #expect(loggedOut.status == 200)
      #expect(loggedOut.message == "Logout successful")
      #expect(loggedOut.values("Set-Cookie") == ["authToken=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict"])
    }
  }

  @Test func refusesASecondRegistration() throws {
    #expect(try site.register().status == 200)
    for email in ["a@example.com", "A@Example.COM"] {
      let second = try site.register(email, "another password")
      #expect(second.status == 409)
      #expect(second.message == "Email already registered")
    }
    #expect(try site.login().status == 200)
    #expect(try site.login("a@example.com", "another password").status == 401)
  }

  /// Requirement 21: byte for byte.
  @Test func answersAnUnknownAddressAsAWrongPassword() throws {
    _ = try site.register()
    let wrong = try site.login("a@example.com", "Password")
    let unknown = try site.login("b@example.com", "Password")
    #expect(wrong.status == 401)
    #expect(wrong.message == "Invalid credentials")
    #expect(wrong.values("Set-Cookie") == [])
    #expect(wrong.output == unknown.output)
  }

  @Test(arguments: [
    "Password", "password ", " password", "passwor", "passwordd", "pass\u{200B}word", "passwоrd",
  ])
  func refusesEveryOtherPassword(password: String) throws {
    _ = try site.register()
    #expect(try site.login("a@example.com", password).status == 401)
  }

  @Test func letsTheTokenEndWithTheHour() throws {
    _ = try site.register()
    let cookie = try site.login().cookie
    #expect(try site.visit(cookie: cookie, now: HandMadeToken.now + 3659).status == 200)
    let late = try site.visit(cookie: cookie, now: HandMadeToken.now + 3660)
    #expect(late.status == 401)
    #expect(late.message == "Invalid Token")
    #expect(late.values("WWW-Authenticate") == ["Bearer error=\"invalid_token\""])
  }

  @Test func tellsNoTokenFromABadOne() throws {
    for cookie in [nil, "", "other=x", "authToken="] {
      let answer = try site.visit(cookie: cookie)
      #expect(answer.status == 401)
      #expect(answer.message == "Unauthorized")
      #expect(answer.values("WWW-Authenticate") == ["Bearer"])
    }
    for (cookie, authorization) in [
      ("authToken=x", nil), (nil, "Bearer x"), (nil, "Bearer"), (nil, "Bearer a b"),
    ] {
      let answer = try site.visit(cookie: cookie, authorization: authorization)
      #expect(answer.status == 401)
      #expect(answer.message == "Invalid Token")
      #expect(answer.values("WWW-Authenticate") == ["Bearer error=\"invalid_token\""])
    }
  }

  @Test func takesTheCookieFirst() throws {
    _ = try site.register()
    let token = try #require(try site.login().token)
    #expect(try site.visit(cookie: "authToken=x", authorization: "Bearer " + token).status == 401)
    #expect(try site.visit(cookie: "authToken=" + token, authorization: "Bearer x").status == 200)
    #expect(try site.visit(cookie: "authToken=\(token); authToken=\(token)").status == 200)
    #expect(
      try site.visit(cookie: "authToken=y; authToken=x", authorization: "Bearer " + token).status == 401)
  }

  @Test func namesTheCookieForHTTPSOnHTTPS() throws {
    _ = try site.register()
    let secure = try site.login("a@example.com", "password", ["HTTPS": "on"])
    let token = try #require(secure.token)
    #expect(
      secure.values("Set-Cookie")
        == ["__Host-authToken=\(token); Path=/; Max-Age=3600; HttpOnly; SameSite=Strict; Secure"])
    #expect(try site.visit(cookie: secure.cookie, ["HTTPS": "on"]).status == 200)
    // A neighbour who is not on HTTPS can plant the plain name, and not this one.
    #expect(try site.visit(cookie: "authToken=" + token, ["HTTPS": "on"]).status == 401)
    #expect(try site.visit(cookie: secure.cookie).status == 401)
  }

  @Test func givesEveryLoginATokenOfItsOwn() throws {
    _ = try site.register()
    #expect(try site.login().token != site.login().token)
  }

  @Test func acceptsWhatAnotherLibrarySigned() throws {
    let site = try TestSite(["JWT_SECRET": HandMadeToken.key])
    try site.addUser(record: "x::{\"id\":\"u1\"}")
    #expect(try site.visit(authorization: "Bearer " + HandMadeToken.make()).status == 200)
    #expect(
      try site.visit(authorization: "Bearer " + HandMadeToken.make(key: HandMadeToken.otherKey)).status == 401
    )
    #expect(!site.folder.has("auth-data/secret.key"))
  }

  /// A user whom htdbm added, as Apache reads it.
  @Test func knowsUsersOfApachesTools() throws {
    let table = Table("users", in: DataDirectory(site.folder.path("auth-data")))
    let hash = try #require(cryptReference("password", bytes("$2y$04$abcdefghijklmnopqrstuu")))
    _ = try table.insert(bytes("a@example.com"), hash + bytes(":a comment"))
    _ = try table.insert(bytes("b@example.com"), bytes("$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/"))
    #expect(try site.login().status == 200)
    #expect(try site.login("b@example.com").status == 401)
    #expect(site.log.lines.contains { $0.hasPrefix("password-hash-unsupported ") })
  }
}

import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct ProgramAnswerTests {
  @Test(arguments: [
    ("31536000", ["max-age=31536000"]), ("0", ["max-age=0"]), ("off", []), (nil, [String]()),
  ])
  func asksForHTTPSAloneWhereThatIsSet(setting: String?, fields: [String]) throws {
    let site = try TestSite(setting.map { ["AUTH_HSTS": $0] } ?? [:])
    for endpoint in Endpoint.allCases {
      for request in [["HTTPS": "on"], ["HTTPS": "on", "HTTP_ACCEPT": "text/html", "CONTENT_TYPE": ""]] {
        let answer = try site.answer(endpoint, "GET", "", request)
        #expect(answer.values("Strict-Transport-Security") == fields)
      }
      // By HTTP browsers do not believe it, and whoever is on the way could have written it.
      for request in [[:], ["HTTP_X_FORWARDED_PROTO": "https"]] {
        #expect(try site.answer(endpoint, "GET", "", request).values("Strict-Transport-Security") == [])
      }
    }
  }

  @Test func saysThatNoWebServerStartedIt() throws {
    let site = try TestSite()
    let answer = try site.answer(.login, "")
    #expect(answer.status == 500)
    #expect(answer.message == "Internal Server Error")
    #expect(answer.missingProtection == [])
    #expect(site.log.lines == ["not-cgi REQUEST_METHOD is not set; a web server starts this program"])
  }

  @Test func answersABadKeyFileOnEveryProgram() throws {
    for endpoint in Endpoint.allCases {
      let site = try TestSite()
      try site.folder.makeFolder("auth-data")
      try site.folder.write("auth-data/secret.key", "short\n")
      #expect(try site.answer(endpoint).status == 500)
      #expect(site.log.lines == ["secret-invalid secret.key has a line of fewer than 32 bytes, or none"])
    }
  }

  @Test func answersADamagedUserFileByAskingToComeBack() throws {
    let site = try TestSite()
    _ = try site.register()
    let cookie = try site.login().cookie
    try site.folder.write("auth-data/users.gdbm", "garbage")
    let answers = [try site.register("b@example.com"), try site.login(), try site.visit(cookie: cookie)]
    for answer in answers {
      #expect(answer.status == 503)
      #expect(answer.message == "Service Unavailable")
      #expect(answer.reason == "store-damaged")
      #expect(answer.values("Retry-After") == ["5"])
    }
    #expect(site.log.lines.filter { $0.hasPrefix("store-damaged users.gdbm: ") }.count == 3)
    #expect(try site.folder.text("auth-data/users.gdbm") == "garbage")
  }

  @Test func registersNobodyWithoutRandomness() throws {
    let site = try TestSite()
    _ = try site.register()
    let broken = Randomness { _ throws(SystemError) in throw SystemError(operation: "getentropy", code: 5) }
    let body = "{\"email\":\"b@example.com\",\"password\":\"password\"}"
    let answer = try site.answer(.register, "POST", body, randomness: broken)
    #expect(answer.status == 503)
    #expect(site.log.lines.contains("system-error getentropy: Input/output error"))
    #expect(try site.login("b@example.com").status == 401)
  }

  @Test func warnsOfAWeakHashWhereItHashes() throws {
    let weak = try TestSite()
    _ = try weak.register()
    #expect(weak.log.lines == ["weak-password-hash password_hash is below scrypt:14:8:5 or bcrypt:10"])
    let strong = try TestSite(["AUTH_PASSWORD_HASH": "bcrypt:10"])
    #expect(try strong.register().status == 200)
    #expect(strong.log.lines == [])
  }

  /// The log is not the client's to write.
  @Test func logsNothingThatTheClientSent() throws {
    let site = try TestSite(["AUTH_PASSWORD_HASH": "scrypt:14:8:5"])
    for body in [
      "{\"email\":\"evil@example.com\",\"password\":\"evil-password\"}", "evil", "{\"email\":\"evil\"}",
    ] {
      _ = try site.answer(
        .login, "POST", body, ["HTTP_COOKIE": "authToken=evil", "HTTP_ORIGIN": "evil"])
      _ = try site.answer(.login, "POST", body)
    }
    _ = try site.visit(cookie: "authToken=evil", authorization: "Bearer evil")
    #expect(site.log.lines == [])
  }

  @Test(arguments: [("always", "__Host-authToken", true), ("never", "authToken", false)])
  func setsTheCookieAsItIsTold(secure: String, name: String, isSecure: Bool) throws {
    let site = try TestSite(["AUTH_COOKIE_SECURE": secure])
    _ = try site.register()
    for variables in [[:], ["HTTPS": "on"]] {
      let login = try site.login("a@example.com", "password", variables)
      #expect(login.cookie.hasPrefix(name + "="))
      #expect(try #require(login.values("Set-Cookie").first).hasSuffix("; Secure") == isSecure)
      #expect(try site.visit(cookie: login.cookie, variables).status == 200)
    }
  }

  @Test func followsItsSettings() throws {
    let site = try TestSite([
      "AUTH_COOKIE_NAME": "session", "AUTH_TOKEN_LIFETIME": "60", "AUTH_PASSWORD_MIN_LENGTH": "12",
      "AUTH_ISSUER": "i",
      "AUTH_AUDIENCE": "a",
    ])
    #expect(
      try site.register("a@example.com", "eleven char").message == "password must have at least 12 characters"
    )
    #expect(try site.register("a@example.com", "twelve chars").status == 200)
    let login = try site.login("a@example.com", "twelve chars")
    #expect(login.setCookie == "\(login.cookie); Path=/; Max-Age=60; HttpOnly; SameSite=Strict")
    #expect(
      login.values("Set-Cookie").map { String($0.prefix { $0 != "=" }) } == [
        "session", "sessionRefresh", "sessionDevice",
      ])
    #expect(login.cookie.hasPrefix("session="))
    #expect(try site.visit(cookie: login.cookie).status == 200)
    #expect(try site.visit(cookie: login.cookie, now: HandMadeToken.now + 120).status == 401)
    #expect(try site.visit(cookie: login.cookie, ["AUTH_ISSUER": "other"]).status == 401)
  }
}

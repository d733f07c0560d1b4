import CGIAuthHarness
import Testing

/// The contract, row by row, by the built programs.
@Suite struct ContractTests {
  static let email = "ada@example.com"
  static let password = "correct horse battery"

  @Test func registersAUserOnce() throws {
    let site = try CGISite()
    let first = try site.post("register", Self.email, Self.password)
    #expect(first.status == 200)
    #expect(first.body == #"{"message":"User registered successfully"}"#)
    #expect(first.values("Set-Cookie") == [])
    let again = try site.post("register", Self.email, "another password")
    #expect(again.status == 409)
    #expect(again.body == #"{"message":"Email already registered"}"#)
    #expect(try site.post("login", Self.email, Self.password).status == 200)
    #expect(try site.post("login", Self.email, "another password").status == 401)
  }

  @Test func countsAddressesThatDifferInCaseAsOne() throws {
    let site = try CGISite()
    #expect(try site.post("register", "Ada@Example.COM", Self.password).status == 200)
    #expect(try site.post("register", "ada@example.com", Self.password).status == 409)
    let login = try site.post("login", "ADA@example.com", Self.password)
    let answer = try site.request("protected", ["HTTP_COOKIE": "authToken=\(try #require(login.token))"])
    #expect(answer.body == #"{"message":"Welcome, ada@example.com!"}"#)
  }

  @Test func setsTheCookieOfTheContract() throws {
    let site = try CGISite()
    _ = try site.post("register", Self.email, Self.password)
    let login = try site.post("login", Self.email, Self.password)
    #expect(login.status == 200)
    #expect(login.body == #"{"message":"Login successful"}"#)
    let token = try #require(login.token)
    #expect(token.split(separator: ".").count == 3)
    #expect(
      login.value("Set-Cookie") == "authToken=\(token); Path=/; Max-Age=3600; HttpOnly; SameSite=Strict")
  }

  @Test(arguments: [["HTTPS": "on"], ["REQUEST_SCHEME": "https"]])
  func setsAHostCookieOnHTTPS(_ scheme: [String: String]) throws {
    let site = try CGISite(scheme)
    _ = try site.post("register", Self.email, Self.password)
    let login = try site.post("login", Self.email, Self.password)
    let token = try #require(login.token)
    #expect(
      login.value("Set-Cookie")
        == "__Host-authToken=\(token); Path=/; Max-Age=3600; HttpOnly; SameSite=Strict; Secure")
    #expect(try site.request("protected", ["HTTP_COOKIE": "__Host-authToken=\(token)"]).status == 200)
    #expect(try site.request("protected", ["HTTP_COOKIE": "authToken=\(token)"]).status == 401)
    #expect(
      try site.request("logout", "POST").value("Set-Cookie")
        == "__Host-authToken=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure")
  }

  @Test func keepsTheCookieUnderBrowsersLimitForTheLongestAddress() throws {
    let email = String(repeating: "a", count: 64) + "@" + String(repeating: "b.", count: 93) + "com"
    #expect(email.utf8.count == 254)
    let site = try CGISite([
      "AUTH_ISSUER": String(repeating: "é", count: 127), "AUTH_AUDIENCE": String(repeating: "\\", count: 255),
    ])
    #expect(try site.post("register", email, Self.password).status == 200)
    let login = try site.post("login", email, Self.password)
    #expect(try #require(login.value("Set-Cookie")).utf8.count < 4096)
    let answer = try site.request("protected", ["HTTP_COOKIE": "authToken=\(try #require(login.token))"])
    #expect(answer.body == "{\"message\":\"Welcome, \(email)!\"}")
  }

  @Test func answersUnknownAddressAndWrongPasswordAlike() throws {
    let site = try CGISite()
    _ = try site.post("register", Self.email, Self.password)
    let unknown = try site.post("login", "nobody@example.com", Self.password)
    let wrong = try site.post("login", Self.email, Self.password + "!")
    #expect(unknown.status == 401)
    #expect(unknown.body == #"{"message":"Invalid credentials"}"#)
    #expect(unknown.body == wrong.body)
    #expect(unknown.errors == wrong.errors)
    #expect(
      unknown.output == wrong.output)
  }

  @Test(arguments: ["HTTP_COOKIE", "HTTP_AUTHORIZATION"])
  func welcomesTheBearerOfAValidToken(_ variable: String) throws {
    let site = try CGISite()
    let token = try site.token()
    let value = variable == "HTTP_COOKIE" ? "theme=dark; authToken=\(token); x=y" : "Bearer \(token)"
    for method in ["GET", "POST", "PUT"] {
      let answer = try site.request("protected", method, [variable: value])
      #expect(answer.status == 200)
      #expect(answer.body == #"{"message":"Welcome, user@example.com!"}"#)
      #expect(answer.values("WWW-Authenticate") == [])
    }
  }

  @Test func answersHEADWithoutADocument() throws {
    let site = try CGISite()
    let answer = try site.request("protected", "HEAD", ["HTTP_COOKIE": "authToken=\(try site.token())"])
    #expect(answer.status == 200)
    #expect(answer.body == "")
    #expect(answer.value("Content-Length") == "40")
  }

  @Test(arguments: ["", "other=1", "authToken=", "authtoken=a.b.c"])
  func asksForCredentialsWhereThereAreNone(_ cookies: String) throws {
    let answer = try CGISite().request(
      "protected", ["HTTP_COOKIE": cookies, "HTTP_AUTHORIZATION": "Basic dTpw"])
    #expect(answer.status == 401)
    #expect(answer.body == #"{"message":"Unauthorized"}"#)
    #expect(answer.value("WWW-Authenticate") == "Bearer")
  }

  @Test(arguments: [
    "authToken=x", "authToken=a.b.c", "authToken=..", "authToken=\"\"", "authToken==", "a=b, authToken=x",
  ])
  func refusesABadTokenInTheCookie(_ cookies: String) throws {
    let site = try CGISite()
    // The cookie comes first: a good token elsewhere does not make up for it.
    let answer = try site.request(
      "protected", ["HTTP_COOKIE": cookies, "HTTP_AUTHORIZATION": "Bearer \(try site.token())"])
    #expect(answer.status == 401)
    #expect(answer.body == #"{"message":"Invalid Token"}"#)
    #expect(answer.value("WWW-Authenticate") == #"Bearer error="invalid_token""#)
  }

  @Test(arguments: ["Bearer", "Bearer ", "bearer x", "BEARER a b", "Bearer a,b", "Bearer é", "Bearer \r\n x"])
  func refusesABadTokenInTheAuthorizationField(_ value: String) throws {
    let answer = try CGISite().request("protected", ["HTTP_AUTHORIZATION": value])
    #expect(answer.status == 401)
    #expect(answer.body == #"{"message":"Invalid Token"}"#)
    #expect(answer.value("WWW-Authenticate") == #"Bearer error="invalid_token""#)
  }

  @Test func refusesTheTokensOfTwoUsersAndTakesOneBesideJunk() throws {
    let site = try CGISite()
    let (one, other) = (try site.token(), try site.token("second@example.com"))
    #expect(
      try site.request("protected", ["HTTP_COOKIE": "authToken=\(one); authToken=\(other)"]).status == 401)
    #expect(
      try site.request("protected", ["HTTP_COOKIE": "authToken=\(one), authToken=\(one)"]).status == 200)
    for field in ["authToken=junk; authToken=\(one)", "authToken=\(one); authToken=x.y.z"] {
      #expect(try site.request("protected", ["HTTP_COOKIE": field]).status == 200)
    }
  }

  @Test(arguments: ["GET", "POST"])
  func clearsTheCookieAtLogout(_ method: String) throws {
    let answer = try CGISite().request("logout", method)
    #expect(answer.status == 200)
    #expect(answer.body == #"{"message":"Logout successful"}"#)
    #expect(answer.value("Set-Cookie") == "authToken=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict")
  }

  @Test(arguments: ["register", "login"], ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "post", "X"])
  func takesOnlyPOSTToRegisterAndLogin(_ program: String, _ method: String) throws {
    let answer = try CGISite().request(program, method)
    #expect(answer.status == 405)
    #expect(answer.body == (method == "HEAD" ? "" : #"{"message":"Method Not Allowed"}"#))
    #expect(answer.value("Allow") == "POST")
  }

  @Test(arguments: ["HEAD", "PUT", "DELETE", "OPTIONS"])
  func takesOnlyPOSTAndGETToLogout(_ method: String) throws {
    let answer = try CGISite().request("logout", method)
    #expect(answer.status == 405)
    #expect(answer.value("Allow") == "POST, GET")
    #expect(answer.values("Set-Cookie") == [])
  }
}

extension CGISite {
  /// Registers a user, logs in and returns the token.
  func token(_ email: String = "user@example.com") throws -> String {
    #expect(try post("register", email, "correct horse battery").status == 200)
    return try #require(try post("login", email, "correct horse battery").token)
  }

  /// A GET request with these variables.
  func request(_ program: String, _ variables: [String: String]) throws -> Answer {
    try request(program, "GET", variables)
  }
}

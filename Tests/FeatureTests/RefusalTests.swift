import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct RefusalTests {
  private let site: TestSite

  init() throws { site = try TestSite() }

  /// What both register and login make of a body.
  private func expect(
    _ status: Int, _ message: String, _ body: String, _ variables: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for endpoint in [Endpoint.register, .login] {
      let answer = try site.answer(endpoint, "POST", body, variables)
      #expect(answer.status == status, sourceLocation: sourceLocation)
      #expect(answer.message == message, sourceLocation: sourceLocation)
    }
    #expect(!site.folder.has("auth-data/users.gdbm"), sourceLocation: sourceLocation)
  }

  @Test(arguments: ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "post"])
  func takesPOSTAlone(method: String) throws {
    for endpoint in [Endpoint.register, .login] {
      let answer = try site.answer(endpoint, method)
      #expect(answer.status == 405)
      #expect(answer.values("Allow") == ["POST"])
      #expect(answer.body.isEmpty == (method == "HEAD"))
    }
    guard method != "GET" else { return }
    #expect(try site.answer(.logout, method).values("Allow") == ["POST, GET"])
  }

  @Test(arguments: [
    ["HTTP_SEC_FETCH_SITE": "cross-site"], ["HTTP_SEC_FETCH_SITE": "same-site"],
    ["HTTP_SEC_FETCH_SITE": "same-origin, cross-site"], ["HTTP_ORIGIN": "https://evil.example"],
    ["HTTP_ORIGIN": "null"],
  ])
  func takesNothingFromAnotherSite(variables: [String: String]) throws {
    let good = "{\"email\":\"a@example.com\",\"password\":\"password\"}"
    try expect(403, "Cross-site request refused", good, variables)
    for method in ["GET", "POST"] {
      let answer = try site.answer(.logout, method, "", variables)
      #expect(answer.status == 403)
      #expect(answer.values("Set-Cookie") == [])
    }
  }

  @Test(arguments: ["text/plain", "multipart/form-data; boundary=x", "", "application/json; charset=latin1"])
  func takesJSONAndFormsAlone(type: String) throws {
    let good = "{\"email\":\"a@example.com\",\"password\":\"password\"}"
    try expect(415, "Unsupported Media Type", good, ["CONTENT_TYPE": type])
  }

  @Test(arguments: [
    "", "{", "[]", "null", "\"\"", "{\"email\":\"a@b\",\"email\":\"c@d\",\"password\":\"password\"}",
    "email=a%40b&password=password",
    "{\"email\":\"\\ud800\"}", "{} {}",
  ])
  func refusesMalformedJSON(body: String) throws { try expect(400, "Bad Request", body) }

  @Test(arguments: ["email=%zz", "email=a&email=b", "email=%FF"])
  func refusesMalformedForms(body: String) throws {
    try expect(400, "Bad Request", body, ["CONTENT_TYPE": "application/x-www-form-urlencoded"])
  }

  @Test func refusesLengthsItCannotTake() throws {
    try expect(411, "Length Required", "{}", ["CONTENT_LENGTH": ""])
    try expect(400, "Bad Request", "{}", ["CONTENT_LENGTH": "3"])
    try expect(400, "Bad Request", "{}", ["CONTENT_LENGTH": "-1"])
    try expect(413, "Content Too Large", "{}", ["CONTENT_LENGTH": "65537"])
    try expect(413, "Content Too Large", "{}", ["CONTENT_LENGTH": "18446744073709551616"])
  }

  @Test(arguments: [
    ("{}", "email is missing"), ("{\"email\":\"a@b\"}", "password is missing"),
    ("{\"password\":\"password\"}", "email is missing"),
    ("{\"Email\":\"a@b\",\"password\":\"password\"}", "email is missing"),
    ("{\"email\":7,\"password\":\"password\"}", "email must be a string"),
    ("{\"email\":null,\"password\":\"password\"}", "email must be a string"),
    ("{\"email\":[\"a@b\"],\"password\":\"password\"}", "email must be a string"),
    ("{\"email\":\"a@b\",\"password\":12345678}", "password must be a string"),
    ("{\"email\":\"a@b\",\"password\":{\"$ne\":\"\"}}", "password must be a string"),
    (
      "{\"email\":\"\",\"password\":\"password\"}",
      "email must be an e-mail address, such as name@example.com"
    ),
    (
      "{\"email\":\"a@b\\r\\nX: y\",\"password\":\"password\"}",
      "email must be an e-mail address, such as name@example.com"
    ),
    (
      "{\"email\":\"a@b\\u0000\",\"password\":\"password\"}",
      "email must be an e-mail address, such as name@example.com"
    ),
    (
      "{\"email\":\" a@b\",\"password\":\"password\"}",
      "email must be an e-mail address, such as name@example.com"
    ),
    ("{\"email\":\"a@b\",\"password\":\"\"}", "password must not be empty"),
    ("{\"email\":\"a@b\",\"password\":\"pass\\u0000word\"}", "password must not have control characters"),
    ("{\"email\":\"a@b\",\"password\":\"password\\n\"}", "password must not have control characters"),
  ])
  func namesTheFieldThatItCannotUse(body: String, message: String) throws { try expect(422, message, body) }

  @Test func takesAFormAsItTakesJSON() throws {
    let type = ["CONTENT_TYPE": "application/x-www-form-urlencoded; charset=UTF-8"]
    let form = "email=A%40Example.com&password=p%C3%A4ss+w%26rd&remember=yes"
    #expect(try site.answer(.register, "POST", form, type).status == 200)
    #expect(try site.answer(.login, "POST", form, type).status == 200)
    #expect(try site.login("a@example.com", "päss w&rd").status == 200)
    let noEmail = try site.answer(.login, "POST", "password=x", type)
    #expect(noEmail.message == "email is missing")
  }

  /// Characters are code points: NIST SP 800-63B section 5.1.1.2.
  @Test(arguments: [
    ("8675301", 422), ("86753010", 200), ("éèéèéèé", 422), ("éèéèéèéè", 200),
    ("e\u{301}e\u{301}e\u{301}e\u{301}", 200), ("e\u{301}e\u{301}e\u{301}e", 422),
  ])
  func asksForEightCharacters(password: String, status: Int) throws {
    let answer = try site.register("a@example.com", password)
    #expect(answer.status == status)
    if status == 422 { #expect(answer.message == "password must have at least 8 characters") }
  }

  @Test func refusesALongPasswordWithBcryptAlone() throws {
    let long = String(repeating: "xy", count: 36) + "x"
    #expect(try site.register("a@example.com", long).status == 200)
    let bcrypt = try TestSite(["AUTH_PASSWORD_HASH": "bcrypt:4"])
    let answer = try bcrypt.register("a@example.com", long)
    #expect(answer.status == 422)
    #expect(answer.message == "password must have at most 72 bytes")
    #expect(try bcrypt.register("a@example.com", String(long.dropLast())).status == 200)
    #expect(try bcrypt.login("a@example.com", String(long.dropLast())).status == 200)
    #expect(try bcrypt.login("a@example.com", long).status == 401)
  }
}

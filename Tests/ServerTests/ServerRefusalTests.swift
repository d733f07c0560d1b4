import CGIAuthHarness
import Testing

/// A request and the answer it must get.
struct RefusedRequest: Sendable, CustomTestStringConvertible {
  let testDescription: String
  var method = "POST"
  let program: String
  var body: RequestBody?
  var headers: [String] = []
  let status: Int
  var message: String?
  /// A field of the answer and its value.
  var field: (name: String, value: String)?
}

extension ServerTests {
  /// What the programs refuse, and that every answer, refusals included, has the protective header fields.
  @Suite struct ServerRefusalTests {
    private static let tooLong = RequestBody.json(
      "{\"email\":\"long@example.com\",\"password\":\"\(String(repeating: "x", count: 1 << 20))\"}")
    private static let post = (name: "Allow", value: "POST")

    static let requests: [RefusedRequest] = [
      .init(
        testDescription: "GET register", method: "GET", program: "register", status: 405,
        message: "Method Not Allowed", field: post),
      .init(
        testDescription: "GET login", method: "GET", program: "login", status: 405,
        message: "Method Not Allowed", field: post),
      .init(
        testDescription: "PUT login", method: "PUT", program: "login", body: .user("a@example.com"),
        status: 405, message: "Method Not Allowed", field: post),
      .init(
        testDescription: "DELETE logout", method: "DELETE", program: "logout", status: 405,
        message: "Method Not Allowed", field: ("Allow", "POST, GET")),
      .init(
        testDescription: "text/plain", program: "login", body: .init("{}", contentType: "text/plain"),
        status: 415,
        message: "Unsupported Media Type"),
      .init(
        testDescription: "no type", program: "login", body: .init("{}", contentType: nil), status: 415,
        message: "Unsupported Media Type"),
      .init(
        testDescription: "latin-1", program: "login",
        body: .init("{}", contentType: "application/json; charset=iso-8859-1"), status: 415),
      .init(
        testDescription: "1 MB", program: "register", body: tooLong, status: 413, message: "Content Too Large"
      ),
      .init(testDescription: "half a document", program: "login", body: "{\"email\":", status: 400),
      .init(testDescription: "half an escape", program: "login", body: .form("email=%4"), status: 400),
      .init(
        testDescription: "no password", program: "register", body: "{\"email\":\"a@example.com\"}",
        status: 422,
        message: "password is missing"),
      .init(
        testDescription: "no address", program: "register", body: .user("<b>nobody</b>"), status: 422,
        message: "email must be an e-mail address, such as name@example.com"),
      .init(
        testDescription: "a number", program: "login",
        body: "{\"email\":\"a@example.com\",\"password\":12345678}", status: 422,
        message: "password must be a string"),
      .init(
        testDescription: "another site", program: "login", body: .user("a@example.com"),
        headers: ["Sec-Fetch-Site: cross-site"], status: 403, message: "Cross-site request refused"),
      .init(
        testDescription: "no token", method: "GET", program: "protected", status: 401,
        message: "Unauthorized",
        field: ("WWW-Authenticate", "Bearer")),
      .init(
        testDescription: "a bad token", method: "GET", program: "protected",
        headers: ["Authorization: Bearer a.b.c"], status: 401, message: "Invalid Token",
        field: ("WWW-Authenticate", "Bearer error=\"invalid_token\"")),
      .init(
        testDescription: "a password as the token", method: "GET", program: "protected",
        headers: ["Authorization: Basic YTpi"], status: 401, message: "Unauthorized"),
    ]

    @Test(arguments: ServerVariant.all, requests)
    func aRequestIsRefused(_ variant: ServerVariant, _ request: RefusedRequest) throws {
      let answer = try variant.shared().send(
        request.method, "/cgi-bin/\(request.program).cgi", request.body, headers: request.headers)
      #expect(answer.status == request.status)
      if let message = request.message { #expect(answer.message == message) }
      if let field = request.field { #expect(answer.values(field.name) == [field.value]) }
      #expect(answer.values("Set-Cookie").isEmpty)
      #expect(answer.missingProtection == [])
    }

    /// Apache hands on a chunked body without its length, which is no CGI request with a body. lighttpd
    /// collects the body first and says how long it is.
    @Test(arguments: ServerVariant.all) func aBodyWithoutLengthIsRefusedOrMeasured(_ variant: ServerVariant)
      throws
    {
      let server = try variant.shared()
      let answer = try server.post(
        "register", .user("chunked@example.com"),
        headers: ["Transfer-Encoding: chunked"], options: ["--http1.1"])
      #expect(answer.status == (variant.software.isApache ? 411 : 200))
      #expect(answer.missingProtection == [])
      let tooLong = try server.post(
        "register", Self.tooLong, headers: ["Transfer-Encoding: chunked"], options: ["--http1.1"])
      #expect(tooLong.status == (variant.software.isApache ? 411 : 413))
      #expect(tooLong.missingProtection == [])
    }

    @Test(arguments: ServerVariant.all, ["register", "login", "logout", "protected"])
    func headGetsTheHeaderAlone(_ variant: ServerVariant, _ program: String) throws {
      let answer = try variant.shared().send("HEAD", "/cgi-bin/\(program).cgi")
      #expect(answer.status == (program == "protected" ? 401 : 405))
      #expect(answer.body.isEmpty)
      #expect(answer.missingProtection == [])
    }

    @Test(arguments: ServerVariant.http) func aWrongSettingIs500AndLogged(_ variant: ServerVariant) throws {
      let server = try LiveServer(variant, settings: ["AUTH_TOKEN_LIFETIME": "soon"])
      let answer = try server.get("protected")
      #expect(answer.status == 500)
      #expect(answer.message == "Internal Server Error")
      #expect(answer.missingProtection == [])
      let log = try server.log(with: "config-invalid")
      #expect(log.contains("config-invalid AUTH_TOKEN_LIFETIME"))
      #expect(!log.contains("soon"))
    }

    @Test(arguments: ServerVariant.http) func aBrokenUserFileIs503AndLogged(_ variant: ServerVariant) throws {
      let server = try LiveServer(
        variant,
        prepare: { folder in
          try folder.makeFolder("auth-data")
          try folder.write("auth-data/users.gdbm", "no user file")
        })
      let answer = try server.post("login", .user("a@example.com"))
      #expect(answer.status == 503)
      #expect(answer.message == "Service Unavailable")
      #expect(answer.value("Retry-After") == "5")
      #expect(answer.missingProtection == [])
      #expect(try server.log(with: "users.gdbm").contains("users.gdbm"))
      #expect(try server.folder.text("auth-data/users.gdbm") == "no user file")
    }

    /// An echo of the request would show a page's script the cookie, which is out of its reach.
    @Test(arguments: ServerVariant.http) func noRequestIsEchoed(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      for path in ["/", "/cgi-bin/protected.cgi"] {
        let answer = try server.send("TRACE", path, headers: ["Cookie: authToken=canary"])
        #expect(answer.status >= 400, "\(path)")
        #expect(!answer.body.contains("canary"), "\(path)")
      }
    }
  }
}

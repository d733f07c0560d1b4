import CGIAuthHarness
import Testing

extension ServerTests {
  /// What a server has its own part in refusing; `ContractTests` have the rest.
  @Suite struct ServerRefusalTests {
    private static let tooLong = RequestBody.json(
      "{\"email\":\"long@example.com\",\"password\":\"\(String(repeating: "x", count: 1 << 20))\"}")

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

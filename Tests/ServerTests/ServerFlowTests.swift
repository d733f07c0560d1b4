import CGIAuthHarness
import Testing

extension ServerTests {
  /// The contract from register to logout, by a client that keeps cookies.
  @Suite struct ServerFlowTests {
    @Test(arguments: ServerVariant.all.filter(\.isHTTPS))
    func aUserRegistersLogsInAndLogsOut(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      try checkFlow(server, maxAge: "3600")
    }

    @Test(arguments: ServerVariant.http) func theDefaultSettingsServeTheWholeFlow(_ variant: ServerVariant)
      throws
    {
      let server = try LiveServer(variant, settings: [:])
      try checkFlow(server, maxAge: "3600")
      #expect(try server.folder.permissions("auth-data") == 0o700)
      #expect(try server.folder.permissions("auth-data/secret.key") == 0o600)
      server.stop()
      #expect(!server.log.contains("weak-password-hash"))
    }

    /// suexec hands no AUTH_ variable on: everything comes from the file.
    @Test(arguments: ServerVariant.http) func settingsComeFromTheFileAlone(_ variant: ServerVariant) throws {
      let file = "# No variables.\npassword_hash = scrypt:4:8:1\ntoken_lifetime = 120\n"
      let server = try LiveServer(
        variant, settings: [:],
        prepare: { folder in
          try folder.makeFolder("auth-data")
          try folder.write("auth-data/auth.conf", file)
        })
      try checkFlow(server, maxAge: "120")
      #expect(try server.log(with: "weak-password-hash").contains("weak-password-hash"))
    }

    private func checkFlow(_ server: LiveServer, maxAge: String) throws {
      let jar = ["-b", server.folder.path("jar"), "-c", server.folder.path("jar")]
      let user = RequestBody.user("flow@example.com")
      let registered = try server.post("register", user)
      #expect(registered.status == 200)
      #expect(registered.body == #"{"message":"User registered successfully"}"#)
      let again = try server.post("register", .user("FLOW@example.com"))
      #expect(again.status == 409)
      #expect(again.body == #"{"message":"Email already registered"}"#)

      let before = try server.get("protected", options: jar)
      #expect(before.status == 401)
      #expect(before.body == #"{"message":"Unauthorized"}"#)
      #expect(before.values("WWW-Authenticate") == ["Bearer"])

      let unknown = try server.post("login", .user("nobody@example.com"), options: jar)
      let wrong = try server.post("login", .user("flow@example.com", "ten herons at dawn"), options: jar)
      for refusal in [unknown, wrong] {
        #expect(refusal.status == 401)
        #expect(refusal.body == #"{"message":"Invalid credentials"}"#)
        #expect(refusal.values("Set-Cookie").isEmpty)
      }

      let login = try server.post("login", user, options: jar)
      #expect(login.status == 200)
      #expect(login.body == #"{"message":"Login successful"}"#)
      let token = try #require(login.token)
      #expect(login.setCookie == cookie(server, token, maxAge: maxAge))

      let byCookie = try server.get("protected", options: jar)
      let byBearer = try server.get("protected", headers: ["Authorization: Bearer \(token)"])
      for welcome in [byCookie, byBearer] {
        #expect(welcome.status == 200)
        #expect(welcome.body == #"{"message":"Welcome, flow@example.com!"}"#)
      }

      // As browsers do, with a length: lighttpd itself refuses a POST without one.
      let logout = try server.post("logout", .form(""), options: jar)
      #expect(logout.status == 200)
      #expect(logout.body == #"{"message":"Logout successful"}"#)
      #expect(logout.setCookie == cookie(server, "", maxAge: "0"))
      // Some versions of curl forget only the last of several cookies that an answer takes away.
      #expect(["Unauthorized", "Invalid Token"].contains(try server.get("protected", options: jar).message))
      // Nor does whoever copied the token.
      let copied = try server.get("protected", headers: ["Authorization: Bearer \(token)"])
      #expect(copied.status == 401)
      #expect(copied.body == #"{"message":"Invalid Token"}"#)
      #expect(copied.values("WWW-Authenticate") == [#"Bearer error="invalid_token""#])
      #expect(try server.accepts(#require(server.post("login", user).token)))
      for answer in [registered, again, before, unknown, wrong, login, byCookie, byBearer, logout, copied] {
        #expect(answer.missingProtection == [])
      }
    }

    private func cookie(_ server: LiveServer, _ token: String, maxAge: String) -> String {
      "\(server.variant.cookieName)=\(token); Path=/; Max-Age=\(maxAge); HttpOnly; SameSite=Strict"
        + (server.variant.isHTTPS ? "; Secure" : "")
    }
  }
}

import CGIAuthHarness
import Testing

extension ServerTests {
  /// How a token reaches the programs through each server.
  @Suite struct TokenTransportTests {
    @Test(arguments: ServerVariant.all) func cookieFieldsSentTwiceAreOneList(_ variant: ServerVariant) throws
    {
      let server = try variant.shared()
      let name = variant.cookieName
      let token = try server.token(for: "twice@example.com")
      let stranger = try server.token(for: "stranger@example.com")
      let welcome = "Welcome, twice@example.com!"
      // Apache joins by a comma, which anybody's cookie may have in its value: over
      // HTTPS it separates nothing.
      let isJoinedByComma = variant.software.isApache && variant.isHTTPS
      let cases = [
        (["\(name)=\(token)"], welcome),
        (["theme=dark; \(name)=\(token)"], welcome),
        (["theme=dark", "\(name)=\(token)"], isJoinedByComma ? "Unauthorized" : welcome),
        (["\(name)=\(token)", "theme=dark"], isJoinedByComma ? "Invalid Token" : welcome),
        (["\(name)=\(token)", "\(name)=\(token)"], isJoinedByComma ? "Invalid Token" : welcome),
        (["\(name)=\(token)", "\(name)=\(stranger)"], "Invalid Token"),
        (["\(name)=\(stranger)", "\(name)=\(token)"], "Invalid Token"),
        (["\(name.uppercased())=\(token)"], "Unauthorized"),
        (["theme=dark"], "Unauthorized"),
      ]
      for (cookies, message) in cases {
        let answer = try server.get("protected", headers: cookies.map { "Cookie: \($0)" })
        #expect(answer.message == message, "\(cookies.count) Cookie fields")
      }
    }

    @Test(arguments: ServerVariant.all) func aLongFieldIsRefusedWithoutHarm(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      for count in [5_000, 30_000] {
        let token = String(repeating: "x", count: count)
        let answer = try server.get("protected", headers: ["Authorization: Bearer \(token)"])
        // 400, 431: the server's own limits.
        #expect([400, 401, 431].contains(answer.status))
      }
      #expect(try server.get("protected").message == "Unauthorized")
    }

    /// Apache makes arguments of a query without `=` (RFC 3875 section 4.4).
    @Test(
      arguments: ServerVariant.all, ["-h", "--config+/tmp/x", "%2dd", "-d+allow_url_include%3don", "a=b"])
    func theQueryChangesNothing(_ variant: ServerVariant, _ query: String) throws {
      let server = try variant.shared()
      let email = "query\(query.utf8.map { String($0, radix: 16) }.joined())@example.com"
      let token = try server.token(for: email)
      let login = try server.send("POST", "/cgi-bin/login.cgi?\(query)", .user(email))
      #expect(login.message == "Login successful")
      let register = try server.send("POST", "/cgi-bin/register.cgi?\(query)", .user("q\(email)"))
      #expect(register.message == "User registered successfully")
      let authorization = ["Authorization: Bearer \(token)"]
      let protected = try server.send("GET", "/cgi-bin/protected.cgi?\(query)", headers: authorization)
      #expect(protected.message == "Welcome, \(email)!")
      #expect(try server.send("GET", "/cgi-bin/logout.cgi?\(query)").message == "Logout successful")
      #expect(try server.send("GET", "/cgi-bin/login.cgi?\(query)").status == 405)
    }
  }
}

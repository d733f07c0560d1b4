import CGIAuthHarness
import Testing

/// Requests that change something, where `trusted_origins` lets other sites send them.
@Suite struct ForeignRequestTests {
  private static let trusting = ["AUTH_TRUSTED_ORIGINS": "https://app.example.com, http://localhost:3000"]

  @Test(arguments: [
    ["HTTP_ORIGIN": "https://app.example.com"],
    ["HTTP_ORIGIN": "http://localhost:3000", "HTTP_SEC_FETCH_SITE": "cross-site"],
    ["HTTP_ORIGIN": "https://app.example.com", "HTTP_SEC_FETCH_SITE": "same-site"],
  ])
  func takesWhatATrustedOriginSends(_ variables: [String: String]) throws {
    let site = try CGISite(Self.trusting)
    #expect(try site.post("register", "ada@example.com", "correct horse", variables).status == 200)
    let login = try site.post("login", "ada@example.com", "correct horse", variables)
    #expect(login.status == 200)
    // Whether a page of that origin may read the answer is not decided here.
    #expect(!login.fields.contains { $0.name.hasPrefix("Access-Control-") })
    #expect(try site.request("logout", "POST", body: [], variables).status == 200)
  }

  @Test(arguments: [
    ["HTTP_ORIGIN": "https://evil.example"],
    ["HTTP_ORIGIN": "https://app.example.com:8443"],
    ["HTTP_ORIGIN": "https://app.example.com, https://app.example.com"],
    ["HTTP_ORIGIN": "https://app.example.com", "HTTP_SEC_FETCH_SITE": "cross-site, cross-site"],
    ["HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "cross-site"],
    ["HTTP_SEC_FETCH_SITE": "cross-site"],
  ])
  func trustsNobodyElse(_ variables: [String: String]) throws {
    let site = try CGISite(Self.trusting)
    for program in ["register", "login"] {
      #expect(try site.post(program, "ada@example.com", "correct horse", variables).status == 403)
    }
    #expect(try site.request("logout", "POST", body: [], variables).status == 403)
  }
}

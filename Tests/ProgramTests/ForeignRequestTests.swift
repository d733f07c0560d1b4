import CGIAuthHarness
import Testing

/// Requests that change something are taken from the site's own pages and from programs that are no browsers.
@Suite struct ForeignRequestTests {
  static let refused: [[String: String]] = [
    ["HTTP_SEC_FETCH_SITE": "cross-site"],
    ["HTTP_SEC_FETCH_SITE": "same-site"],
    ["HTTP_SEC_FETCH_SITE": "Same-Origin"],
    ["HTTP_SEC_FETCH_SITE": ""],
    ["HTTP_SEC_FETCH_SITE": "same-origin, cross-site"],
    ["HTTP_SEC_FETCH_SITE": "same-origin,same-origin"],
    ["HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://www.example.com"],
    ["HTTP_ORIGIN": "http://evil.example"],
    ["HTTP_ORIGIN": "null"],
    ["HTTP_ORIGIN": ""],
    ["HTTP_ORIGIN": "http://www.example.com:8080"],
    ["HTTP_ORIGIN": "http://www.example.com.evil.example"],
    ["HTTP_ORIGIN": "http://www.example.com@evil.example"],
    ["HTTP_ORIGIN": "http://www.example.com/"],
    ["HTTP_ORIGIN": "http://www.example.com, http://evil.example"],
    ["HTTP_ORIGIN": "ftp://www.example.com"],
    ["HTTP_ORIGIN": "www.example.com"],
  ]

  @Test(arguments: ["register", "login"], refused)
  func refusesAFormFromAnotherSite(_ program: String, _ variables: [String: String]) throws {
    let site = try CGISite()
    let answer = try site.post(program, "ada@example.com", "correct horse", variables)
    #expect(answer.status == 403)
    #expect(answer.values("Set-Cookie") == [])
    #expect(!site.folder.has("data/users.gdbm"))
  }

  @Test(arguments: ["GET", "POST"], refused)
  func refusesALogoutFromAnotherSite(_ method: String, _ variables: [String: String]) throws {
    let answer = try CGISite().request("logout", method, variables)
    #expect(answer.status == 403)
    #expect(answer.values("Set-Cookie") == [])
  }

  @Test(arguments: [
    [:],
    ["HTTP_SEC_FETCH_SITE": "same-origin"],
    ["HTTP_SEC_FETCH_SITE": "none"],
    ["HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "http://www.example.com"],
    ["HTTP_ORIGIN": "http://www.example.com"],
    ["HTTP_ORIGIN": "https://www.example.com"],
    ["HTTP_ORIGIN": "http://www.example.com", "HTTP_HOST": "WWW.example.com"],
    ["HTTP_ORIGIN": "http://[::1]:8080", "HTTP_HOST": "[::1]:8080"],
  ])
  func takesWhatTheSiteItselfSends(_ variables: [String: String]) throws {
    let site = try CGISite()
    #expect(try site.post("register", "ada@example.com", "correct horse", variables).status == 200)
    #expect(try site.post("login", "ada@example.com", "correct horse", variables).status == 200)
    #expect(try site.request("logout", variables).status == 200)
  }

  // MARK: Trusted origins

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

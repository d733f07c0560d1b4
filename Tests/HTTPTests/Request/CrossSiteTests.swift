import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct CrossSiteTests {
  private func admits(site: String?, origin: String?, host: String?, trusting: [String] = []) throws -> Bool {
    var variables: [String: String] = [:]
    variables["HTTP_SEC_FETCH_SITE"] = site
    variables["HTTP_ORIGIN"] = origin
    variables["HTTP_HOST"] = host
    let request = try Request.made(variables)
    do {
      try request.requireSameSite(trusting: trusting.compactMap { Origin(bytes($0)) })
      return true
    } catch {
      #expect(error == .crossSite)
      return false
    }
  }

  @Test(arguments: ["same-origin", "none"])
  func admitsWhatTheBrowserCallsItsOwn(site: String) throws {
    #expect(try admits(site: site, origin: nil, host: "www.example.com"))
    // Sec-Fetch-Site decides alone: behind a proxy that rewrites Host, Origin would
    // refuse the site's own pages.
    #expect(try admits(site: site, origin: "https://www.example.com", host: "backend:8080"))
  }

  @Test(arguments: [
    "cross-site", "same-site", "", " ", "Same-Origin", "same-origin ", "same-origin, same-origin",
    "same-origin, cross-site", "cross-site, same-origin", "none, none", "null", "same-origin\u{0}",
  ])
  func refusesEveryOtherSecFetchSite(site: String) throws {
    #expect(try !admits(site: site, origin: nil, host: "www.example.com"))
    #expect(try !admits(site: site, origin: "https://www.example.com", host: "www.example.com"))
  }

  @Test(arguments: [
    ("https://www.example.com", "www.example.com"), ("http://www.example.com", "www.example.com"),
    ("https://www.example.com:8443", "www.example.com:8443"), ("https://www.example.com", "WWW.Example.COM"),
    ("http://[2001:db8::1]:80", "[2001:db8::1]:80"), ("http://127.0.0.1:8080", "127.0.0.1:8080"),
  ])
  func admitsAnOriginThatIsTheHost(origin: String, host: String) throws {
    #expect(try admits(site: nil, origin: origin, host: host))
  }

  @Test(arguments: [
    ("https://evil.example", "www.example.com"), ("https://example.com", "www.example.com"),
    ("https://www.example.com.evil.example", "www.example.com"), ("https://www.example.com", "example.com"),
    ("https://www.example.com:8443", "www.example.com"), ("https://www.example.com", "www.example.com:8443"),
    ("https://www.example.com/", "www.example.com"), ("https://u@www.example.com", "www.example.com"),
    ("null", "www.example.com"), ("null", "null"), ("", "www.example.com"), ("", ""),
    ("https://", "www.example.com"),
    ("www.example.com", "www.example.com"), ("//www.example.com", "www.example.com"),
    ("file://www.example.com", "www.example.com"), ("chrome-extension://www.example.com", "www.example.com"),
    ("https://www.example.com, https://evil.example", "www.example.com"),
    ("https://www.example.com https://evil.example", "www.example.com"),
  ])
  func refusesAnyOtherOrigin(origin: String, host: String) throws {
    #expect(try !admits(site: nil, origin: origin, host: host))
  }

  @Test func refusesAnOriginWithoutAHost() throws {
    #expect(try !admits(site: nil, origin: "https://www.example.com", host: nil))
  }

  @Test func admitsWhatIsNoBrowser() throws {
    #expect(try admits(site: nil, origin: nil, host: "www.example.com"))
    #expect(try admits(site: nil, origin: nil, host: nil))
  }

  @Test(arguments: [
    "www.example.com, www.example.com", "www.example.com, evil.example", "evil.example, www.example.com",
  ])
  func refusesAHostThatWasSentTwice(host: String) throws {
    #expect(try !admits(site: nil, origin: "https://www.example.com", host: host))
    #expect(try !admits(site: nil, origin: "https://www.example.com, https://www.example.com", host: host))
  }

  // MARK: Trusted origins

  private static let trusted = [
    "https://app.example.com", "https://Dev.example.com:8443", "http://[2001:db8::1]:8080",
  ]

  @Test(
    arguments: ["cross-site", "same-site", nil],
    [
      "https://app.example.com", "HTTPS://APP.example.com", "https://dev.example.com:8443",
      "http://[2001:db8::1]:8080",
    ])
  func admitsATrustedOrigin(site: String?, origin: String) throws {
    #expect(try admits(site: site, origin: origin, host: "www.example.com", trusting: Self.trusted))
    #expect(try !admits(site: site, origin: origin, host: "www.example.com"))
  }

  @Test(
    arguments: ["cross-site", "same-site", nil],
    [
      "https://evil.example", "http://app.example.com", "https://app.example.com:8443",
      "https://dev.example.com",
      "https://app.example.com:443", "https://app.example.com.evil.example", "https://evil.app.example.com",
      "https://app.example.com/", "https://u@app.example.com", "null", "", "https://", "app.example.com",
      "https://app.example.com, https://app.example.com", "https://app.example.com, https://evil.example",
      "https://evil.example, https://app.example.com", "https://app.example.com https://evil.example",
    ])
  func refusesWhatIsNotExactlyATrustedOrigin(site: String?, origin: String) throws {
    #expect(try !admits(site: site, origin: origin, host: "www.example.com", trusting: Self.trusted))
  }

  /// What a browser never sends is refused, whoever is trusted.
  @Test(arguments: [
    "cross-site, cross-site", "cross-site, same-origin", "same-origin, cross-site", "", "Cross-Site",
  ])
  func refusesADoubledOrStrangeSecFetchSiteFromATrustedOrigin(site: String) throws {
    #expect(
      try !admits(
        site: site, origin: "https://app.example.com", host: "www.example.com", trusting: Self.trusted))
  }

  @Test(arguments: ["cross-site", "same-site"])
  func refusesAnotherSiteThatDoesNotSayWhich(site: String) throws {
    #expect(try !admits(site: site, origin: nil, host: "www.example.com", trusting: Self.trusted))
  }
}

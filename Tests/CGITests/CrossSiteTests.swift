import Testing

@testable import CGI

@Suite struct CrossSiteTests {
  private func admits(site: String?, origin: String?, host: String?) throws -> Bool {
    var variables: [String: String] = [:]
    variables["HTTP_SEC_FETCH_SITE"] = site
    variables["HTTP_ORIGIN"] = origin
    variables["HTTP_HOST"] = host
    let request = try request(variables)
    do {
      try request.requireSameSite()
      return true
    } catch {
      #expect(error == .crossSite)
      return false
    }
  }

  @Test(arguments: ["same-origin", "none"])
  func admitsWhatTheBrowserCallsItsOwn(site: String) throws {
    #expect(try admits(site: site, origin: nil, host: "www.example.com"))
    // Sec-Fetch-Site decides alone: behind a proxy that rewrites Host, Origin would refuse the site's own pages.
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
}

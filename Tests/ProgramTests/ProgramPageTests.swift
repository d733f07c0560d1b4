import CGIAuthHarness
import Foundation
import Testing

/// The pages, as the built programs write them.
@Suite struct ProgramPageTests {
  private static let browser = [
    "HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8", "SCRIPT_NAME": "/cgi-bin/login.cgi",
    "REQUEST_URI": "/cgi-bin/login.cgi", "AUTH_SITE_NAME": "The <i>club</i>",
  ]

  /// A page of every status that browsers get.
  private static func pages() throws -> [Answer] {
    let site = try CGISite(browser)
    let broken = try CGISite(browser.merging(["JWT_SECRET": "short"]) { $1 })
    let login = try site.post("register", form: "email=ada%40example.com&password=correct+horse")
    let session = try site.post("login", form: "email=ada%40example.com&password=correct+horse")
    let cookie = ["HTTP_COOKIE": "authToken=\(try #require(session.token))"]
    return [
      login, session, try site.request("protected", cookie), try site.request("login"),
      try site.request("register"),
      try site.post("register", form: "email=ada%40example.com&password=correct+horse"),
      try site.post("register", form: "email=%3Cb%3E&password=x"), try site.post("login", form: "%"),
      try site.post("login", form: "email=ada%40example.com&password=wrong+horse"),
      try site.post("login", form: String(repeating: "a", count: 70_000)),
      try site.post("login", form: "", ["HTTP_ORIGIN": "https://evil.example"]),
      try site.request("login", "PUT"), try site.request("login", "POST"), try site.request("logout", "PUT"),
      try site.request("login", "POST", ["CONTENT_TYPE": "application/x-www-form-urlencoded"]),
      try broken.request("login"), try broken.request("protected"),
      try site.request("login", cookie), try site.request("logout", "POST", cookie),
    ]
  }

  @Test func carryTheSecurityFieldsAndLoadNothing() throws {
    let pages = try Self.pages()
    #expect(Set(pages.map(\.status)) == [200, 303, 400, 401, 403, 405, 409, 411, 413, 415, 422, 500])
    for page in pages {
      #expect(page.value("Cache-Control") == "no-store")
      #expect(page.value("X-Content-Type-Options") == "nosniff")
      let policy = try #require(page.value("Content-Security-Policy"))
      #expect(policy.hasPrefix("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"))
      #expect(!policy.contains("unsafe"))
      // No script but the one beside a password, which the policy names by its hash.
      let scripts = page.body.components(separatedBy: "<script").count - 1
      #expect(scripts == (page.body.contains("type=\"password\"") ? 1 : 0))
      #expect(policy.contains("; script-src 'sha256-") == (scripts == 1))
      #expect(policy.components(separatedBy: "script").count - 1 == scripts)
      #expect(page.value("Content-Length") == String(page.body.utf8.count))
      #expect(page.value("Location")?.hasPrefix("/cgi-bin/") ?? (page.status != 303))
      guard page.status != 303 else { continue }
      #expect(page.value("Content-Type") == "text/html; charset=utf-8")
      #expect(page.body.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
      let links = page.body.components(separatedBy: "<link").count - 1
      #expect(links == 1 && page.body.contains("<link rel=\"icon\" href=\"data:,\">"))
      for outside in ["http:", "https:", "<img", "src=", "url(", "@import", "<i>"] {
        #expect(!page.body.contains(outside), "\(outside)")
      }
    }
  }

  @Test func tellNothingOfTheInside() throws {
    for page in try Self.pages() {
      for word in ["$7$", "swift", "gdbm", "auth-data", "0x", "errno", "scrypt", "horse"] {
        #expect(!page.body.lowercased().contains(word), "\(word)")
      }
      #expect(!page.errors.contains("ada@") && !page.errors.contains("horse"))
    }
  }

  /// A session that was ended in the middle of a visit: the browser gets the login form,
  /// not an answer for programs.
  @Test func sendBrowsersToLoginWithWhatTheyAskedFor() throws {
    let site = try CGISite(Self.browser)
    let answer = try site.request(
      "protected", ["REQUEST_URI": "/cgi-bin/protected.cgi?a=%0d%0aX:y&b", "HTTP_COOKIE": "authToken=x.y.z"])
    #expect(answer.status == 303)
    #expect(
      answer.value("Location")
        == "/cgi-bin/login.cgi?notice=session-ended&next=/cgi-bin/protected.cgi%3Fa%3D%250d%250aX%3Ay%26b")
    #expect(answer.value("WWW-Authenticate") == nil)
  }
}

import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// What protected.cgi gives a web server for a page of its own. `RecipeTests` include it.
@Suite struct InclusionTests {
  private let site: TestSite
  private let cookie: String

  init() throws {
    site = try TestSite()
    cookie = try site.newSession()
  }

  private func include(_ variables: [String: String] = [:], query: String = "include") throws -> Answer {
    let request = [
      "QUERY_STRING": query, "SCRIPT_NAME": "/cgi-bin/protected.cgi", "REQUEST_URI": "/club/page.shtml?a=b",
      "HTTP_ACCEPT": "text/html", "CONTENT_TYPE": "",
    ]
    return try site.answer(.protected, "GET", "", request.merging(variables) { $1 })
  }

  @Test(arguments: ["text/html", "*/*"]) func namesWhoIsLoggedIn(accept: String) throws {
    let answer = try include(["HTTP_COOKIE": cookie, "HTTP_ACCEPT": accept, "HTTP_ACCEPT_LANGUAGE": "fr"])
    #expect(answer.status == 200)
    #expect(answer.value("Content-Type") == "text/html; charset=utf-8")
    #expect(answer.value("Cache-Control") == "no-store")
    #expect(
      answer.body == """
        <div class="visitor">
        <span>Session de a@example.com</span>
        <a href="/cgi-bin/account.cgi">Votre compte</a>
        <form method="post" action="/cgi-bin/logout.cgi"><button>Se déconnecter</button></form>
        </div>
        """)
  }

  @Test func leadsEverybodyElseIn() throws {
    for cookie in ["", "authToken=x", cookie + "x"] {
      let answer = try include(["HTTP_COOKIE": cookie])
      #expect(answer.status == 200)
      #expect(
        answer.body
          == "<div class=\"visitor\"><a href=\"/cgi-bin/login.cgi?next=/club/page.shtml%3Fa%3Db\">Log in</a></div>"
      )
    }
    // Not a line for each visitor of a page that everybody may see.
    #expect(try site.auditLines().allSatisfy { $0["event"] != "token-refused" })
    // Asked for by itself, it is no page to come back to.
    let itself = try include(["REQUEST_URI": "/cgi-bin/protected.cgi?include"])
    #expect(itself.body == "<div class=\"visitor\"><a href=\"/cgi-bin/login.cgi\">Log in</a></div>")
    #expect(try include(["REQUEST_URI": "//evil.example"]).body == itself.body)
    #expect(try include(["REQUEST_URI": "/\"><script>"]).body.contains("next=/%2522%253E%253Cscript%253E\""))
  }

  @Test func isNoOtherQuestion() throws {
    for query in ["include=1", "include&verify", "xinclude", "INCLUDE"] {
      #expect(try include(query: query).status == 303, "\(query)")
    }
  }
}

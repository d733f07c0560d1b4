import CGIAuthCore
import Testing

@testable import CGIAuthHarness

@Suite struct AcceptTests {
  private func prefersPage(_ accept: String?, contentType: String? = nil) throws -> Bool {
    var variables = ["REQUEST_METHOD": "GET"]
    variables["HTTP_ACCEPT"] = accept
    variables["CONTENT_TYPE"] = contentType
    return try Request(environment: Environment(variables), body: .bytes([])).prefersPage
  }

  @Test(arguments: [
    // What browsers send for what they show: Firefox, Chromium, Safari, lynx.
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
    "text/html, text/plain, text/sgml, text/css, application/xhtml+xml, */*;q=0.01",
    "TEXT/HTML", "application/json;q=0.9, text/html", "text/html;level=1;q=0.3", "text/html ; q=0.001",
    "application/json, text/html", "application/xhtml+xml",
  ])
  func browsersGetPages(accept: String) throws {
    #expect(try prefersPage(accept))
  }

  @Test(arguments: [
    nil, "", "*/*", "text/*", "application/json", "application/json, text/plain, */*", "text/htmlx", "text",
    "text/html;q=0", "text/html;q=0.000", "text/html;q=0.5, application/json", "text/html;q=2",
    "text/html;q=-1", "text/html;q=0.1234", "text/html;q=", "text/html;q=1.001", "text/html;q=x", ",;,=",
  ])
  func clientsOfTheInterfaceGetJSON(accept: String?) throws {
    #expect(try !prefersPage(accept))
  }

  @Test func whoSendsJSONGetsJSON() throws {
    #expect(try !prefersPage("text/html", contentType: "application/json; charset=utf-8"))
    #expect(try prefersPage("text/html", contentType: "application/x-www-form-urlencoded"))
    #expect(try prefersPage("text/html", contentType: "text/plain"))
  }
}

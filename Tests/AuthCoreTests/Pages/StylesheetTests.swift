import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct StylesheetTests {
  /// The hash by another program.
  @Test func isTheOneThatThePolicyAllows() throws {
    let digest = try run("/usr/bin/openssl", ["dgst", "-sha256", "-binary"], input: Stylesheet.text.bytes)
    #expect(Stylesheet.source == "'sha256-\(Data(digest.output).base64EncodedString())'")
  }

  @Test(arguments: [
    ("/style.css", "'self'"), ("/a/b.css?v=2", "'self'"),
    ("https://cdn.example.com/a.css", "https://cdn.example.com"),
    ("https://cdn.example.com", "https://cdn.example.com"),
    ("http://127.0.0.1:8080/a.css", "http://127.0.0.1:8080"),
  ])
  func takesFurtherStyleSheets(url: String, source: String) throws {
    #expect(try #require(SiteAddress(bytes(url))).source == source)
  }

  @Test(arguments: [
    "style.css", "//cdn.example.com/a.css", "javascript:alert(1)", "data:text/css,x", "ftp://a/b", "https:",
    "https://",
    "https://a b/c", "https://u:p@a.example/b", "https://a.example/;script-src *", "/a,b", "/a'b", "/a\"b",
    "/é.css", "/\\e/a.css",
  ])
  func refusesWhatIsNoURLOrCouldChangeThePolicy(url: String) {
    #expect(SiteAddress(bytes(url)) == nil)
  }
}

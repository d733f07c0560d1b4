import CGIAuthCore
import Testing

@Suite struct LocalPathTests {
  @Test(arguments: [
    ("/", "/"), ("/docs/a.pdf?page=2&x=y#z", "/docs/a.pdf?page=2&x=y#z"), ("/a//b", "/a//b"),
    ("/%2F/e", "/%2F/e"), ("/a b\"<>", "/a%20b%22%3C%3E"), ("/é", "/%C3%A9"), ("/a:b@c", "/a:b@c"),
  ])
  func takesPathsOfThisSite(path: String, text: String) {
    #expect(LocalPath(Array(path.utf8))?.text == text)
  }

  /// Requirement for redirects, and what WHATWG URL section 4.4 makes of tabs, line ends and backslashes.
  @Test(arguments: [
    "", "e", "//e", "/\\e", "\\/e", "\\\\e", "/\t/e", "/\n/e", "/\r\n/e", "/a\u{0}", "/a\u{7F}", "\t//e",
    " /e", "https:e",
    "https://e/", "javascript:alert(1)", "?a", "#a", ".", "../a", "/a\\b", "/a\r\nSet-Cookie: x=y",
    "/" + String(repeating: "a", count: 2048),
  ])
  func refusesEveryOtherPlace(path: String) {
    #expect(LocalPath(Array(path.utf8)) == nil)
  }

  @Test func escapesItselfForAQuery() throws {
    let path = try #require(LocalPath(Array("/a b?c=d&e=%20+#f".utf8)))
    #expect(path.queryValue == "/a%2520b%3Fc%3Dd%26e%3D%2520%2B%23f")
  }
}

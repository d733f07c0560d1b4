import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct HTMLTests {
  private func text(_ html: HTML) -> String { String(decoding: html.bytes, as: UTF8.self) }

  @Test func escapesEveryTextAndNoMarkup() {
    let name = "<b>\"Ada\" & 'Eve'</b>"
    #expect(
      text("<i title=\"\(name)\">\(name)</i>") == """
        <i title="&lt;b&gt;&quot;Ada&quot; &amp; &#39;Eve&#39;&lt;/b&gt;">&lt;b&gt;&quot;Ada&quot; &amp; &#39;Eve&#39;&lt;/b&gt;</i>
        """)
    let piece: HTML = "<br>"
    #expect(text("<p>\(piece)\(Optional<HTML>.none)</p>") == "<p><br></p>")
  }

  /// What a parser of others makes of an escaped text is the text.
  @Test(arguments: ["</title><script>", "a=\"'b", "&amp;lt;", "é日本", "]]>", "<!--"])
  func isReadBackByAnotherParser(text: String) throws {
    let script = """
      import html.parser, sys
      class Parser(html.parser.HTMLParser):
        def handle_starttag(self, tag, attributes): print(tag, attributes[0][1])
        def handle_data(self, data): print(data)
      parser = Parser(); parser.feed(sys.stdin.read()); parser.close()
      """
    let markup: HTML = "<p a=\"\(text)\">\(text)</p>"
    let read = try run("/usr/bin/python3", ["-c", script], input: markup.bytes)
    #expect(read.text == "p \(text)\n\(text)\n")
  }

  /// The one way from bytes to markup is for templates.
  @Test func onlyTemplatesMakeMarkupOfBytes() throws {
    let result = try run("/usr/bin/grep", ["-rlE", "HTML\\(ofTemplate", Project.root + "/Sources"])
    #expect(
      result.text.split(separator: "\n").map { $0.split(separator: "/").last } == ["PageTemplate.swift"])
  }
}

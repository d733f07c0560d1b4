import Glibc
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct PageTemplateTests {
  private let parts = PageParts(
    language: .german, title: "A & B", siteName: "<S>", head: "<style></style>",
    header: "<a>S</a>", content: "<h1>x</h1>", footer: "<ul></ul>")

  @Test func fillsItsPlaces() throws {
    let template = try PageTemplate(
      bytes(
        "<html lang={{language}}>\n{{ head }}<title>{{title}} – {{site_name}} {{title}}</title>\r\n{{header}}|{{content}}{}{{footer}}"
      ),
      name: "page.html")
    #expect(
      String(decoding: template.filled(with: parts).bytes, as: UTF8.self)
        == "<html lang=de>\n<style></style><title>A &amp; B – &lt;S&gt; A &amp; B</title>\r\n<a>S</a>|<h1>x</h1>{}<ul></ul>"
    )
  }

  @Test(arguments: [
    ("a\n{{contents}}", "page.html line 2: unknown place"),
    ("{{content}}\n\n{{content}}", "page.html line 3: has {{content}} again"),
    ("{{head}}{{head}}\n{{content}}", "page.html line 1: has {{head}} again"),
    ("{{content}}\n{{title", "page.html line 2: {{ without }}"),
    ("{{content}}\n{{title}\n}", "page.html line 2: {{ without }}"),
    ("{{}}{{content}}", "page.html line 1: unknown place"),
    ("nothing", "page.html: has no {{content}}"), ("", "page.html: has no {{content}}"),
  ])
  func namesTheLineThatIsWrong(text: String, message: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try PageTemplate(bytes(text), name: "page.html") }
    #expect(try #require(error).text.hasPrefix(message), "\(error?.text ?? "")")
  }

  @Test func refusesWhatIsNotUTF8() throws {
    let error = #expect(throws: ConfigurationError.self) {
      try PageTemplate(bytes("{{content}}\n") + [0xE9], name: "page.html")
    }
    #expect(error?.text == "page.html line 2: is not UTF-8")
  }

  @Test(.timeLimit(.minutes(10))) func waitsForNoPipe() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder.path("login.html"), 0o600) == 0)
    let error = #expect(throws: ConfigurationError.self) {
      try PageFolder(path: folder.root).template(for: .login)
    }
    #expect(error?.text == "login.html: has no {{content}}")
  }

  @Test func ownTemplatesGoBeforeTheGeneralOne() throws {
    let folder = try TemporaryFolder()
    let pages = PageFolder(path: folder.root)
    #expect(try pages.template(for: .login) == nil)
    try folder.write("page.html", "P{{content}}")
    try folder.write("login.html", "L{{content}}")
    func start(_ kind: PageKind) throws -> UInt8? {
      try pages.template(for: kind)?.filled(with: parts).bytes.first
    }
    #expect(try start(.login) == UInt8(ascii: "L"))
    for kind in [PageKind.register, .welcome, .message] { #expect(try start(kind) == UInt8(ascii: "P")) }
    try folder.write("login.html", String(repeating: " ", count: 1 << 18) + "{{content}}")
    #expect(throws: ConfigurationError.self) { try pages.template(for: .login) }
  }
}

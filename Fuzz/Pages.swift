@testable import CGIAuthCore

/// The lines are Accept, Accept-Language, `next` and the name that a page shows; the rest is a template.
/// `next` stays on this site, and a text never becomes markup.
func checkPages(_ input: [UInt8]) {
  let parts = input.split(separator: UInt8(ascii: "\n"), maxSplits: 4, omittingEmptySubsequences: false)
  func part(_ number: Int) -> [UInt8] { number < parts.count ? Array(parts[number]) : [] }
  let environment = Environment(strings: [
    Array("REQUEST_METHOD=GET".utf8), Array("HTTP_ACCEPT=".utf8) + part(0),
    Array("HTTP_ACCEPT_LANGUAGE=".utf8) + part(1),
  ])
  guard let request = try? Request(environment: environment, body: .bytes([])) else {
    fatalError("a GET is refused")
  }
  _ = request.prefersPage
  checkPlace(part(2))
  let text = String(decoding: part(3), as: UTF8.self)
  let document = PageParts(
    language: Language(preferredBy: request), title: text, siteName: text, head: "",
    content: "<h1>\(text)</h1>"
  ).document
  let empty = PageParts(
    language: .english, title: "", siteName: "", head: "", content: "<h1></h1>"
  ).document
  for byte in "<>\"".utf8 {
    claim(
      document.bytes.count { $0 == byte } == empty.bytes.count { $0 == byte }, "a text became markup")
  }
  if let template = try? PageTemplate(part(4), name: "page.html") {
    let parts = PageParts(language: .german, title: "t", siteName: nil, head: "", content: "CONTENT")
    claim(template.filled(with: parts).bytes.count >= "CONTENT".utf8.count, "a template lost its content")
  }
}

private func checkPlace(_ next: [UInt8]) {
  guard let path = LocalPath(next) else { return }
  let bytes = Array(path.text.utf8)
  claim(
    bytes.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }, "a path is not visible ASCII"
  )
  claim(bytes.starts(with: "/".utf8) && !bytes.starts(with: "//".utf8), "a path leads to another site")
  guard let form = try? FormBody(Array("next=\(path.queryValue)".utf8)), form.fields.count == 1 else {
    fatalError("a path cannot be read from a query")
  }
  claim(form.fields[0].value == bytes, "a path changes in a query")
}

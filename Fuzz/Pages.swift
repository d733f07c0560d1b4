@testable import CGIAuthCore

/// The lines are Accept, Accept-Language, `next` and the name that a page shows; the rest is a
/// template. Nobody gets a page or a language that was not asked for, `next` stays on this site, and a
/// text never becomes markup.
func checkPages(_ input: [UInt8]) {
  let parts = lines(input, 5)
  let request = request([
    Array("REQUEST_METHOD=GET".utf8), Array("HTTP_ACCEPT=".utf8) + parts[0],
    Array("HTTP_ACCEPT_LANGUAGE=".utf8) + parts[1],
  ])
  checkPreferences(request, parts[0], parts[1])
  checkPlace(parts[2])
  let text = String(decoding: parts[3], as: UTF8.self)
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
  if let template = try? PageTemplate(parts[4], name: "page.html") {
    let parts = PageParts(language: .german, title: "t", siteName: nil, head: "", content: "CONTENT")
    claim(template.filled(with: parts).bytes.count >= "CONTENT".utf8.count, "a template lost its content")
  }
}

/// A request with these variables.
func request(_ variables: [[UInt8]]) -> Request {
  guard let request = try? Request(environment: Environment(strings: variables), body: .bytes([])) else {
    fatalError("a request is refused")
  }
  return request
}

/// Who does not name HTML gets JSON, and who does not name a language gets English.
private func checkPreferences(_ request: Request, _ types: [UInt8], _ languages: [UInt8]) {
  let html = String(decoding: types.asciiLowercased, as: UTF8.self)
  claim(!request.prefersPage || html.contains("html"), "a page goes to somebody who did not ask for one")
  let language = Language(preferredBy: request)
  let named = String(decoding: languages.asciiLowercased, as: UTF8.self)
  claim(language == .english || named.contains(language.rawValue), "a language was chosen that was not named")
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

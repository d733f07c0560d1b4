import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct ResponseTests {
  private let head = """
    Status: 409 Conflict
    Content-Type: application/json
    Cache-Control: no-store
    Vary: Cookie
    X-LiteSpeed-Cache-Control: no-cache
    X-Content-Type-Options: nosniff
    Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'

    """

  private func serialized(_ response: Response, answering method: Method = .get) -> String {
    String(decoding: response.serialized(answering: method), as: UTF8.self)
  }

  @Test func writesADocumentResponse() {
    let response = Response(.conflict, contentType: "application/json", body: bytes("{\"é\":1}"))
    #expect(serialized(response) == head + "Content-Length: 8\n\n{\"é\":1}")
    #expect(serialized(response, answering: .post) == serialized(response))
  }

  @Test func writesAnEmptyDocument() {
    let response = Response(.conflict, contentType: "application/json", body: [])
    #expect(serialized(response) == head + "Content-Length: 0\n\n")
  }

  @Test func answersHEADWithTheHeadAlone() {
    let response = Response(.conflict, contentType: "application/json", body: bytes("{}"))
    #expect(serialized(response, answering: .head) == head + "Content-Length: 2\n\n")
  }

  @Test func writesAddedFieldsInTheirOrder() {
    var response = Response(.conflict, contentType: "application/json", body: [])
    response.add(.allow, "POST")
    response.add(.setCookie, "a=b")
    response.add(.setCookie, "c=d")
    #expect(
      serialized(response) == head + "Allow: POST\nSet-Cookie: a=b\nSet-Cookie: c=d\nContent-Length: 0\n\n")
  }

  /// RFC 9110 section 15.
  @Test(arguments: [
    (200, "OK"), (400, "Bad Request"), (401, "Unauthorized"), (403, "Forbidden"), (405, "Method Not Allowed"),
    (409, "Conflict"), (411, "Length Required"), (413, "Content Too Large"), (415, "Unsupported Media Type"),
    (422, "Unprocessable Content"), (500, "Internal Server Error"), (503, "Service Unavailable"),
  ])
  func namesAStatusAsTheStandardDoes(code: Int, phrase: String) throws {
    let status = try #require(Status(rawValue: code))
    #expect(status.phrase == phrase)
    let response = Response(status, contentType: "text/plain", body: [])
    #expect(serialized(response).hasPrefix("Status: \(code) \(phrase)\nContent-Type: text/plain\n"))
  }

  @Test(arguments: [String(decoding: Array(0x20...0x7E) as [UInt8], as: UTF8.self), "a\tb", ""])
  func takesVisibleASCIISpacesAndTabsAsFieldValue(text: String) { #expect(HeaderValue(text)?.text == text) }

  /// In Swift, `"a\r\nb".contains("\n")` is false: CR LF is one character.
  @Test(arguments: [
    "a\nb", "a\rb", "a\r\nb", "a\u{0}b", "a\u{B}b", "a\u{1B}b", "a\u{7F}b", "é", "a\u{85}b", "a\u{2028}b",
    "\r\n",
    "a\r\nSet-Cookie: x=y",
  ])
  func refusesAFieldValueThatCouldEndItsLine(text: String) { #expect(HeaderValue(text) == nil) }
}

import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct FormBodyTests {
  private func fields(_ body: String) throws(RequestError) -> [[String]] {
    try FormBody(bytes(body)).fields.map {
      [String(decoding: $0.name, as: UTF8.self), String(decoding: $0.value, as: UTF8.self)]
    }
  }

  /// As a browser writes them (WHATWG URL section 5.1).
  @Test(arguments: [
    ("", []),
    ("a=b", [["a", "b"]]),
    ("email=a%40example.com&password=p+w%2B%26%3d", [["email", "a@example.com"], ["password", "p w+&="]]),
    ("a=b=c", [["a", "b=c"]]),
    ("a", [["a", ""]]),
    ("a=", [["a", ""]]),
    ("=b", [["", "b"]]),
    ("&&a=b&&c=d&", [["a", "b"], ["c", "d"]]),
    ("a=%C3%A9%E2%82%AC%F0%9F%98%80", [["a", "é€😀"]]),
    ("a=é", [["a", "é"]]),
    ("%61=%62", [["a", "b"]]),
    ("a=%0D%0A%00", [["a", "\r\n\0"]]),
    ("a=1&A=2", [["a", "1"], ["A", "2"]]),
    ("a=b;c=d", [["a", "b;c=d"]]),
  ])
  func readsAForm(body: String, expected: [[String]]) throws { #expect(try fields(body) == expected) }

  @Test(arguments: [
    "a=%", "a=%4", "a=%4&b=1", "a=%zz", "a=%4g", "a=%%41", "a=%u0041", "%=a", "a=% 41", "a=%+1", "a=%-1",
  ])
  func refusesAPercentWithoutTwoDigits(body: String) {
    #expect(throws: RequestError.malformed) { try fields(body) }
  }

  @Test(arguments: ["a=1&a=2", "a=1&a=1", "a&b=1&a", "a=1&%61=2", "=1&=2"])
  func refusesADoubledName(body: String) {
    #expect(throws: RequestError.malformed) { try fields(body) }
  }

  @Test(arguments: [
    "a=%FF", "a=%C3", "a=%C0%AF", "a=%ED%A0%80", "a=%F4%90%80%80", "%FF=a", "a=%C3&b=%A9",
  ])
  func refusesWhatIsNotUTF8(body: String) {
    #expect(throws: RequestError.malformed) { try fields(body) }
  }

  @Test func refusesRawBytesThatAreNotUTF8() {
    #expect(throws: RequestError.malformed) { try FormBody(bytes("a=") + [0xFF]) }
  }

  /// é as one code point and as two are two names.
  @Test func comparesNamesAsBytes() throws {
    #expect(try FormBody(bytes("%C3%A9=1&e%CC%81=2")).fields.count == 2)
  }

  @Test func takesSixtyFourFieldsAndNotOneMore() throws {
    let most = (1...64).map { "f\($0)=x" }.joined(separator: "&")
    #expect(try fields(most).count == 64)
    #expect(throws: RequestError.malformed) { try fields(most + "&f65=x") }
  }
}

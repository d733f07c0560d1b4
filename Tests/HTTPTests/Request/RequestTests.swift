import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct RequestTests {
  @Test(arguments: [nil, ""])
  func needsAMethod(method: String?) {
    var variables: [String: String] = [:]
    variables["REQUEST_METHOD"] = method
    #expect(throws: RequestError.missingMetaVariable("REQUEST_METHOD")) {
      try Request(environment: Environment(variables), body: .bytes([]))
    }
  }

  @Test(arguments: ["GET", "PROPFIND", "get", "!#$%&'*+-.^_`|~09"])
  func takesEveryTokenAsMethod(name: String) throws {
    #expect(try Request.made(method: name).method.name == name)
    #expect(Method(bytes(name))?.name == name)
  }

  @Test(arguments: ["GET ", " GET", "GE T", "GET\r\n", "GET\u{0}", "GET/", "GÉT", "GET,POST", "\"GET\""])
  func refusesAMethodThatIsNoToken(name: String) {
    #expect(Method(bytes(name)) == nil)
    #expect(throws: RequestError.malformed) { try Request.made(method: name) }
  }

  @Test func tellsMethodsApartByCase() {
    #expect(Method(bytes("POST")) == .post)
    #expect(Method(bytes("post")) != .post)
  }

  @Test func admitsTheMethodsItRequires() throws {
    try Request.made(method: "POST").require([.get, .post])
    #expect(throws: RequestError.methodNotAllowed(allowed: [.post])) {
      try Request.made(method: "post").require([.post])
    }
    #expect(throws: RequestError.methodNotAllowed(allowed: [.get, .head])) {
      try Request.made(method: "DELETE").require([.get, .head])
    }
  }

  @Test func readsHeadersByTheirMetaVariable() throws {
    let request = try Request.made(["HTTP_X_A": "1", "X_B": "2", "HTTP_X_C": ""])
    #expect(request.header("X_A") == bytes("1"))
    #expect(request.header("X_B") == nil)
    #expect(request.header("X_C") == [])
  }

  // MARK: The body

  private func body(length: String?, _ sent: String, maxBytes: Int = 16) throws(RequestError) -> [UInt8] {
    var variables: [String: String] = [:]
    variables["CONTENT_LENGTH"] = length
    return try Request.made(variables, body: .bytes(bytes(sent))).body(maxBytes: maxBytes)
  }

  @Test(arguments: [
    ("0", "", ""), ("5", "hello", "hello"), ("005", "hello", "hello"), ("3", "hello", "hel"),
    ("16", "0123456789abcdef", "0123456789abcdef"),
  ])
  func readsExactlyContentLengthBytes(length: String, sent: String, read: String) throws {
    #expect(try body(length: length, sent) == bytes(read))
  }

  @Test(arguments: [nil, ""])
  func needsALength(length: String?) {
    #expect(throws: RequestError.lengthRequired) { try body(length: length, "hello") }
  }

  @Test(arguments: ["-1", "1e3", "+5", " 5", "5 ", "5, 5", "0x5", "5.0", "five", "\u{0}", "\u{665}", "5\r\n"])
  func refusesALengthThatIsNotDigits(length: String) {
    #expect(throws: RequestError.malformed) { try body(length: length, "hello") }
  }

  @Test(arguments: ["17", "65537", "9223372036854775807", "9223372036854775808", "18446744073709551616"])
  func refusesALengthOverTheLimit(length: String) {
    #expect(throws: RequestError.contentTooLarge) { try body(length: length, "0123456789abcdefg") }
  }

  @Test func refusesABodyThatEndsEarly() {
    #expect(throws: RequestError.malformed) { try body(length: "6", "hello") }
    #expect(throws: RequestError.malformed) { try body(length: "1", "") }
  }

  @Test func readsNothingOfABodyOverTheLimit() {
    let unread = BodySource { _ throws(RequestError) in
      Issue.record("the body was read")
      return []
    }
    #expect(throws: RequestError.contentTooLarge) {
      try Request.made(["CONTENT_LENGTH": "17"], body: unread).body(maxBytes: 16)
    }
  }
}

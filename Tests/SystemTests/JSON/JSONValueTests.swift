import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct JSONValueTests {
  private func value(_ text: String) throws -> JSONValue { try JSONParser.value(Array(text.utf8)) }

  private func string(_ text: String) -> JSONValue { .string(Array(text.utf8)) }

  @Test func readsEveryKindOfValue() throws {
    let object = try JSONParser.object(
      Array("{\"n\":null,\"t\":true,\"f\":false,\"s\":\"x\",\"i\":-7,\"a\":[1,[]],\"o\":{\"k\":\"v\"}}".utf8))
    #expect(
      object.members.map { String(decoding: $0.name, as: UTF8.self) } == ["n", "t", "f", "s", "i", "a", "o"])
    #expect(object["n"] == .null)
    #expect(object["t"] == .bool(true))
    #expect(object["f"] == .bool(false))
    #expect(object["s"] == string("x"))
    #expect(object["i"] == .number(JSONNumber(digits: bytes("-7"))))
    #expect(object["a"] == .array([.number(JSONNumber(digits: bytes("1"))), .array([])]))
    #expect(object["o"] == .object(JSONObject(members: [.init(name: Array("k".utf8), value: string("v"))])))
    #expect(object["x"] == nil)
    #expect(object["T"] == nil)
  }

  @Test(arguments: [
    ("\\\"\\\\\\/\\b\\f\\n\\r\\t", [0x22, 0x5C, 0x2F, 0x08, 0x0C, 0x0A, 0x0D, 0x09]),
    ("\\u0000", [0x00]), ("\\u0041\\u007f", [0x41, 0x7F]), ("\\u00e9\\u00E9", [0xC3, 0xA9, 0xC3, 0xA9]),
    ("\\u20AC", [0xE2, 0x82, 0xAC]), ("\\uFFFF", [0xEF, 0xBF, 0xBF]),
    ("\\uD7FF\\uE000", [0xED, 0x9F, 0xBF, 0xEE, 0x80, 0x80]),
    ("\\uD800\\uDC00", [0xF0, 0x90, 0x80, 0x80]), ("\\ud83d\\ude00", [0xF0, 0x9F, 0x98, 0x80]),
    ("\\uDBFF\\uDFFF", [0xF4, 0x8F, 0xBF, 0xBF]), ("é", [0xC3, 0xA9]), ("e\u{301}", [0x65, 0xCC, 0x81]),
    ("\\\\u0041", [0x5C, 0x75, 0x30, 0x30, 0x34, 0x31]),
  ])
  func decodesStringsToUTF8(content: String, expected: [UInt8]) throws {
    #expect(try value("\"\(content)\"") == .string(expected))
  }

  @Test(arguments: [
    "{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":1}", "{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":1,\"\\u0061\":2}",
    "{\"\":1,\"\":2}",
    "{\"x\":{\"a\":1,\"a\":2}}", "[{\"a\":1,\"a\":2}]", "{\"é\":1,\"\\u00e9\":2}",
  ])
  func refusesADoubledName(text: String) { #expect(throws: JSONParser.Malformed()) { try value(text) } }

  @Test(arguments: [
    "{\"a\":1,\"A\":2}", "{\"\u{E9}\":1,\"e\u{301}\":2}", "{\"a\":{\"a\":1}}", "[{\"a\":1},{\"a\":2}]",
  ])
  func takesNamesThatDifferInBytes(text: String) throws { _ = try value(text) }

  @Test func takesSixtyFourMembersAndNotOneMore() throws {
    func object(_ count: Int) -> String {
      "{" + (1...count).map { "\"m\($0)\":0" }.joined(separator: ",") + "}"
    }
    #expect(try JSONParser.object(Array(object(64).utf8)).members.count == 64)
    #expect(throws: JSONParser.Malformed()) { try value(object(65)) }
    #expect(throws: JSONParser.Malformed()) { try value("[\(object(65))]") }
  }

  @Test(arguments: [("[", "]"), ("{\"a\":", "}")], ["", "1", "[]", "{}"])
  func takesSixteenLevelsAndNotOneMore(brackets: (open: String, close: String), core: String) throws {
    func nested(_ levels: Int) -> String {
      String(repeating: brackets.open, count: levels) + core
        + String(repeating: brackets.close, count: levels)
    }
    // Only an array may hold nothing; a core in brackets is a level of its own.
    let isValue = !core.isEmpty || brackets.open == "["
    let most = core.hasPrefix("[") || core.hasPrefix("{") ? 15 : 16
    #expect(((try? value(nested(most))) != nil) == isValue)
    #expect(throws: JSONParser.Malformed()) { try value(nested(most + 1)) }
  }

  @Test(arguments: ["[", "{\"a\":", "[[{\"a\":"])
  func refusesAHundredThousandLevels(open: String) {
    #expect(throws: JSONParser.Malformed()) { try value(String(repeating: open, count: 100_000)) }
  }

  @Test(arguments: ["[]", "null", "\"{}\"", "1", "[{}]", ""])
  func takesNothingElseForAnObject(text: String) {
    #expect(throws: JSONParser.Malformed()) { try JSONParser.object(Array(text.utf8)) }
  }

  // MARK: Numbers

  @Test(arguments: [
    ("0", 0), ("-0", 0), ("-0.0", 0), ("1", 1), ("-1", -1), ("1.5", 1), ("-1.5", -1), ("1.999", 1),
    ("1e3", 1000),
    ("1.5E+3", 1500), ("15e-1", 1), ("1e-400", 0), ("0.1", 0), ("0e400", 0), ("1735689600", 1_735_689_600),
    ("1735689600.75", 1_735_689_600), ("9007199254740992", 1 << 53), ("-9007199254740992", -1 << 53),
    ("9007199254740991", 1 << 53 - 1),
  ])
  func givesTheWholePart(text: String, expected: Int) {
    #expect(JSONNumber(digits: bytes(text)).wholePart == expected)
  }

  /// Int(_:) of what does not fit ends the process.
  @Test(arguments: [
    "1e300", "-1e300", "1e400", "-1e400", "1e999999999", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "18446744073709551616", "9007199254740994", "-9007199254740994", "1e16",
    "123456789012345678901234567890",
  ])
  func givesNoWholePartBeyondTwoToTheFiftyThird(text: String) {
    #expect(JSONNumber(digits: bytes(text)).wholePart == nil)
  }
}

import Testing

@testable import CGIAuthCore

/// Cases in the spirit of JSONTestSuite: what every reader must take and what every reader must refuse.
@Suite struct JSONParserTests {
  private func accepts(_ text: String) -> Bool { (try? JSONParser.value(Array(text.utf8))) != nil }

  @Test(arguments: [
    "[]", "{}", "[[]   ]", "[\"\"]", "[false]", "[null, 1, \"1\", {}]", "[1\n]", " [1]",
    "[1,null,null,null,2]", "[2] ",
    "{\"\":0}", "{\"a\":[]}", "{\"a\":\"b\",\"asd\":\"sdf\"}", "{\n\"a\": \"b\"\n}",
    "\t\r\n {\"a\" : 1 } \t\r\n",
    "{\"foo\\u0000bar\": 42}", "42", "null", "\"asd\"", "-0.1", "true", "false", "\"\"", "[true]\n",
    "[123e65]", "[0e+1]", "[0e1]", "[ 4]", "[-0]", "[-123]", "[-1]", "[1E22]", "[1E-2]", "[1E+2]", "[123e45]",
    "[123.456e78]", "[1e-2]", "[1e+2]", "[123.456789]", "[1e1000]", "[1e-1000]",
    "[-0.000000000000000000000000000000000000000000000000000000000000000000000000000001]",
    "[123456789012345678901234567890]",
    "[\"\\u0060\\u012a\\u12AB\"]", "[\"\\uD801\\udc37\"]", "[\"\\ud83d\\ude39\\ud83d\\udc8d\"]",
    "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "[\"\\\\u0000\"]", "[\"\\\"\"]", "[\"a/*b*/c/*d//e\"]", "[\"\\\\a\"]",
    "[\"\\u0012\"]", "[\"\\uFFFF\"]", "[\"\\uDBFF\\uDFFF\"]", "[\"\\u0000\"]", "[\"\u{FFFF}\"]",
    "[\"\u{2028}\"]",
    "[\"\u{7F}\"]", "[\"é€😀\"]", "[\"\\u002c\"]", "[\"new\\u00A0line\"]", "[\"\\uA66D\"]",
  ])
  func takesWhatIsJSON(text: String) { #expect(accepts(text)) }

  @Test(arguments: [
    "", " ", "\n", "[1 true]", "[\"\": 1]", "[\"\"],", "[,1]", "[1,,2]", "[\"x\",,]", "[\"x\"]]", "[\"\",]",
    "[\"x\"",
    "[x", "[3[4]]", "[1:2]", "[,]", "[1,]", "[1,,]", "[*]", "[\"\"", "[1,", "[1,\n1\n,1", "[{}", "[", "]",
    "[][]", "[1]]",
    "[1]x", "[1] 2", "1]", "2@", "{}}", "[fals]", "[nul]", "[tru]", "[True]", "[NULL]", "truefalse", "nulll",
    "[a\u{C}]", "[\u{C}]", "[\u{A0}1]", "[\u{2060}]", "abc", "å", "*", "<.>", "[<null>]", "#{}", "{}#",
    "{}/**/", "//\n{}",
    "{", "{,", "{]", "{[", "{\"a", "{'a'", "{\"a\"", "{\"a\":", "{\"a\":\"a", "{\"a\" b}", "{:\"b\"}",
    "{\"a\" \"b\"}",
    "{\"a\":\"b\",}", "{\"a\":\"b\",,\"c\":\"d\"}", "{\"x\"::\"b\"}", "{\"x\", null}", "[\"x\", truth]",
    "{[: \"x\"}",
    "{\"a\":\"a\" 123}", "{key: \"v\"}", "{\"key\": 'v'}", "{1:1}", "{null:null}", "{\"id\":0,,,,,}",
    "{\"a\":true} \"x\"",
    "{\"a\":/*c*/\"b\"}", "{\"a\":\"b\"}/", "{\"x\": true,", "{\"a\": {}", "{,\"a\":1}", "{\"a\":1 \"b\":2}",
    "'single'", "['single']", "\"", "[\"a", "[\"\\", "[\"\\\"]", "[\"asd]", "[\"\\x00\"]", "[\"\\a\"]",
    "[\"\\'\"]",
    "[\"\\\t\"]", "[\"\\🌀\"]", "[\"\\UA66D\"]", "[\"\\uqqqq\"]", "[\"\\u00A\"]", "[\"\\u\"]", "[\"\\u12",
    "[\\u0020\"a\"]",
    "[\\n]", "[\"\\u+123\"]", "[\"\\u 123\"]", "[é]", "[\u{FEFF}]", "\u{2060}{}",
  ])
  func refusesWhatIsNotJSON(text: String) { #expect(!accepts(text)) }

  @Test(arguments: [
    "+1", "++1234", "-", "- 1", "--1", "-01", "-012", "012", "00", "01.5", "1.", "-2.", "-1.0.", ".5",
    "-.123", ".-1",
    ".2e-3", "0.1.2", "0.3e", "0.3e+", "0.e1", "0E", "0E+", "0e", "0e+", "1.0e", "1.0e-", "1.0e+", "1eE2",
    "1e", "1e+-2",
    "1e1.5", "2.e3", "2.e-3", "9.e+", "1 000.0", "1_000", "1,0", "0x1", "0x42", "0xp", "1a", "1e1a", "1.5f",
    "NaN", "-NaN",
    "Inf", "Infinity", "-Infinity", "+Inf", "１", "\u{661}", "-foo", "-1x", "1/2",
  ])
  func refusesNumbersOfOtherLanguages(text: String) {
    #expect(!accepts(text))
    #expect(!accepts("[\(text)]") || text == "1,0")
  }

  /// RFC 8259 section 7 demands the escape of U+0000 to U+001F.
  @Test func refusesRawControlCharactersInStrings() {
    for byte in UInt8(0)...0x1F {
      #expect(throws: JSONParser.Malformed()) { try JSONParser.value([0x22, 0x61, byte, 0x62, 0x22]) }
      #expect(throws: JSONParser.Malformed()) {
        try JSONParser.value(Array("{\"".utf8) + [byte] + Array("\":1}".utf8))
      }
    }
    #expect(accepts("\"a b\""))
  }

  @Test func takesFourKindsOfSpaceBetweenTokens() {
    for byte in UInt8(0)...0x7F {
      let isSpace = [0x20, 0x09, 0x0A, 0x0D].contains(byte)
      let isDigit = (0x30...0x39).contains(byte)
      #expect(accepts("[1\(UnicodeScalar(byte))]") == (isSpace || isDigit), "byte \(byte)")
    }
  }

  @Test(arguments: [
    [0x00], [0x31, 0x00], [0x7B, 0x7D, 0x00], [0xEF, 0xBB, 0xBF, 0x7B, 0x7D], [0xEF, 0xBB, 0xBF],
    [0xFF, 0xFE, 0x5B, 0x00, 0x5D, 0x00], [0xFE, 0xFF, 0x00, 0x5B, 0x00, 0x5D], [0x5B, 0x00, 0x5D, 0x00],
    [0x5B, 0xFF, 0x5D], [0x5B, 0x61, 0xE5, 0x5D], [0x5B, 0x31, 0xE5, 0x5D], [0x7B, 0x7D, 0xFF],
  ])
  func refusesNULByteOrderMarksAndStrayBytes(input: [UInt8]) {
    #expect(throws: JSONParser.Malformed()) { try JSONParser.value(input) }
  }

  @Test(arguments: [
    [0xFF], [0x81], [0xE9], [0xC0, 0xAF], [0xC1, 0x81], [0xE0, 0x80, 0xAF], [0xF0, 0x80, 0x80, 0xAF],
    [0xFC, 0x83, 0xBF, 0xBF, 0xBF, 0xBF], [0xE0, 0xFF], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80],
    [0xED, 0xAF, 0x80, 0xED, 0xB0, 0x80], [0xF4, 0xBF, 0xBF, 0xBF], [0xC3, 0x28],
  ])
  func refusesStringsThatAreNotUTF8(content: [UInt8]) {
    #expect(throws: JSONParser.Malformed()) { try JSONParser.value([0x22] + content + [0x22]) }
    #expect(throws: JSONParser.Malformed()) {
      try JSONParser.value([0x7B, 0x22] + content + Array("\":1}".utf8))
    }
  }

  @Test(arguments: [
    "\\uD800", "\\uDADA", "\\uDBFF", "\\uDC00", "\\uDd1e", "\\uDFFF", "\\uD800x", "\\uD800\\n", "\\uD800\\u",
    "\\uD800\\u1",
    "\\uD800\\u1x", "\\uD800\\", "\\uD800\\u0061", "\\uD800\\uD800", "\\uD800\\uD800\\uDC00",
    "\\uDd1e\\uD834",
    "\\uD834\\uDd", "\\uD888\\u1234", "\\uDC00\\uD800",
  ])
  func refusesHalfASurrogatePair(content: String) { #expect(!accepts("\"\(content)\"")) }
}

import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct ASCIITests {
  /// RFC 9110 section 5.6.2: the delimiters that no token has, beside controls, space and bytes over 0x7F.
  private static let delimiters = Array("\"(),/:;<=>?@[\\]{}".utf8)

  @Test func countsEveryByteButDelimitersAsTokenCharacter() {
    for byte in UInt8.min...UInt8.max {
      let isToken = (0x21...0x7E).contains(byte) && !Self.delimiters.contains(byte)
      #expect(byte.isTokenCharacter == isToken, "byte \(byte)")
    }
  }

  @Test func hasNoEmptyToken() {
    #expect(bytes("GET").isToken)
    #expect(!bytes("").isToken)
    #expect(!bytes("G T").isToken)
  }

  @Test func countsThirtyThreeControlCharacters() {
    let controls = (UInt8.min...UInt8.max).filter(\.isASCIIControl)
    #expect(controls == Array(0x00...0x1F) + [0x7F])
  }

  @Test func lowersNothingButLetters() {
    #expect(bytes("AZ[@`{az09É").asciiLowercased == bytes("az[@`{az09É"))
  }

  @Test func readsEveryHexadecimalDigit() {
    #expect(bytes("0123456789abcdefABCDEF").map(\.hexDigitValue) == Array(0...15) + Array(10...15))
    #expect(bytes("/:@G`g ").compactMap(\.hexDigitValue) == [])
  }

  /// To Swift, CR LF is one character and é has two spellings: these compare bytes.
  @Test func comparesBytesNotCharacters() {
    #expect(bytes("e\u{301}").isEqual(to: "e\u{301}"))
    #expect(!bytes("e\u{301}").isEqual(to: "\u{E9}"))
    #expect(!bytes("jwt").isEqual(to: "JWT"))
    #expect(!bytes("jw").isEqual(to: "jwt"))
    #expect(!bytes("jwtx").isEqual(to: "jwt"))
  }

  @Test func ignoresTheCaseOfLettersOnly() {
    #expect(bytes("UTF-8").isEqualIgnoringASCIICase(to: "utf-8"))
    // 0x4B and 0x212A, the Kelvin sign, are one letter to Unicode; 0x0D and 0x2D
    // differ in the bit of the case.
    #expect(!bytes("\u{212A}").isEqualIgnoringASCIICase(to: "k"))
    #expect(!bytes("utf\r8").isEqualIgnoringASCIICase(to: "utf-8"))
    #expect(!bytes("utf-").isEqualIgnoringASCIICase(to: "utf-8"))
  }

  @Test(arguments: [
    ("", ""), (" \t ", ""), (" a b\t", "a b"), ("a", "a"), ("\na\r", "\na\r"), ("\u{A0}a", "\u{A0}a"),
  ])
  func trimsSpacesAndTabsOnly(text: String, trimmed: String) {
    #expect(Array(bytes(text).trimmingOptionalWhitespace) == bytes(trimmed))
  }

  @Test(arguments: [
    ("0", 0), ("7", 7), ("007", 7), ("3600", 3600), ("9223372036854775807", Int.max),
    ("0000000000000000000000000000001", 1),
  ])
  func readsAWholeNumber(text: String, number: Int) { #expect(wholeNumber(bytes(text)) == number) }

  @Test(arguments: [
    "", "-1", "+1", " 1", "1 ", "1e3", "1.0", "0x10", "1,000", "9223372036854775808", "9223372036854775810",
    "18446744073709551616", "99999999999999999999999999", "\u{661}", "１", "1\u{0}", "1\n",
  ])
  func refusesWhatIsNoWholeNumber(text: String) { #expect(wholeNumber(bytes(text)) == nil) }
}

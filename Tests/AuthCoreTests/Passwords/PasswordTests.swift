import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct PasswordTests {
  @Test(arguments: [
    "a", " ", "  two spaces  ", "p:w", "é", "😀", "\u{A0}", "\u{85}", "\u{200B}", "\u{FEFF}",
    String(repeating: "x", count: 65_536),
  ])
  func takesBytesAsTheyAre(text: String) throws {
    #expect(try #require(Password(bytes(text))).bytes.revealed == bytes(text))
  }

  @Test(arguments: [
    "", "\u{0}", "pass\u{0}word", "password\u{0}", "pass\tword", "password\n", "pass\r\nword", "\u{1B}[A",
    "a\u{7F}",
  ])
  func refusesControlCharacters(text: String) { #expect(Password(bytes(text)) == nil) }

  @Test func refusesEveryControlCharacterAndNoOther() {
    for byte in UInt8(0)...0x7F {
      #expect((Password([0x61, byte]) == nil) == (byte < 0x20 || byte == 0x7F), "byte \(byte)")
    }
  }

  @Test(arguments: [
    [0xFF], [0x61, 0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
  ])
  func refusesWhatIsNotUTF8(input: [UInt8]) { #expect(Password(input) == nil) }

  /// NIST SP 800-63B section 5.1.1.2: each Unicode code point is one character.
  @Test(arguments: [
    ("a", 1), ("password", 8), ("\u{E9}", 1), ("e\u{301}", 2), ("😀", 1), ("👨‍👩‍👧", 5), ("🇳🇱", 2), ("한", 1),
    ("\u{1112}\u{1161}\u{11AB}", 3), (String(repeating: "é", count: 64), 64),
  ])
  func countsCodePoints(text: String, count: Int) throws {
    #expect(try #require(Password(bytes(text))).characterCount == count)
  }

  /// To Swift's `==` these are one string.
  @Test func keepsTheSpellingsOfALetterApart() throws {
    let composed = try #require(Password(bytes("caf\u{E9}")))
    let decomposed = try #require(Password(bytes("cafe\u{301}")))
    #expect("caf\u{E9}" == "cafe\u{301}")
    #expect(composed.bytes != decomposed.bytes)
    let parameters = try #require(ScryptParameters(log2N: 4, r: 8, p: 1))
    for (one, other) in [(composed, decomposed), (decomposed, composed)] {
      let scrypt = try #require(try ScryptHash(one, parameters, saltBytes: [1]))
      #expect(try scrypt.matches(one))
      #expect(try !scrypt.matches(other))
      let bcrypt = try #require(try BcryptHash(one, cost: 4, saltBytes: Array(0..<16)))
      #expect(try bcrypt.matches(one))
      #expect(try !bcrypt.matches(other))
    }
  }

  @Test func doesNotPrintItself() throws {
    let password = try #require(Password(bytes("hunter2hunter2")))
    var dumped = ""
    dump(password, to: &dumped)
    for text in ["\(password)", String(reflecting: password), dumped] {
      #expect(!text.contains("hunter2"))
      #expect(!text.contains("104"))
    }
  }
}

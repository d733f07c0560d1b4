import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct EmailAddressTests {
  private func text(_ address: String) -> String? { EmailAddress(bytes(address))?.text }

  @Test(arguments: [
    "a@b", "a@example.com", "first.last@example.com", "a+tag@example.com",
    "!#$%&'*+-/=?^_`{|}~.09az@example.com",
    ".a@example.com", "a..b@example.com", "a.@example.com", "1@1", "a@1.2.3.4", "a@xn--bcher-kva.example",
    "a@a-b.c", "a@a--b",
    "a@localhost", "a@b.c.d.e.f",
  ])
  func takesWhatBrowsersTake(address: String) { #expect(text(address) == address) }

  @Test(arguments: [
    "", "@", "a", "a@", "@b", "a@b@c", "a@@b", "a b@c", "a@b c", " a@b", "a@b ", "\ta@b", "a@-b.c", "a@b-.c",
    "a@b..c", "a@.b",
    "a@b.", "a@.", "a@b_c", "a@[127.0.0.1]", "a@b:25", "\"a b\"@c", "\"a\"@b", "a(b)@c", "<a@b>", "a,b@c",
    "a;b@c", "a:b@c",
    "a\\b@c", "mailto:a@b", "a@b,c@d", "a@b/c", "a@b?c", "a@b#c", "a%00@b\u{0}",
  ])
  func refusesWhatIsNoAddress(address: String) { #expect(text(address) == nil) }

  @Test(arguments: [
    "é@example.com", "a@bücher.example", "a@example.com\u{E9}", "а@example.com", "a＠b", "a@b\u{3002}c",
    "a\u{200B}@b", "\u{FEFF}a@b",
    "K\u{212A}@b", "e\u{301}@example.com",
  ])
  func refusesWhatIsNotASCII(address: String) { #expect(text(address) == nil) }

  @Test func refusesControlCharactersEverywhere() {
    for byte in Array(UInt8(0)..<0x21) + Array(UInt8(0x7F)...0xFF) {
      for index in 0...3 {
        var address = bytes("a@b")
        address.insert(byte, at: index)
        #expect(EmailAddress(address) == nil, "byte \(byte) at \(index)")
      }
    }
    for address in ["a@b\r\n", "a\r\n@b", "a@b\r\nBcc: c@d", "a@b\n", "a@b\u{0}"] {
      #expect(text(address) == nil)
    }
  }

  @Test func lowersTheCaseOfLetters() {
    #expect(text("Alice.SMITH+Tag@Example.COM") == "alice.smith+tag@example.com")
    #expect(EmailAddress(bytes("ALICE@EXAMPLE.COM")) == EmailAddress(bytes("alice@example.com")))
    #expect(EmailAddress(bytes("a@example.com")) != EmailAddress(bytes("b@example.com")))
    #expect(text("A^_@B") == "a^_@b")
  }

  /// RFC 5321 section 4.5.3.1.1.
  @Test func takesSixtyFourBytesBeforeTheAt() {
    #expect(text(String(repeating: "a", count: 64) + "@example.com") != nil)
    #expect(text(String(repeating: "a", count: 65) + "@example.com") == nil)
  }

  /// RFC 1034 section 3.1.
  @Test func takesSixtyThreeBytesALabel() {
    #expect(text("a@" + String(repeating: "b", count: 63) + ".c") != nil)
    #expect(text("a@" + String(repeating: "b", count: 64) + ".c") == nil)
    #expect(text("a@c." + String(repeating: "b", count: 64)) == nil)
  }

  /// RFC 5321 section 4.5.3.1.3: a path of 256 with its angle brackets.
  @Test func takesTwoHundredFiftyFourBytesInAll() {
    let host = Array(repeating: String(repeating: "b", count: 63), count: 3).joined(separator: ".")
    for (local, isTaken) in [(62, true), (63, false)] {
      let address = String(repeating: "a", count: local) + "@" + host
      #expect(address.utf8.count == 192 + local)
      #expect((text(address) != nil) == isTaken)
    }
    #expect(EmailAddress([UInt8](repeating: 0x61, count: 1 << 20) + bytes("@b")) == nil)
  }
}

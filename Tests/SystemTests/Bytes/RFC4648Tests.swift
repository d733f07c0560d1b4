import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// RFC 4648 section 10, without the padding that RFC 7515 section 2 leaves out.
@Suite struct RFC4648Tests {
  private static let vectors = [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
    ("foobar", "Zm9vYmFy"),
  ]

  @Test(arguments: vectors)
  func computesTheVectors(text: String, encoded: String) {
    #expect(Base64URL.encode(bytes(text)) == encoded)
    #expect(Base64URL.decode(bytes(encoded)) == bytes(text))
  }

  @Test(arguments: [
    ([0xFB, 0xFF], "-_8"), ([0xFF, 0xFF, 0xFF], "____"), ([0xFB, 0xEF, 0xBE], "----"), ([0], "AA"),
    ([0, 0, 0, 0], "AAAAAA"),
    // RFC 7515 appendix C.
    ([3, 236, 255, 224, 193], "A-z_4ME"),
  ])
  func usesTheURLAlphabet(input: [UInt8], encoded: String) {
    #expect(Base64URL.encode(input) == encoded)
    #expect(Base64URL.decode(bytes(encoded)) == input)
  }

  @Test func readsBackEveryByteAndLength() {
    for count in 0...64 {
      let input = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
      #expect(Base64URL.encode(input) == HandMadeToken.base64URL(input))
      #expect(Base64URL.decode(bytes(HandMadeToken.base64URL(input))) == input)
    }
  }

  @Test(arguments: ["Zg==", "Zg=", "Zm8=", "Zm9vYg==", "=", "====", "Zm9v="])
  func refusesPadding(text: String) { #expect(Base64URL.decode(bytes(text)) == nil) }

  @Test(arguments: ["A", "Zm9vY", "Zm9vYmFyA", "_"])
  func refusesALengthThatNoBytesHave(text: String) { #expect(Base64URL.decode(bytes(text)) == nil) }

  /// Only four of the 64 last digits of two, and sixteen of those of three, are what `encode` writes.
  @Test func refusesBitsAfterTheLastByte() {
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    #expect(digits.filter { Base64URL.decode(bytes("Z\($0)")) != nil } == "AQgw")
    #expect(digits.filter { Base64URL.decode(bytes("Zm\($0)")) != nil } == "AEIMQUYcgkosw048")
  }

  @Test func refusesEveryOtherCharacter() {
    let digits = bytes("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    for byte in UInt8.min...UInt8.max {
      #expect((Base64URL.decode([0x41, byte, 0x41, 0x41]) != nil) == digits.contains(byte), "byte \(byte)")
    }
    for text in ["+w", "/w", "Zm 9v", "Zm9v\n", "\nZm9v", "Zm9v\r\n", "Zm9v.", "Zm9é", "Zm9v%3D"] {
      #expect(Base64URL.decode(bytes(text)) == nil)
    }
  }
}

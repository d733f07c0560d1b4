import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct CryptBase64Tests {
  /// crypt(5): the lowest six bits first, in this order of digits.
  private static let digits = bytes("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

  @Test func hasCryptsAlphabet() { #expect(CryptBase64.alphabet == Self.digits) }

  @Test(arguments: [
    ([], ""), ([0], ".."), ([1], "/."), ([0x3F], "z."), ([0x40], "./"), ([0xFF], "z1"), ([0, 0], "..."),
    ([0xFF, 0xFF], "zzD"), ([0, 0, 0], "...."), ([0xFF, 0xFF, 0xFF], "zzzz"), ([1, 0, 0], "/..."),
    ([0, 0, 0x80], "...U"), ([1, 0, 0, 1], "/.../."),
  ])
  func writesTheLowestBitsFirst(input: [UInt8], text: String) {
    #expect(CryptBase64.encode(input) == bytes(text))
  }

  @Test(arguments: [
    (0, 1, "."), (14, 1, "C"), (8, 5, "6...."), (1, 5, "/...."), (1 << 29, 5, "....U"), (64, 2, "./"),
  ])
  func writesAndReadsNumbers(number: Int, digits: Int, text: String) {
    #expect(CryptBase64.encode(number, digits: digits) == bytes(text))
    #expect(CryptBase64.number(bytes(text)) == number)
  }

  @Test func refusesDigitsOfOtherAlphabets() {
    for byte in UInt8.min...UInt8.max {
      #expect(CryptBase64.number([byte]) == Self.digits.firstIndex(of: byte))
    }
    #expect(CryptBase64.number(bytes("6..-.")) == nil)
  }
}

import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct SecretBytesTests {
  /// Neither local nor private: such a type is printed with an address, in whose digits anything may stand.
  struct Holder { let secret: SecretBytes }

  private let secret = SecretBytes(bytes("correct horse"))

  @Test(arguments: ["", "x", "correct horse", "é"])
  func equalsTheSameBytes(text: String) { #expect(SecretBytes(bytes(text)) == SecretBytes(bytes(text))) }

  @Test(arguments: ["", "correct hors", "correct horse ", "Correct horse", "correct horsf", "correct_horse"])
  func differsFromOtherBytes(text: String) {
    #expect(SecretBytes(bytes(text)) != secret)
    #expect(secret != SecretBytes(bytes(text)))
  }

  @Test func differsWhereSwiftStringsDoNot() {
    #expect(SecretBytes(bytes("\u{E9}")) != SecretBytes(bytes("e\u{301}")))
  }

  @Test func tellsItsLengthAlone() throws {
    #expect(secret.count == 13)
    #expect("\(secret)" == "<secret>")
    #expect(String(reflecting: secret) == "<secret>")
    #expect(Mirror(reflecting: secret).children.isEmpty)
  }

  /// However deep it lies in what is printed; 99, 111, 114 are the first of its bytes.
  @Test func doesNotLeakFromWhatHoldsIt() throws {
    let key = try #require(SigningKey(SecretBytes(bytes(String(repeating: "correct horse", count: 3)))))
    let values: [Any] = [secret, Holder(secret: secret), [secret], Optional(secret) as Any, key, [key]]
    for value in values {
      var dumped = ""
      dump(value, to: &dumped)
      for text in ["\(value)", String(reflecting: value), String(describing: value), dumped] {
        #expect(text.contains("secret"))
        #expect(!text.contains("correct"))
        #expect(!text.contains("99"))
        #expect(!text.contains("111"))
      }
    }
  }

  /// As of a token, of which the signature alone is secret, for every place that can be another byte.
  @Test(arguments: [0, 1, 5, 13, 14, 43])
  func findsWhatIsBeforeItsSecretEndTheSameToo(secretCount: Int) {
    #expect(secret.isEqual(to: bytes("correct horse"), secretCount: secretCount))
    for index in 0..<secret.count {
      var other = bytes("correct horse")
      other[index] ^= 1
      #expect(!secret.isEqual(to: other, secretCount: secretCount))
    }
    for other in ["", "correct hors", "correct horse ", " correct horse"] {
      #expect(!secret.isEqual(to: bytes(other), secretCount: secretCount))
    }
    #expect(SecretBytes([]).isEqual(to: [], secretCount: secretCount))
  }

  @Test func lendsItsBytes() { #expect(secret.revealed == bytes("correct horse")) }
}

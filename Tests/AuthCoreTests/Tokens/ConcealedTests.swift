import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct ConcealedTests {
  private func keys(_ texts: String...) throws -> PrivateKeys {
    PrivateKeys(try texts.map { try #require(SigningKey(SecretBytes(bytes($0)))) })
  }

  /// The text comes from Python's hmac and base64, by the form that is documented.
  @Test func concealsAsDocumented() throws {
    let keys = try keys(HandMadeToken.key)
    let content = bytes("a ticket of forty bytes, or a few more..")
    let text = "ArFBvt8cBvkhfeYscUYhn2jCPM39sqqPVzaRMv7kaZrRr7N8O7llJp77DTlfXKLDtkPDpxv4Dehg"
    #expect(keys.conceal(content, for: .ticket) == text)
    #expect(keys.reveal(bytes(text), for: .ticket) == content)
  }

  @Test func revealsForItsUseAndItsKeysAlone() throws {
    let old = try keys(HandMadeToken.otherKey)
    let both = try keys(HandMadeToken.key, HandMadeToken.otherKey)
    for one in PrivateKeys.Use.allCases {
      let text = bytes(old.conceal(bytes("content"), for: one))
      for other in PrivateKeys.Use.allCases {
        #expect(both.reveal(text, for: other) == (one == other ? bytes("content") : nil))
        #expect(both.open(text, for: other) == nil)
        #expect(both.reveal(bytes(old.seal(bytes("content"), for: one)), for: other) == nil)
      }
      #expect(try keys(HandMadeToken.key).reveal(text, for: one) == nil)
    }
  }

  @Test func revealsNothingElse() throws {
    let keys = try keys(HandMadeToken.key)
    let text = bytes(keys.conceal(bytes("content"), for: .ticket))
    for index in text.indices {
      var other = text
      other[index] = other[index] == 65 ? 66 : 65
      #expect(keys.reveal(other, for: .ticket) == nil)
    }
    for count in 0..<text.count { #expect(keys.reveal(Array(text.prefix(count)), for: .ticket) == nil) }
    #expect(keys.reveal(text + [65], for: .ticket) == nil)
  }
}

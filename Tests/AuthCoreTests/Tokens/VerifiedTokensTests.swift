import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// What a process that stays knows of tokens that came before.
@Suite struct VerifiedTokensTests {
  private let now = HandMadeToken.now
  private let text = bytes(HandMadeToken.make())

  private func known() throws -> (VerifiedTokens, AccessToken) {
    let tokens = VerifiedTokens()
    #expect(tokens.token(text, now: now) == nil)
    let token = try TokenAuthority.handMade().verify(text, now: now)
    tokens.keep(text, token, now: now)
    return (tokens, token)
  }

  /// Whoever changes anything of a token gets nothing from the one that was good.
  @Test func knowsThatTokenAndNoOther() throws {
    let (tokens, token) = try known()
    #expect(tokens.token(text, now: now) == token)
    for place in text.indices {
      var other = text
      other[place] ^= 1
      #expect(tokens.token(other, now: now) == nil, "\(place)")
      #expect(tokens.token(Array(text.prefix(place)), now: now) == nil, "\(place)")
    }
    #expect(tokens.token([], now: now) == nil)
    #expect(tokens.token(text + text, now: now) == nil)
  }

  /// As `TokenAuthority` takes it, a minute longer than it says; and not before it was verified, when it
  /// might not have been good yet.
  @Test(arguments: [(-1, false), (0, true), (3_659, true), (3_660, false), (1 << 40, false)])
  func knowsItInItsTime(seconds: Int, isKnown: Bool) throws {
    let (tokens, token) = try known()
    #expect(tokens.token(text, now: now + seconds) == (isKnown ? token : nil))
    guard seconds > 0 else { return }
    #expect((try TokenAuthority.handMade().fault(HandMadeToken.make(), now: now + seconds) == nil) == isKnown)
  }

  @Test func keepsManyApart() throws {
    let (tokens, _) = try known()
    for number in 0..<500 {
      let id = "token \(number)"
      let text = bytes(HandMadeToken.make(HandMadeToken.claims(jti: "\"\(id)\"")))
      #expect(tokens.token(text, now: now) == nil)
      tokens.keep(text, try TokenAuthority.handMade().verify(text, now: now), now: now)
      #expect(tokens.token(text, now: now)?.id == id)
    }
    let known = try (0..<500).filter { number in
      let text = bytes(HandMadeToken.make(HandMadeToken.claims(jti: "\"token \(number)\"")))
      return try tokens.token(text, now: now).map { $0.id == "token \(number)" } ?? false
    }
    #expect((32...64).contains(known.count))
  }
}

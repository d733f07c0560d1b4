import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct TokenIssueTests {
  private let email = EmailAddress(bytes("a@example.com"))

  private func issue(_ authority: TokenAuthority, subject: String = "u1") throws -> String {
    try authority.issue(
      subject: subject, email: #require(email), session: #require(SessionGeneration(bytes("g1"))),
      now: HandMadeToken.now, id: "t1")
  }

  private func json(_ segment: String) throws -> [String: Any] {
    let padded = segment.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
      .padding(toLength: (segment.count + 3) / 4 * 4, withPad: "=", startingAt: 0)
    let data = try #require(Data(base64Encoded: padded))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func issuesWhatAnyLibraryReads() throws {
    let segments = try issue(.handMade()).components(separatedBy: ".")
    try #require(segments.count == 3)
    #expect(
      try json(segments[0]) as? [String: String]
        == ["alg": "HS256", "typ": "JWT", "kid": HandMadeToken.keyID(HandMadeToken.key)])
    let claims = try json(segments[1])
    #expect(Set(claims.keys) == ["sub", "email", "iat", "exp", "jti", "auth_gen"])
    #expect(claims["sub"] as? String == "u1")
    #expect(claims["email"] as? String == "a@example.com")
    #expect(claims["iat"] as? Int == 1_700_000_000)
    #expect(claims["exp"] as? Int == 1_700_003_600)
    #expect(claims["jti"] as? String == "t1")
    #expect(claims["auth_gen"] as? String == "g1")
    let mac = HandMadeToken.hmac(bytes(HandMadeToken.key), segments[0] + "." + segments[1])
    #expect(segments[2] == HandMadeToken.base64URL(mac))
  }

  @Test func namesIssuerAndAudienceWhereTheyAreSet() throws {
    let authority = TokenAuthority.handMade(
      lifetimeSeconds: 60, issuer: "https://a.example/", audience: "é\"\\")
    let claims = try json(issue(authority).components(separatedBy: ".")[1])
    #expect(claims["iss"] as? String == "https://a.example/")
    #expect(claims["aud"] as? String == "é\"\\")
    #expect(claims["exp"] as? Int == 1_700_000_060)
    #expect(try authority.fault(issue(authority)) == nil)
  }

  @Test func verifiesWhatItIssued() throws {
    let authority = TokenAuthority.handMade()
    let token = try authority.verify(bytes(issue(authority, subject: "a\"b\\c\r\né")), now: HandMadeToken.now)
    #expect(token.subject.utf8.elementsEqual("a\"b\\c\r\né".utf8))
    #expect(token.email == email)
    #expect(token.issuedAt == 1_700_000_000)
    #expect(token.expiresAt == 1_700_003_600)
    #expect(token.id == "t1")
    #expect(token.session?.text == "g1")
  }

  @Test func signsWithTheFirstKey() throws {
    let both = TokenAuthority.handMade(keys: [HandMadeToken.key, HandMadeToken.otherKey])
    #expect(try TokenAuthority.handMade().fault(issue(both)) == nil)
    #expect(try TokenAuthority.handMade(keys: [HandMadeToken.otherKey]).fault(issue(both)) == .signature)
  }

  @Test func stillVerifiesWhatAnEarlierKeySigned() throws {
    let old = try issue(.handMade(keys: [HandMadeToken.otherKey]))
    #expect(try TokenAuthority.handMade(keys: [HandMadeToken.key, HandMadeToken.otherKey]).fault(old) == nil)
    #expect(try TokenAuthority.handMade().fault(old) == .signature)
  }

  // MARK: Keys

  @Test(arguments: [(32, true), (33, true), (64, true), (200, true), (31, false), (1, false), (0, false)])
  func needsThirtyTwoBytesOfSecret(count: Int, isTaken: Bool) {
    #expect((SigningKey(SecretBytes([UInt8](repeating: 0x61, count: count))) != nil) == isTaken)
  }

  @Test func namesAKeyByWhatFollowsFromIt() throws {
    let key = try #require(SigningKey(SecretBytes(bytes(HandMadeToken.key))))
    let other = try #require(SigningKey(SecretBytes(bytes(HandMadeToken.otherKey))))
    #expect(key.id == HandMadeToken.keyID(HandMadeToken.key))
    #expect(key.id.utf8.count == 8)
    #expect(key.id != other.id)
    #expect(key != other)
  }
}

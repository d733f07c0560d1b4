import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// Tokens whose signature is right, so that the claims alone decide.
@Suite struct TokenClaimsTests {
  private func fault(
    _ claims: String, now: Int = HandMadeToken.now, _ authority: TokenAuthority = .handMade()
  ) throws -> TokenFault? {
    try authority.fault(HandMadeToken.make(claims), now: now)
  }

  @Test func readsTheClaims() throws {
    let claims = HandMadeToken.claims(email: "\"A@Example.COM\"", "\"role\":\"admin\"", "\"x\":{\"y\":[1]}")
    let token = try TokenAuthority.handMade().verify(
      bytes(HandMadeToken.make(claims)), now: HandMadeToken.now)
    #expect(token.subject == "u1")
    #expect(token.email.text == "a@example.com")
    #expect(token.issuedAt == 1_700_000_000)
    #expect(token.expiresAt == 1_700_003_600)
    #expect(token.id == "t1")
  }

  // MARK: Times

  private static let noTimes = [
    "null", "\"1700003600\"", "\"\"", "[]", "[1700003600]", "{}", "true", "-1", "-1e300", "1e300", "1e400",
    "-9223372036854775808",
    "9223372036854775807", "9223372036854775808", "18446744073709551616", "253402300800", "1e16",
  ]

  @Test(arguments: noTimes)
  func refusesATimeThatIsNone(value: String) throws {
    #expect(try fault(HandMadeToken.claims(exp: value)) == .claims)
    #expect(try fault(HandMadeToken.claims(iat: value)) == .claims)
    #expect(try fault(HandMadeToken.claims("\"nbf\":\(value)")) == .claims)
  }

  @Test func needsBeginningAndEnd() throws {
    #expect(try fault(HandMadeToken.claims(exp: nil)) == .claims)
    #expect(try fault(HandMadeToken.claims(iat: nil)) == .claims)
    #expect(try fault(HandMadeToken.claims()) == nil)
  }

  @Test(arguments: ["1700003600.75", "1.7000036e9", "17000036e2", "170000360000E-2", "253402300799"])
  func takesATimeInEveryNotation(exp: String) throws {
    #expect(try fault(HandMadeToken.claims(exp: exp)) == nil)
  }

  @Test(arguments: ["0", "-0", "0.5", "1e-400", "1"])
  func takesTheDistantPastForATime(value: String) throws {
    #expect(try fault(HandMadeToken.claims(exp: value)) == .expired)
    #expect(try fault(HandMadeToken.claims(iat: value)) == nil)
    #expect(try fault(HandMadeToken.claims("\"nbf\":\(value)")) == nil)
  }

  @Test(arguments: [
    (1_700_003_599, nil), (1_700_003_600, nil), (1_700_003_659, nil), (1_700_003_660, TokenFault.expired),
    (1_700_003_661, .expired), (253_402_300_799, .expired),
  ])
  func allowsAMinuteAfterTheEnd(now: Int, expected: TokenFault?) throws {
    #expect(try fault(HandMadeToken.claims(), now: now) == expected)
  }

  @Test(arguments: [
    (1_699_999_941, nil), (1_699_999_940, nil), (1_699_999_939, TokenFault.notYetValid), (0, .notYetValid),
    (-1, .notYetValid),
  ])
  func allowsAMinuteBeforeTheBeginning(now: Int, expected: TokenFault?) throws {
    #expect(try fault(HandMadeToken.claims(), now: now) == expected)
    let delayed = HandMadeToken.claims(iat: "0", "\"nbf\":1700000000")
    #expect(try fault(delayed, now: now) == expected)
  }

  // MARK: Whose and for whom

  private static let issuers: [(String?, TokenFault?)] = [
    ("\"https://a.example\"", nil), ("\"https:\\/\\/a.example\"", nil), ("\"https://b.example\"", .issuer),
    ("\"https://A.example\"", .issuer), ("\"https://a.example/\"", .issuer), ("\"\"", .issuer),
    ("null", .issuer),
    ("[\"https://a.example\"]", .issuer), (nil, .issuer),
  ]

  @Test(arguments: issuers)
  func checksTheIssuer(value: String?, expected: TokenFault?) throws {
    let claims = value.map { HandMadeToken.claims("\"iss\":\($0)") } ?? HandMadeToken.claims()
    #expect(try fault(claims, .handMade(issuer: "https://a.example")) == expected)
    #expect(try fault(claims) == nil)
  }

  private static let audiences: [(String?, TokenFault?)] = [
    ("\"me\"", nil), ("[\"me\"]", nil), ("[\"you\",\"me\"]", nil), ("[1,\"me\"]", nil),
    ("\"you\"", .audience),
    ("\"Me\"", .audience), ("\"\"", .audience), ("[]", .audience), ("[\"you\"]", .audience),
    ("[[\"me\"]]", .audience),
    ("{\"me\":1}", .audience), ("null", .audience), ("1", .audience), (nil, .audience),
  ]

  @Test(arguments: audiences)
  func checksTheAudience(value: String?, expected: TokenFault?) throws {
    let claims = value.map { HandMadeToken.claims("\"aud\":\($0)") } ?? HandMadeToken.claims()
    #expect(try fault(claims, .handMade(audience: "me")) == expected)
    // What is for somebody is not for whoever has no name.
    #expect(try fault(claims) == (value == nil ? nil : .audience))
  }

  @Test(arguments: [nil, "\"\"", "null", "1", "[\"u1\"]", "{}", "true"])
  func needsSubjectAddressAndID(value: String?) throws {
    #expect(try fault(HandMadeToken.claims(sub: value)) == .claims)
    #expect(try fault(HandMadeToken.claims(email: value)) == .claims)
    #expect(try fault(HandMadeToken.claims(jti: value)) == .claims)
  }

  @Test(arguments: ["a", "a@", "a@b\\r\\nc", "a@b@c", "é@b", "a@b\\u0000"])
  func needsAnAddressThatIsOne(email: String) throws {
    #expect(try fault(HandMadeToken.claims(email: "\"\(email)\"")) == .claims)
  }

  @Test(arguments: [
    HandMadeToken.claims("\"exp\":1700003600"), HandMadeToken.claims("\"sub\":\"u2\""),
    HandMadeToken.claims("\"\\u0073ub\":\"u2\""),
    HandMadeToken.claims("\"x\":{\"y\":1,\"y\":2}"), "", "null", "[]", "\"claims\"", "{",
    HandMadeToken.claims() + "x",
    "\u{FEFF}" + HandMadeToken.claims(), "[" + HandMadeToken.claims() + "]",
  ])
  func refusesClaimsThatAreNoStrictObject(claims: String) throws { #expect(try fault(claims) == .malformed) }

  @Test func refusesClaimsThatAreNotUTF8() throws {
    let claims = bytes(HandMadeToken.claims("\"x\":\"")).dropLast() + [0xFF] + bytes("\"}")
    let token = HandMadeToken.make(
      header: bytes(HandMadeToken.header), claims: claims, key: bytes(HandMadeToken.key))
    #expect(try TokenAuthority.handMade().fault(token) == .malformed)
  }
}

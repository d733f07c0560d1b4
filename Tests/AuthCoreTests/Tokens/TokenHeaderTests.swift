import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// Tokens whose signature is right, so that the header alone decides.
@Suite struct TokenHeaderTests {
  private func fault(header: String) throws -> TokenFault? {
    try TokenAuthority.handMade().fault(HandMadeToken.make(header: header))
  }

  @Test(arguments: [
    #"{"alg":"HS256"}"#, #"{"typ":"JWT","alg":"HS256"}"#, #"{"alg":"HS256","typ":"jwt"}"#,
    #" { "alg" : "HS256" } "#,
    #"{"alg":"\u0048S256"}"#, #"{"alg":"HS256","kid":"\#(HandMadeToken.keyID(HandMadeToken.key))"}"#,
  ])
  func takesTheHeadersOfOtherLibraries(header: String) throws { #expect(try fault(header: header) == nil) }

  @Test(arguments: [
    "none", "None", "NONE", "nOnE", "", "HS384", "HS512", "RS256", "ES256", "PS256", "EdDSA", "hs256",
    "HS256 ", "HS-256",
    "HMACSHA256", "dir", "A128KW", "HS256\\u0000",
  ])
  func refusesEveryOtherAlgorithm(algorithm: String) throws {
    let header = #"{"alg":"\#(algorithm)","typ":"JWT"}"#
    #expect(try fault(header: header) == .header)
    let input =
      HandMadeToken.base64URL(bytes(header)) + "." + HandMadeToken.base64URL(bytes(HandMadeToken.claims()))
    #expect(try TokenAuthority.handMade().fault(input + ".") == .header)
  }

  @Test(arguments: [
    "{}", #"{"typ":"JWT"}"#, #"{"Alg":"HS256"}"#, #"{"alg":null}"#, #"{"alg":["HS256"]}"#, #"{"alg":256}"#,
    #"{"alg":{"HS256":1}}"#, #"{"alg":true}"#, #"{"alg ":"HS256"}"#,
  ])
  func needsAnAlgorithm(header: String) throws { #expect(try fault(header: header) == .header) }

  /// RFC 7515 section 4.1.11, RFC 7797, RFC 7516 section 4.1.3, RFC 8725 section 3.10.
  @Test(arguments: [
    #""crit":["exp"],"exp":1"#, #""crit":[]"#, #""crit":null"#, #""crit":["b64"],"b64":false"#,
    #""b64":false"#, #""b64":true"#, #""zip":"DEF""#, #""jwk":{"kty":"oct","k":"AAAA"}"#,
    #""jku":"https://evil.example/jwks.json""#, #""jku":"file:///etc/passwd""#,
    #""x5u":"https://evil.example/x""#, #""x5c":["MIIB"]"#, #""\u0063rit":["exp"]"#,
  ])
  func refusesMembersThatWouldChangeWhatIsVerified(members: String) throws {
    #expect(try fault(header: #"{"alg":"HS256",\#(members)}"#) == .header)
    #expect(try fault(header: #"{\#(members),"alg":"HS256"}"#) == .header)
  }

  /// RFC 7515 section 4: members that are not understood are passed over.
  @Test(arguments: [
    #""x5t":"x""#, ##""x5t#S256":"x""##, #""cty":"JWT""#, #""url":"/""#, #""nonce":"x""#,
    #""unknown":"x""#, #""unknown":{"crit":["exp"]}"#, #""unknown":[1]"#, #""unknown":null"#, #""KID":1"#,
    #""Alg":"none""#, #""CRIT":["exp"]"#, "\"\":\"\"",
  ])
  func passesOverMembersThatItDoesNotKnow(members: String) throws {
    #expect(try fault(header: #"{"alg":"HS256",\#(members)}"#) == nil)
    #expect(try fault(header: #"{\#(members),"alg":"HS256"}"#) == nil)
    // Alone, none of them stands for an algorithm.
    #expect(try fault(header: "{\(members)}") == .header)
  }

  @Test(arguments: ["at+jwt", "JWE", "JOSE", "refresh", "", "JWT ", "application/jwt", "jw\\u212Ft"])
  func refusesATokenOfAnotherType(type: String) throws {
    #expect(try fault(header: #"{"alg":"HS256","typ":"\#(type)"}"#) == .header)
  }

  @Test(arguments: ["null", "[]", "1", "true", "{}"])
  func refusesATypeOrKeyThatIsNoString(value: String) throws {
    #expect(try fault(header: #"{"alg":"HS256","typ":\#(value)}"#) == .header)
    #expect(try fault(header: #"{"alg":"HS256","kid":\#(value)}"#) == .header)
  }

  @Test(arguments: [
    "", "unknown", "../../../../etc/passwd", "/dev/null", "secret.key", "' OR 1=1 --", "0", "\\u0000",
    HandMadeToken.keyID(HandMadeToken.key) + " ", HandMadeToken.keyID(HandMadeToken.key).lowercased() + "x",
    HandMadeToken.keyID(HandMadeToken.otherKey),
  ])
  func triesEveryKeyWhereItKnowsNoneOfTheName(id: String) throws {
    let header = #"{"alg":"HS256","kid":"\#(id)"}"#
    let authority = TokenAuthority.handMade(keys: [String(repeating: "z", count: 32), HandMadeToken.key])
    #expect(try authority.fault(HandMadeToken.make(header: header)) == nil)
    let foreign = HandMadeToken.make(header: header, key: HandMadeToken.otherKey)
    #expect(try authority.fault(foreign) == .signature)
  }

  @Test func takesTheKeyThatIsNamed() throws {
    let authority = TokenAuthority.handMade(keys: [HandMadeToken.key, HandMadeToken.otherKey])
    let second = #"{"alg":"HS256","kid":"\#(HandMadeToken.keyID(HandMadeToken.otherKey))"}"#
    #expect(try authority.fault(HandMadeToken.make(header: second, key: HandMadeToken.otherKey)) == nil)
    #expect(try authority.fault(HandMadeToken.make(header: second, key: HandMadeToken.key)) == .signature)
    // Without a name it may be any: other libraries name none.
    #expect(try authority.fault(HandMadeToken.make(key: HandMadeToken.key)) == nil)
    #expect(try authority.fault(HandMadeToken.make(key: HandMadeToken.otherKey)) == nil)
    #expect(try authority.fault(HandMadeToken.make(key: String(repeating: "z", count: 32))) == .signature)
  }

  @Test(arguments: [
    #"{"alg":"HS256","alg":"HS256"}"#, #"{"alg":"none","alg":"HS256"}"#,
    #"{"alg":"HS256","\u0061lg":"none"}"#,
    #"{"alg":"HS256","typ":"JWT","typ":"JWT"}"#, "", "null", "[]", "\"HS256\"", "HS256", #"{"alg":"HS256"}x"#,
    #"{"alg":"HS256""#,
    "\u{FEFF}{\"alg\":\"HS256\"}", #"[{"alg":"HS256"}]"#,
  ])
  func refusesAHeaderThatIsNoStrictObject(header: String) throws {
    #expect(try fault(header: header) == .malformed)
  }
}

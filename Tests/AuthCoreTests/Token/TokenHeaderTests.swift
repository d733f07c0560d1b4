import Testing

@testable import CGIAuthCore

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

  @Test(arguments: [
    #""crit":["exp"],"exp":1"#, #""crit":[]"#, #""crit":["b64"],"b64":false"#, #""b64":false"#,
    #""b64":true"#,
    #""jwk":{"kty":"oct","k":"AAAA"}"#, #""jku":"https://evil.example/jwks.json""#,
    #""jku":"file:///etc/passwd""#,
    #""x5u":"https://evil.example/x""#, #""x5c":["MIIB"]"#, #""x5t":"x""#, ##""x5t#S256":"x""##,
    #""cty":"JWT""#,
    #""zip":"DEF""#, #""enc":"A256GCM""#, #""epk":{}"#, #""url":"/""#, #""nonce":"x""#, #""unknown":"x""#,
    #""KID":"x""#, "\"\":\"\"",
  ])
  func refusesEveryFurtherMember(members: String) throws {
    #expect(try fault(header: #"{"alg":"HS256",\#(members)}"#) == .header)
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
  func refusesAKeyThatItDoesNotHave(id: String) throws {
    #expect(try fault(header: #"{"alg":"HS256","kid":"\#(id)"}"#) == .key)
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

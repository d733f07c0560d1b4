import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// RFC 7515 appendix A.1: a JWS with HMAC SHA-256. Its claims are not ours, so what
/// is checked is the signature.
@Suite struct RFC7515Tests {
  private static let key: [UInt8] = [
    3, 35, 53, 75, 43, 15, 165, 188, 131, 126, 6, 101, 119, 123, 166, 143, 90, 179, 40, 230, 240, 84, 201, 40,
    169, 15,
    132, 178, 210, 80, 46, 191, 211, 251, 90, 146, 210, 6, 71, 239, 150, 138, 180, 195, 119, 98, 61, 34, 61,
    46, 33, 114,
    5, 46, 79, 8, 192, 205, 154, 245, 103, 208, 128, 163,
  ]
  private static let keyText =
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
  private static let header = "{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}"
  private static let claims =
    "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}"
  private static let signingInput =
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
    + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
  private static let signature: [UInt8] = [
    116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214,
    191, 240, 91,
    88, 5, 88, 83, 132, 141, 121,
  ]
  private static let signatureText = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

  @Test func encodesAsTheAppendixDoes() {
    #expect(Base64URL.encode(Self.key) == Self.keyText)
    #expect(Base64URL.decode(bytes(Self.keyText)) == Self.key)
    #expect(
      Base64URL.encode(bytes(Self.header)) + "." + Base64URL.encode(bytes(Self.claims)) == Self.signingInput)
    #expect(Base64URL.encode(Self.signature) == Self.signatureText)
  }

  @Test func signsAsTheAppendixDoes() throws {
    let key = try #require(SigningKey(SecretBytes(Self.key)))
    #expect(key.signature(of: bytes(Self.signingInput)).revealed == Self.signature)
    #expect(key.signature(of: bytes(Self.signingInput + ".")).revealed != Self.signature)
  }

  /// The tests' own signer is worth something too.
  @Test func isWhatHandMadeTokensAreMadeBy() {
    let token = HandMadeToken.make(header: bytes(Self.header), claims: bytes(Self.claims), key: Self.key)
    #expect(token == Self.signingInput + "." + Self.signatureText)
  }

  /// The claims are read once the signature is right, and then refused: there is no `iat`.
  @Test func getsAsFarAsTheClaims() throws {
    let key = try #require(SigningKey(SecretBytes(Self.key)))
    let authority = TokenAuthority(keys: [key], lifetimeSeconds: 3600, issuer: nil, audience: nil)
    let token = Self.signingInput + "." + Self.signatureText
    #expect(try authority.fault(token, now: 1_300_819_000) == .claims)
    #expect(try authority.fault(token.dropLast() + "g", now: 1_300_819_000) == .signature)
  }
}

@testable import CGIAuthCore

private let now = 1_700_000_000
private let key = signingKey("0123456789abcdef0123456789abcdef")
private let strangersKey = signingKey("fedcba9876543210fedcba9876543210")
private let authority = TokenAuthority(
  keys: [key], lifetimeSeconds: 3600, issuer: nil, audience: nil)
private let namedAuthority = TokenAuthority(
  keys: [strangersKey, key], lifetimeSeconds: 3600, issuer: "me", audience: "you")
private let issued = issuedToken()

/// No token is good that our key did not sign, and one that it did sign is good within its time only.
func checkToken(_ input: [UInt8]) {
  claim(verified(input) == nil, "a token was taken that nobody signed")
  checkBase64(input)
  checkChanged(input)
  // The input as header and claims, signed by our key: past the signature, every
  // claim is still to be checked.
  let parts = input.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
  guard parts.count == 2 else { return }
  let signingInput = Base64URL.encode(Array(parts[0])) + "." + Base64URL.encode(Array(parts[1]))
  claim(verified(signed(signingInput, by: strangersKey)) == nil, "a token was taken that a stranger signed")
  let token = signed(signingInput, by: key)
  if let access = verified(token) {
    claim((0...253_402_300_799).contains(access.expiresAt), "a time was taken that is none")
    claim(access.expiresAt > now - 60 && access.issuedAt <= now + 60, "a token was taken out of its time")
    claim(!access.subject.isEmpty && !access.id.isEmpty, "a token was taken without sub or jti")
    claim(EmailAddress(Array(access.email.text.utf8)) == access.email, "an address was taken that is none")
    let header = try? JSONParser.object(Array(parts[0]))
    claim(header?["alg"] == .string(Array("HS256".utf8)), "another alg than HS256 was taken")
  }
  if (try? namedAuthority.verify(token, now: now)) != nil {
    let claims = try? JSONParser.object(Array(parts[1]))
    claim(claims?["iss"] == .string(Array("me".utf8)), "a token of another issuer was taken")
    claim(claims?["aud"] != nil, "a token for nobody was taken")
  }
}

/// Bytes read back from their text, and of two texts only one means these bytes.
private func checkBase64(_ input: [UInt8]) {
  claim(Base64URL.decode(Array(Base64URL.encode(input).utf8)) == input, "bytes do not read back")
  if let bytes = Base64URL.decode(input) {
    claim(Array(Base64URL.encode(bytes).utf8) == input, "two texts mean the same bytes")
  }
}

/// A good token with any byte changed is bad: pairs of bytes say where, and to what.
private func checkChanged(_ input: [UInt8]) {
  var changed = issued
  for start in stride(from: 0, to: min(input.count, 32) - 1, by: 2) {
    changed[Int(input[start]) * 3 % changed.count] = input[start + 1]
  }
  claim(
    (verified(changed) != nil) == (changed == issued), "a token was taken that was changed, or ours was not")
}

private func verified(_ token: [UInt8]) -> AccessToken? { try? authority.verify(token, now: now) }

private func signed(_ input: String, by key: SigningKey) -> [UInt8] {
  let signature = key.signature(of: Array(input.utf8))
  return Array((input + "." + Base64URL.encode(signature.withUnsafeBytes { Array($0) })).utf8)
}

private func signingKey(_ secret: String) -> SigningKey {
  guard let key = SigningKey(SecretBytes(Array(secret.utf8))) else { fatalError("no key") }
  return key
}

private func issuedToken() -> [UInt8] {
  guard let email = EmailAddress(Array("ada@example.com".utf8)) else { fatalError("no address") }
  let session = SessionGeneration(ofPasswordHash: Array("$7$".utf8))
  return Array(authority.issue(subject: "1", email: email, session: session, now: now, id: "2").utf8)
}

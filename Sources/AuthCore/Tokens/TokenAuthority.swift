/// Issues and verifies access tokens: JWTs (RFC 7519) signed with HS256, and nothing else.
public struct TokenAuthority: Sendable {
  /// How far another machine's clock may be off.
  static let leewaySeconds = 60
  /// A longer token is refused unread. Ours stay under 2,000 bytes.
  static let maxBytes = 4096

  /// The keys that verify, the first of which signs. Never empty.
  let keys: [SigningKey]
  let lifetimeSeconds: Int
  let issuer: String?
  let audience: String?

  // MARK: Issuing

  /// A token for a user.
  ///
  /// - Parameters:
  ///   - session: the present generation of the user's credentials.
  ///   - now: seconds since 1970.
  ///   - expiresAt: when it ends; nil for `lifetimeSeconds` from now.
  ///   - id: a value no other token has.
  ///   - sessionID: the session that it belongs to, if there is one.
  package func issue(
    subject: String, email: EmailAddress, session: SessionGeneration, now: Int, expiresAt: Int? = nil,
    id: String, sessionID: SessionID? = nil
  ) -> String {
    var header = JSONWriter()
    header.add("alg", "HS256")
    header.add("typ", "JWT")
    header.add("kid", keys[0].id)
    var claims = JSONWriter()
    claims.add("sub", subject)
    claims.add("email", email.text)
    claims.add("iat", now)
    claims.add("exp", expiresAt ?? now + lifetimeSeconds)
    claims.add("jti", id)
    claims.add("auth_gen", session.text)
    if let sessionID { claims.add("sid", sessionID.text) }
    if let issuer { claims.add("iss", issuer) }
    if let audience { claims.add("aud", audience) }
    let input = Base64URL.encode(header.object) + "." + Base64URL.encode(claims.object)
    let signature = keys[0].signature(of: Array(input.utf8))
    return input + "." + Base64URL.encode(signature.withUnsafeBytes { Array($0) })
  }

  // MARK: Verifying

  /// What a token says, once everything about it is checked (RFC 7519 section 7.2, RFC 8725) that shows in
  /// the token itself. Whether it was logged out and what became of its user is another matter.
  ///
  /// The signature is checked before the claims are read.
  ///
  /// - Parameters:
  ///   - now: seconds since 1970.
  ///   - evenExpired: whether one is good whose time is over.
  /// - Throws: why it is not good.
  func verify(_ token: [UInt8], now: Int, evenExpired: Bool = false) throws(TokenFault) -> AccessToken {
    let parts = try Self.parts(of: token)
    let signature = SecretBytes(parts.signature)
    let candidates = try keys(forHeader: parts.header)
    guard candidates.contains(where: { $0.signature(of: parts.signingInput) == signature }) else {
      throw .signature
    }
    guard let claims = try? JSONParser.object(parts.payload) else { throw .malformed }
    return try accessToken(claims, now: now, evenExpired)
  }

  private static func parts(
    of token: [UInt8]
  ) throws(TokenFault) -> (
    signingInput: [UInt8], header: [UInt8], payload: [UInt8], signature: [UInt8]
  ) {
    guard token.count <= maxBytes else { throw .malformed }
    // A third point is none of the signature's characters.
    guard let first = token.firstIndex(of: UInt8(ascii: ".")),
      let second = token[(first + 1)...].firstIndex(of: UInt8(ascii: ".")),
      let header = Base64URL.decode(token[..<first]),
      let payload = Base64URL.decode(token[(first + 1)..<second]),
      let signature = Base64URL.decode(token[(second + 1)...])
    else { throw .malformed }
    return (token[..<second].array, header, payload, signature)
  }

  /// The key a header names, or all of them where it names none of ours.
  ///
  /// The header chooses among our keys and nothing else: `alg` must be ours (RFC 8725 section 3.1), and `typ`
  /// must not say that this is a token for something else (RFC 8725 section 3.11). Members that are not
  /// understood are passed over (RFC 7515 section 4), but for those of `refusedMembers`.
  private func keys(forHeader bytes: [UInt8]) throws(TokenFault) -> [SigningKey] {
    guard let header = try? JSONParser.object(bytes) else { throw .malformed }
    var id: [UInt8]?
    var hasAlgorithm = false
    for member in header.members {
      if member.name.isEqual(to: "alg") {
        guard case .string(let name) = member.value, name.isEqual(to: "HS256") else {
          throw .header
        }
        hasAlgorithm = true
      } else if member.name.isEqual(to: "typ") {
        guard case .string(let type) = member.value, type.isEqualIgnoringASCIICase(to: "jwt") else {
          throw .header
        }
      } else if member.name.isEqual(to: "kid") {
        guard case .string(let name) = member.value else { throw .header }
        id = name
      } else if Self.refusedMembers.contains(where: { member.name.isEqual(to: $0) }) {
        throw .header
      }
    }
    guard hasAlgorithm else { throw .header }
    // A name of another program's making says nothing of which key it is (RFC 7515 section 4.1.4).
    // Of one key there is nothing to choose, and its name would have to be computed.
    guard keys.count > 1, let id, let key = keys.first(where: { $0.id.utf8.elementsEqual(id) }) else {
      return keys
    }
    return [key]
  }

  /// Members that would change what is verified, or with which key. What they ask for is not done here, and
  /// whoever wrote one counts on it: extensions that must be understood (`crit`, RFC 7515 section 4.1.11),
  /// payloads that are not encoded (`b64`, RFC 7797) or compressed (`zip`, RFC 7516 section 4.1.3, RFC 8725
  /// section 3.6), and keys that come with the token or by a link in it (RFC 7515 sections 4.1.2, 4.1.3,
  /// 4.1.5 and 4.1.6, RFC 8725 section 3.10).
  private static let refusedMembers: [StaticString] = ["crit", "b64", "zip", "jwk", "jku", "x5u", "x5c"]

  private func accessToken(
    _ claims: JSONObject, now: Int, _ evenExpired: Bool
  ) throws(TokenFault) -> AccessToken {
    let expiresAt = try Self.time(claims["exp"])
    let issuedAt = try Self.time(claims["iat"])
    guard evenExpired || now < expiresAt + Self.leewaySeconds else { throw .expired }
    guard issuedAt <= now + Self.leewaySeconds else { throw .notYetValid }
    if let notBefore = claims["nbf"] {
      guard try Self.time(notBefore) <= now + Self.leewaySeconds else { throw .notYetValid }
    }
    if let issuer {
      guard case .string(let name) = claims["iss"], name.elementsEqual(issuer.utf8) else {
        throw .issuer
      }
    }
    guard Self.isAudience(claims["aud"], audience) else { throw .audience }
    guard case .string(let subject) = claims["sub"], !subject.isEmpty,
      case .string(let address) = claims["email"], let email = EmailAddress(address),
      case .string(let id) = claims["jti"], !id.isEmpty
    else { throw .claims }
    var session: SessionGeneration?
    if let claim = claims["auth_gen"] {
      guard case .string(let text) = claim, let generation = SessionGeneration(text) else {
        throw .claims
      }
      session = generation
    }
    var sessionID: SessionID?
    if let claim = claims["sid"] {
      guard case .string(let text) = claim, let id = SessionID(text: text) else { throw .claims }
      sessionID = id
    }
    return AccessToken(
      subject: String(decoding: subject, as: UTF8.self), email: email,
      issuedAt: issuedAt, expiresAt: expiresAt, id: String(decoding: id, as: UTF8.self),
      session: session, sessionID: sessionID)
  }

  /// A NumericDate (RFC 7519 section 2) without its fraction, from 1970 to 9999: no honest time lies beyond,
  /// and no sum of such overflows.
  private static func time(_ claim: JSONValue?) throws(TokenFault) -> Int {
    guard case .number(let number) = claim, let seconds = number.wholePart,
      (0...CivilTime.lastSecond).contains(seconds)
    else {
      throw .claims
    }
    return seconds
  }

  /// Whether a token with this `aud` is for us (RFC 7519 section 4.1.3). One that is for somebody is not for
  /// whoever has no name.
  private static func isAudience(_ claim: JSONValue?, _ audience: String?) -> Bool {
    guard let audience else { return claim == nil }
    let name = JSONValue.string(Array(audience.utf8))
    if case .array(let names) = claim { return names.contains(name) }
    return claim == name
  }
}

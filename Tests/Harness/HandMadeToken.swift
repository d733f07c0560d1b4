import CGIAuthOpenSSL
import Foundation
import Testing

@testable import CGIAuthCore

/// JWTs made by hand: base64url by Foundation, the signature by libcrypto, nothing by the code under test.
/// `RFC7515Tests` shows that it makes the RFC's own token.
enum HandMadeToken {
  static let key = "0123456789abcdef0123456789abcdef"
  static let otherKey = "fedcba9876543210fedcba9876543210"
  static let now = 1_700_000_000
  static let header = #"{"alg":"HS256","typ":"JWT"}"#

  static func claims(
    sub: String? = "\"u1\"", email: String? = "\"a@example.com\"", iat: String? = "1700000000",
    exp: String? = "1700003600", jti: String? = "\"t1\"", _ more: String...
  ) -> String {
    let members = [("sub", sub), ("email", email), ("iat", iat), ("exp", exp), ("jti", jti)]
      .compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
    return "{" + (members + more).joined(separator: ",") + "}"
  }

  static func base64URL(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
      .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
  }

  static func hmac(_ key: [UInt8], _ message: String) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    let message = Array(message.utf8)
    HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &digest, nil)
    return digest
  }

  static func make(header: [UInt8], claims: [UInt8], key: [UInt8]) -> String {
    let input = base64URL(header) + "." + base64URL(claims)
    return input + "." + base64URL(hmac(key, input))
  }

  static func make(header: String = header, _ claims: String = claims(), key: String = key) -> String {
    make(header: bytes(header), claims: bytes(claims), key: bytes(key))
  }

  /// The `kid` of a key: base64url of the first 6 bytes of a MAC over a fixed text.
  static func keyID(_ key: String) -> String { base64URL(Array(hmac(bytes(key), "cgi-auth kid").prefix(6))) }
}

extension TokenAuthority {
  /// An authority that knows `HandMadeToken.key`.
  static func handMade(
    keys: [String] = [HandMadeToken.key], lifetimeSeconds: Int = 3600, issuer: String? = nil,
    audience: String? = nil
  ) -> TokenAuthority {
    TokenAuthority(
      keys: keys.compactMap { SigningKey(SecretBytes(bytes($0))) }, lifetimeSeconds: lifetimeSeconds,
      issuer: issuer,
      audience: audience)
  }

  /// Why a token is refused, or nil where it is taken.
  func fault(_ token: String, now: Int = HandMadeToken.now) throws -> TokenFault? {
    thrown(by: { () throws(TokenFault) in _ = try verify(bytes(token), now: now) })
  }
}

/// A token's content.
func accessToken(
  _ id: String = "t1", email: String = "a@example.com", subject: String = "u1",
  issuedAt: Int = HandMadeToken.now, expiresAt: Int = HandMadeToken.now + 3600
) throws -> AccessToken {
  AccessToken(
    subject: subject, email: try #require(EmailAddress(bytes(email))), issuedAt: issuedAt,
    expiresAt: expiresAt,
    id: id, session: nil, sessionID: nil)
}

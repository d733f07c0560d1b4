/// Why a token was refused. The client is told only that it was.
public enum TokenFault: Hashable, Sendable {
  /// Not three segments of strict base64url that hold JSON objects, or too long.
  case malformed
  /// The request carries more than one token, and nothing tells which is meant.
  case ambiguous
  /// The header asks for something other than HS256 over a JWT.
  case header
  /// `kid` names none of our keys.
  case key
  /// The signature is not by our key.
  case signature
  /// A claim is missing or of the wrong type or range.
  case claims
  case expired
  case notYetValid
  /// `iss` is not the configured issuer.
  case issuer
  /// `aud` does not name the configured audience.
  case audience
}

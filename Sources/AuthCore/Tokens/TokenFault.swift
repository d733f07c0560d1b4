/// Why a token was refused. The client is told only that it was; the audit log has the word.
public enum TokenFault: String, Error, CaseIterable, Sendable {
  /// Not three segments of strict base64url that hold JSON objects, or too long.
  case malformed
  /// The request carries several cookies of the name: none of them is good, or those of two users are.
  case ambiguous
  /// The header asks for something other than HS256 over a JWT with a key of ours.
  case header
  /// The signature is not by our key.
  case signature
  /// A claim is missing or of the wrong type or range.
  case claims
  case expired
  case notYetValid = "not-yet-valid"
  /// `iss` is not the configured issuer.
  case issuer
  /// `aud` does not name the configured audience.
  case audience
  /// It was logged out.
  case loggedOut = "logged-out"
  /// Its session was ended, or is over.
  case sessionEnded = "session-ended"
  /// It is older than the user's last logout everywhere, and of no session.
  case loggedOutEverywhere = "logged-out-everywhere"
  /// No user has its address.
  case unknownUser = "unknown-user"
  /// Another user has its address now.
  case anotherUser = "another-user"
  /// An administrator has disabled its user.
  case disabledUser = "disabled-user"
  /// Its user has another password since.
  case passwordChanged = "password-changed"

  /// Whether the token is none that we signed, as far as can be told: anybody can send as
  /// many of those as he likes.
  var isForeign: Bool {
    switch self {
    case .malformed, .ambiguous, .header, .signature: true
    default: false
    }
  }
}

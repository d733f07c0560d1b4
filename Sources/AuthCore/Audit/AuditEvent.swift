/// What the audit log tells of. Nothing here is a password, a token, a cookie or a hash.
enum AuditEvent {
  case registered(User)
  case registrationRefused(EmailAddress, AuthError)
  case loggedIn(User)
  /// The user is the one with this address, if there is one.
  case loginRefused(EmailAddress, User?, LoginRefusal)
  /// A login, refused before the password was looked at.
  case throttled(EmailAddress)
  case loggedOut(AccessToken)
  /// A login came with this token's cookie.
  case endedByLogin(AccessToken)
  /// The token is nil where it is not good for itself, such as an expired one.
  case tokenRefused(TokenFault, AccessToken?)
  /// A token whose signature is not ours: what it says of itself could be anything.
  ///
  /// - count: how many such tokens the line stands for.
  case foreignToken(TokenFault, count: Int)
  /// The same password was hashed anew, by the present setting.
  case rehashed(User)

  /// One line of the log, without its end: a JSON object, `time` and `event` first. docs/audit-log.md has its members.
  ///
  /// - Parameters:
  ///   - time: seconds since 1970.
  ///   - address: the client's IP address, where it is known.
  func line(time: Int, address: String?) -> [UInt8] {
    var members = JSONWriter()
    members.add("time", internetTime(time))
    members.add("event", word)
    if let reason { members.add("reason", reason) }
    if let email { members.add("email", email.text) }
    if let user { members.add("user", user) }
    if let address { members.add("ip", address) }
    if case .foreignToken(_, let count) = self, count > 1 { members.add("count", count) }
    return members.object
  }

  private var word: String {
    switch self {
    case .registered: "registered"
    case .registrationRefused: "registration-refused"
    case .loggedIn: "logged-in"
    case .loginRefused: "login-refused"
    case .throttled: "throttled"
    case .loggedOut, .endedByLogin: "logged-out"
    case .tokenRefused, .foreignToken: "token-refused"
    case .rehashed: "rehashed"
    }
  }

  private var reason: String? {
    switch self {
    case .registrationRefused(_, let error): error.auditReason
    case .loginRefused(_, _, let refusal): refusal.rawValue
    case .tokenRefused(let fault, _), .foreignToken(let fault, _): fault.rawValue
    case .endedByLogin: "another-login"
    case .registered, .loggedIn, .throttled, .loggedOut, .rehashed: nil
    }
  }

  private var email: EmailAddress? {
    switch self {
    case .registered(let user), .loggedIn(let user), .rehashed(let user): user.email
    case .registrationRefused(let email, _), .loginRefused(let email, _, _), .throttled(let email): email
    case .loggedOut(let token), .endedByLogin(let token): token.email
    case .tokenRefused(_, let token): token?.email
    case .foreignToken: nil
    }
  }

  /// The user's id.
  private var user: String? {
    switch self {
    case .registered(let user), .loggedIn(let user), .rehashed(let user): user.id
    case .loginRefused(_, let user, _): user?.id
    case .registrationRefused, .throttled, .foreignToken: nil
    case .loggedOut(let token), .endedByLogin(let token): token.subject
    case .tokenRefused(_, let token): token?.subject
    }
  }
}

extension AuthError {
  /// Why a registration was refused, or nil where nobody refused it: it went wrong.
  var auditReason: String? {
    switch self {
    case .emailTaken: "taken"
    case .throttled: "throttled"
    case .field(let field, let problem): problem.auditWord.map { "\(field.rawValue)-\($0)" }
    default: nil
    }
  }
}

extension FieldProblem {
  /// Nil where the request is malformed: there is no line for those.
  fileprivate var auditWord: String? {
    switch self {
    case .missing, .notText, .notAnAddress, .empty, .controlCharacter: nil
    case .tooShort: "too-short"
    case .tooLong: "too-long"
    case .oneCharacterRepeated: "one-character-repeated"
    case .sequence: "sequence"
    case .ownAddress: "own-address"
    case .siteName: "site-name"
    case .common: "common"
    case .blocked: "blocked"
    }
  }
}

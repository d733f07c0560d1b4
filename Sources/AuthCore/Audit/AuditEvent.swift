/// What the audit log tells of. Nothing here is a password, a token, a cookie or a hash.
///
/// A feature's own events are in its folder; those of tokens are here.
package struct AuditEvent {
  private let word: StaticString
  private let reason: String?
  private let email: EmailAddress?
  /// The user's id.
  private let user: String?
  /// Whether it tells of a token that is none of ours. Anybody can send any number of those.
  private(set) var isForeign = false
  /// How many tokens the line stands for.
  var count = 1
  /// The user's address from then on, where that changes.
  package var newEmail: EmailAddress?
  /// The group that it is about.
  package var group: String?
  /// Who did it to the user.
  package var doer: Doer?

  /// Somebody who does what administrators do.
  package enum Doer {
    case administrator(User)
    /// A user of the system, by name, who has the data at a shell.
    case shell(String)
    /// Somebody of before, as it was noted then; the id is empty for a user of the system.
    case named(String, id: String)

    /// Who it is, as the log has it.
    package var text: String {
      switch self {
      case .administrator(let user): user.email.text
      case .shell(let name): "shell:\(name)"
      case .named(let name, _): name
      }
    }

    /// The user's id; empty for a user of the system.
    package var id: String {
      switch self {
      case .administrator(let user): user.id
      case .shell: ""
      case .named(_, let id): id
      }
    }
  }

  /// An event.
  ///
  /// - Parameters:
  ///   - word: what happened.
  ///   - reason: why, as one word.
  ///   - user: the user's id.
  package init(_ word: StaticString, reason: String? = nil, _ email: EmailAddress?, user: String?) {
    self.word = word
    self.reason = reason
    self.email = email
    self.user = user
  }

  /// An event of a user.
  package init(_ word: StaticString, _ user: User) { self.init(word, user.email, user: user.id) }

  /// One line of the log, without its end: a JSON object, `time` and `event` first.
  /// docs/audit-log.md has its members.
  ///
  /// - Parameters:
  ///   - time: seconds since 1970.
  ///   - address: the client's IP address, where it is known.
  package func line(time: Int, address: String?) -> [UInt8] {
    var members = JSONWriter()
    members.add("time", internetTime(time))
    members.add("event", word.description)
    if let reason { members.add("reason", reason) }
    if let email { members.add("email", email.text) }
    if let newEmail { members.add("new_email", newEmail.text) }
    if let user { members.add("user", user) }
    if let group { members.add("group", group) }
    if let doer {
      members.add("by", doer.text)
      if !doer.id.isEmpty { members.add("by_user", doer.id) }
    }
    if let address { members.add("ip", address) }
    if count > 1 { members.add("count", count) }
    return members.object
  }
}

extension AuditEvent {
  /// A password, refused before it was looked at.
  package static func throttled(_ email: EmailAddress) -> AuditEvent {
    AuditEvent("throttled", email, user: nil)
  }

  /// All sessions of the user have ended but one.
  static func otherSessionsEnded(_ user: User) -> AuditEvent { AuditEvent("other-sessions-ended", user) }

  static func loggedOut(_ token: AccessToken) -> AuditEvent {
    AuditEvent("logged-out", token.email, user: token.subject)
  }

  /// A login came with this token's cookie.
  static func endedByLogin(_ token: AccessToken) -> AuditEvent {
    AuditEvent("logged-out", reason: "another-login", token.email, user: token.subject)
  }

  /// The token is nil where it is not good for itself, such as an expired one.
  static func tokenRefused(_ fault: TokenFault, _ token: AccessToken?) -> AuditEvent {
    AuditEvent("token-refused", reason: fault.rawValue, token?.email, user: token?.subject)
  }

  /// A token whose signature is not ours: what it says of itself could be anything.
  static func foreignToken(_ fault: TokenFault) -> AuditEvent {
    var event = AuditEvent("token-refused", reason: fault.rawValue, nil, user: nil)
    event.isForeign = true
    return event
  }
}

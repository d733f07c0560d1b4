public import CGIAuthCore

/// `admin.cgi`: who is there, who may see what, and what happened, for the people who run the site.
public enum Admin {
  /// How long a password counts that was given here, in seconds.
  static let proofSeconds = 600

  /// Answers GET with lists and pages, and POST once it is done; 401 to people who are not logged in, and to
  /// administrators who have not given their password here lately; 403 to everybody else.
  @export(interface) public static func respond(to call: Call) throws(Refusal) -> Outcome {
    try Refusal.taking(request: try call.request.require([.get, .head, .post]))
    // Whatever sites `trusted_origins` names: their pages change nothing here.
    if call.isPost { try Refusal.taking(request: try call.request.requireSameSite()) }
    if FormBody(queryOf: call.request)["rescue"] != nil { return try call.rescue() }
    let session = try call.authenticateForm()
    let user = try call.user(of: session)
    guard let id = session.id else { throw .sessionNeeded }
    let administrators = try Refusal.taking(configuration: try Administrators(call.configuration))
    let person = Person(session: id, user: user, administrators: administrators)
    guard administrators.include(user) else { return try call.becomeFirst(person) }
    if call.isPost { return try submitted(by: person, call) }
    guard try call.isProved(person) else {
      return call.proofAsked(of: person, .proofNeeded, next: call.target)
    }
    return try View(queryOf: call.request).outcome(for: person, call)
  }

  private static func submitted(by person: Person, _ call: Call) throws(Refusal) -> Outcome {
    let fields = try BodyFields(of: call.request)
    var action: AdminAction?
    do throws(Refusal) {
      guard let asked = fields["action"].flatMap({ AdminAction(word: $0) }) else { throw .actionUnknown }
      action = asked
      try call.requireFormToken(for: asked.rawValue, of: person.session, in: fields)
      if fields["currentPassword"] != nil || asked == .prove {
        do throws(Refusal) { try call.prove(person, fields) } catch {
          if error.failure != nil { throw error }
          return call.proofAsked(of: person, error, fields, next: LocalPath(next: fields["next"]))
        }
      } else if try !call.isProved(person) {
        return call.proofAsked(of: person, .proofNeeded, fields, next: nil)
      }
      return try call.perform(asked, fields, person)
    } catch {
      // Nobody is logged in any more, or nothing can be shown now.
      if error.failure != nil || error.leadsToLogin { throw error }
      call.recordRefusal(error, of: action, fields, person)
      let view = View(after: action, fields)
      return try view.outcome(for: person, call, problem: error, typed: fields)
    }
  }
}

/// Somebody who is logged in.
struct Person {
  let session: SessionID
  let user: User
  let administrators: Administrators
}

extension Call {
  var isPost: Bool { request.method == .post }

  /// Whether somebody has given admin.cgi the password lately.
  func isProved(_ person: Person) throws(Refusal) -> Bool {
    try Refusal.taking(
      store: try sessions.isProved(
        person.session, of: person.user, withinSeconds: Admin.proofSeconds, now: clock.now()))
  }

  /// Takes the password of somebody, and notes the time in the session.
  func prove(_ person: Person, _ fields: BodyFields) throws(Refusal) {
    try prove(person.user, fields, orTell: AuditEvent.proofRefused)
    try Refusal.taking(store: try sessions.prove(person.session, of: person.user, now: clock.now()))
  }
}

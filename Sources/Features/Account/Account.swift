public import CGIAuthCore

/// `account.cgi`: what people see and change of their own account.
public enum Account {
  /// The feature, which refuses the passwords of a list.
  @export(interface) public static func respond(refusing commonPasswords: PasswordList) -> Program.Feature {
    { call throws(Refusal) in try respond(to: call, refusing: commonPasswords) }
  }

  /// Answers GET with the overview, and POST once it is done; 401 to people who are not logged in.
  private static func respond(
    to call: Call, refusing commonPasswords: PasswordList
  ) throws(Refusal) -> Outcome {
    try Refusal.taking(request: try call.request.require([.get, .head, .post]))
    // Whatever sites `trusted_origins` names: their pages change nothing here.
    if call.request.method == .post { try Refusal.taking(request: try call.request.requireSameSite()) }
    call.sendWhatWaits()
    let session = try call.authenticateForm()
    let member = Member(
      session: session, user: try call.user(of: session), groups: try call.groups(of: session))
    guard call.request.method == .post else {
      let overview = try Overview(of: member, call)
      return .shown(
        json: { .json(overview.object) },
        page: { pages throws(ConfigurationError) in try AccountPage(overview, call).response(pages) })
    }
    return try submitted(by: member, call, refusing: commonPasswords)
  }

  private static func submitted(
    by member: Member, _ call: Call, refusing commonPasswords: PasswordList
  ) throws(Refusal) -> Outcome {
    var form = SubmittedForm()
    do throws(Refusal) {
      guard let id = member.session.id else { throw .sessionNeeded }
      let fields = try BodyFields(of: call.request)
      guard let action = fields["action"].flatMap({ AccountAction(word: $0) }) else { throw .actionUnknown }
      form = SubmittedForm(action, fields)
      try call.requireFormToken(for: action.rawValue, of: id, in: fields)
      return try call.perform(action, fields, id, member, refusing: commonPasswords)
    } catch {
      // Nobody is logged in any more, or nothing can be shown now.
      if error.failure != nil || error.leadsToLogin { throw error }
      form.problem = error
      let overview = try Overview(of: member, call)
      return .refused(error) { pages throws(ConfigurationError) in
        try AccountPage(overview, call, form).response(pages)
      }
    }
  }
}

/// Somebody who is logged in.
struct Member {
  let session: Session
  let user: User
  let groups: [String]
}

/// A form that was sent, as far as it is shown again.
struct SubmittedForm {
  private(set) var action: AccountAction?
  private(set) var newEmail: [UInt8]?
  private(set) var name: [UInt8]?
  var problem: Refusal?

  init() {}

  init(_ action: AccountAction, _ fields: BodyFields) {
    self.action = action
    newEmail = fields["newEmail"].flatMap { Call.shownAgain($0) }
    name = fields["name"].flatMap { Call.shownAgain($0) }
  }
}

import CGIAuthCore

/// What is kept about somebody, as he may see it: each of these fields, and nothing that opens anything.
struct Overview {
  let member: Member
  let sessions: [SessionEntry]
  let profile: UserProfile
  private let now: Int

  /// Reads what there is.
  ///
  /// - Throws: 503 where the sessions cannot be read.
  init(of member: Member, _ call: Call) throws(Refusal) {
    self.member = member
    profile = member.user.profile
    now = call.clock.now()
    sessions =
      call.configuration.isStateless
      ? [] : try Refusal.taking(store: try call.sessions.entries(of: member.user, now: now))
  }

  /// Whether a session is the one that the request came with.
  func isThisOne(_ session: SessionEntry) -> Bool { session.id == member.session.id }

  /// As a program gets it.
  var object: JSONObject { JSONObject(members: members) }

  /// As a file for people to keep, with what the audit log has about them.
  func file(with trail: UserTrail) -> Response {
    let exported = JSONObject.Member("exported", .text(internetTime(now)))
    let isWhole = JSONObject.Member("log_complete", .bool(trail.isWhole))
    var response = Response.json(
      JSONObject(members: [exported] + members + [isWhole]), and: "log", ofObjects: trail.lines)
    response.add(.contentDisposition, "attachment; filename=\"account.json\"")
    return response
  }

  private var members: [JSONObject.Member] {
    let user = member.user
    return [
      .init("email", .text(user.email.text)),
      .init("id", .text(user.id)),
      .init("name", profile.name.map { .string($0) } ?? .null),
      .init("language", profile.language.map { .string($0) } ?? .null),
      .init("groups", .array(member.groups.map { .text($0) })),
      .init("confirmed", .bool(profile.isConfirmed)),
      .init("created", user.registeredAt.map { .text(internetTime($0)) } ?? .null),
      .init("sessions", .array(sessions.map { .object(object(of: $0)) })),
      .init("factors", .object(JSONObject(members: []))),
    ]
  }

  private func object(of session: SessionEntry) -> JSONObject {
    JSONObject(members: [
      .init("id", .text(session.id.text)),
      .init("program", .text(session.device.program)),
      .init("system", .text(session.device.system)),
      .init("network", .text(session.network.text)),
      .init("begun", .text(internetTime(session.madeAt))),
      .init("renewed", .text(internetTime(session.renewedAt))),
      .init("remembered", .bool(session.isRemembered)),
      .init("current", .bool(isThisOne(session))),
    ])
  }
}

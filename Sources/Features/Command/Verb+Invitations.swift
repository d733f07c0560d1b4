import CGIAuthCore

extension Verb {
  private static let groupOfInvited = CommandOption("--group", "GROUP", "put the new user into a group")

  static var invitations: [Verb] {
    [
      Verb(
        "invite", nil, "[ADDRESS...]", 0...Int.max, options: [groupOfInvited],
        "links to register with; without an address, one that anybody can use", invite),
      Verb("invitations", "list", "", 0...0, "those that are open", listInvitations),
      Verb("invitations", "withdraw", "INVITATION", 1...1, "end one that list shows", withdraw),
    ]
  }

  @Sendable private static func invite(_ work: Work) throws(CommandError) -> Report {
    var emails: [EmailAddress] = []
    for (place, text) in work.typed.arguments.enumerated() {
      guard let email = EmailAddress(text) else { throw CommandError(.addressMalformed(place + 1)) }
      if !emails.contains(email) { emails.append(email) }
    }
    var groups: [GroupName] = []
    if let text = work.typed.value(of: groupOfInvited) {
      guard let name = GroupName(text) else { throw CommandError(.groupUnusable("group")) }
      groups = [name]
    }
    let administration = try work.administration()
    let made = try work.site { () throws(Refusal) in try administration.invite(emails, groups) }
    var text = ""
    for one in made {
      let note = one.isMailed ? "  (on its way by mail, too)" : ""
      text += "\(one.invitation.email?.text ?? "anybody")\(note)\n\(one.link)\n\n"
    }
    text += "Give each person the link by a safe way. Whoever has it can register, once, within 7 days.\n"
    if made[0].link.utf8.first == UInt8(ascii: "/") {
      text += "The address of your site comes before it: site_url is not set.\n"
    }
    return Report(
      [
        .init("message", .text("Invited")), .init("invitations", .array(made.map { .object($0.object) })),
      ], text: text)
  }

  @Sendable private static func listInvitations(_ work: Work) throws(CommandError) -> Report {
    let administration = try work.administration()
    let open = try work.site { () throws(Refusal) in try administration.invitations() }
    var table = TextTable(["INVITATION", "ADDRESS", "UNTIL", "GROUPS", "BY"])
    for (key, invitation) in open {
      table.add([
        Invitation.handle(key), invitation.email?.text ?? "-", day(invitation.end), invitation.groupsText,
        invitation.by,
      ])
    }
    return Report(
      [
        .init(
          "invitations", .array(open.map { .object(JSONObject(members: $0.invitation.members($0.key))) }))
      ],
      text: table.text(orElse: "no invitations"))
  }

  @Sendable private static func withdraw(_ work: Work) throws(CommandError) -> Report {
    let administration = try work.administration()
    try work.site { () throws(Refusal) in
      guard let key = Invitation.key(ofHandle: work.typed.arguments[0]) else { throw .invitationUnknown }
      try administration.withdraw(key)
    }
    return Report(done: "Invitation withdrawn")
  }
}

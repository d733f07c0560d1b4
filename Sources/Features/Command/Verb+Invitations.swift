import CGIAuthCore

extension Verb {
  static var invitations: [Verb] {
    [
      Verb(
        "invite", nil, "[ADDRESS...]", 0...Int.max, options: [groupOfNew],
        "links to register with; without an address, one that anybody can use", invite),
      Verb("invitations", "list", "", 0...0, "those that are open", listInvitations),
      Verb("invitations", "withdraw", "INVITATION", 1...1, "end one that list shows", withdraw),
    ]
  }

  @Sendable private static func invite(_ work: Work) throws(CommandError) -> Report {
    let emails = try work.emails(work.typed.arguments)
    let groups = try work.groupsOfNew()
    let administration = try work.administration()
    let made = try work.site { () throws(Refusal) in try administration.invite(emails, groups) }
    var text = ""
    for one in made {
      let note = one.isMailed ? "  (on its way by mail, too)" : ""
      text += "\(one.invitation.email?.text ?? "anybody")\(note)\n\(one.link)\n\n"
    }
    text += "Give each person the link by a safe way. Whoever has it can register, once, within 7 days.\n"
    text += Work.hint(of: made[0].link)
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
        .init("invitations", .array(open.map { .object($0.invitation.object($0.key)) }))
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

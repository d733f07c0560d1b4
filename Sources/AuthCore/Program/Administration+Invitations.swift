// Invitations: whoever has the link of one can register with it, once.
extension Administration {
  /// An invitation that was made, and its link.
  package struct Made {
    package let key: [UInt8]
    package let invitation: Invitation
    package let link: String
    /// Whether it is on its way by mail, too.
    package let isMailed: Bool

    /// As programs see it.
    package var object: JSONObject {
      JSONObject(
        members: invitation.object(key).members + [
          .init("link", .text(link)), .init("mailed", .bool(isMailed)),
        ])
    }
  }

  /// Invites people: all of them, or none.
  ///
  /// - Parameter emails: each once; none for one invitation that takes any address.
  /// - Throws: 403 where registration is closed; 409 where an address has an account, or too many invitations
  ///   are open.
  package func invite(_ emails: [EmailAddress], _ groups: [GroupName]) throws(Refusal) -> [Made] {
    if try call.registrationRules().mode == .closed { throw .registrationClosed }
    for (place, email) in emails.enumerated() {
      if let user = try Refusal.taking(store: try call.users.user(email)), !user.isReplaceable {
        throw emails.count > 1 ? .addressTaken(place + 1) : .emailTaken
      }
    }
    var made: [(key: [UInt8], invitation: Invitation)] = []
    for email in emails.isEmpty ? [nil] : emails.map({ $0 }) {
      made.append(
        (
          try Refusal.taking(system: try call.randomBytes(Invitations.keyBytes)),
          Invitation(
            email: email, groups: groups, by: doer?.text ?? "", userID: doer?.id ?? "", end: newEnd)
        ))
    }
    guard try Refusal.taking(store: try call.invitations.add(made, now: call.clock.now())) else {
      throw .tooManyInvitations
    }
    var links: [Made] = []
    for (key, invitation) in made {
      record("invited", invitation)
      links.append(try self.made(key, invitation))
    }
    return links
  }

  /// Gives an invitation its whole life again, and sends it again.
  ///
  /// - Throws: 404 where it is gone.
  package func inviteAgain(_ key: [UInt8]) throws(Refusal) -> Made {
    let renewed = try Refusal.taking(
      store: try call.invitations.renew(key, until: newEnd, now: call.clock.now()))
    guard let invitation = renewed else { throw .invitationUnknown }
    record("invited", invitation)
    return try made(key, invitation)
  }

  /// Ends an invitation.
  ///
  /// - Throws: 404 where it is gone.
  package func withdraw(_ key: [UInt8]) throws(Refusal) {
    guard let invitation = try Refusal.taking(store: try call.invitations.take(key, now: call.clock.now()))
    else { throw .invitationUnknown }
    record("invitation-withdrawn", invitation)
  }

  /// Those that are open, the newest first.
  package func invitations() throws(Refusal) -> [(key: [UInt8], invitation: Invitation)] {
    try Refusal.taking(store: try call.invitations.open(now: call.clock.now()))
  }

  private var newEnd: Int { call.clock.now() + Invitations.lifetimeSeconds }

  private func made(_ key: [UInt8], _ invitation: Invitation) throws(Refusal) -> Made {
    var isMailed = false
    if let email = invitation.email, let mail = try call.mailIfOn() {
      try call.post(.invitation, to: email, by: mail, detail: Base64URL.encode(key))
      isMailed = true
    }
    return Made(
      key: key, invitation: invitation, link: try call.link(ofInvitation: key), isMailed: isMailed)
  }

  private func record(_ word: StaticString, _ invitation: Invitation) {
    var event = AuditEvent(word, invitation.email, user: nil)
    event.doer = doer
    event.group = invitation.groups.isEmpty ? nil : invitation.groupsText
    call.record(event)
  }
}

extension Invitation {
  /// What stands for an invitation where administrators name it. Nobody registers with it.
  package static func handle(_ key: [UInt8]) -> String { Base64URL.encode(key) }

  /// The key of a handle.
  package static func key(ofHandle text: [UInt8]) -> [UInt8]? {
    Base64URL.decode(text).flatMap { $0.count == Invitations.keyBytes ? $0 : nil }
  }

  /// As programs see it, without its link.
  package func object(_ key: [UInt8]) -> JSONObject {
    JSONObject(members: [
      .init("invitation", .text(Self.handle(key))),
      .init("email", email.map { .text($0.text) } ?? .null),
      .init("groups", .array(groups.map { .string($0.bytes) })), .init("by", .text(by)),
      .init("ends", .text(internetTime(end))),
    ])
  }
}

extension Refusal {
  /// - Parameter number: of the address in the list, from 1 on.
  package static func addressTaken(_ number: Int) -> Refusal {
    Refusal(
      .conflict, takenWord, "address {} has an account, nothing was changed", field: "emails",
      text: .addressTaken, String(number))
  }

  package static var invitationUnknown: Refusal {
    Refusal(.notFound, "invitation-unknown", "There is no such invitation", text: .invitationUnknown)
  }

  /// So many are open that no list shows them.
  package static var tooManyInvitations: Refusal {
    Refusal(
      .conflict, "too-many-invitations", "At most {} invitations can be open", text: .tooManyInvitations,
      String(Invitations.maxOpen))
  }
}

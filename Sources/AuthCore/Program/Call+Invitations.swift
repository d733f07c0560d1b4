// Invitations: what an administrator gives somebody to register with.
extension Call {
  package var invitations: Invitations { site.invitations(until: deadline) }

  /// The invitation of a link.
  ///
  /// - Throws: 401 where it is none, was used or withdrawn, or has ended.
  package func invitation(by text: [UInt8]) throws(Refusal) -> CarriedInvitation {
    guard let keys = try privateKeysIfAny(), let (key, isMailed) = keys.invitation(text),
      let invitation = try Refusal.taking(store: try invitations.invitation(key, now: clock.now()))
    else { throw .ticketRefused }
    return CarriedInvitation(key: key, isMailed: isMailed, invitation: invitation)
  }

  /// The link of an invitation, to be shown: an address of `site_url`, else a path of this site.
  package func link(ofInvitation key: [UInt8]) throws(Refusal) -> String {
    let text = try privateKeys().link(ofInvitation: key, isMailed: false)
    return try link(to: "register", .register, text)
  }

  /// Ends the invitations of somebody who is no administrator any more. It costs nobody the answer.
  package func endInvitations(of user: User) {
    do throws(Refusal) { try Refusal.taking(store: try invitations.endAll(by: user.id)) } catch {
      note("invitations-not-ended", error)
    }
  }
}

/// An invitation whose link somebody has.
package struct CarriedInvitation {
  package let key: [UInt8]
  /// Whether the link went to the invited address, and nowhere else.
  private let isMailed: Bool
  package let invitation: Invitation

  fileprivate init(key: [UInt8], isMailed: Bool, invitation: Invitation) {
    self.key = key
    self.isMailed = isMailed
    self.invitation = invitation
  }

  /// Whether that shows that an address is that of whoever has it.
  package func proves(_ email: EmailAddress) -> Bool { isMailed && invitation.email == email }
}

extension PrivateKeys {
  /// What the link of an invitation has.
  ///
  /// - Parameter isMailed: whether it goes to the invited address, and nowhere else.
  package func link(ofInvitation key: [UInt8], isMailed: Bool) -> String {
    conceal([isMailed ? 1 : 0] + key, for: .invitation)
  }

  fileprivate func invitation(_ text: [UInt8]) -> (key: [UInt8], isMailed: Bool)? {
    guard let content = reveal(text, for: .invitation), content.count == Invitations.keyBytes + 1 else {
      return nil
    }
    return (Array(content.dropFirst()), content[0] == 1)
  }
}

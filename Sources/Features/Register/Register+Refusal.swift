import CGIAuthCore

extension Refusal {
  /// Only people with an invitation can register.
  static var invitationNeeded: Refusal {
    Refusal(.forbidden, "invitation-needed", "An invitation is needed", text: .invitationNeeded)
  }

  /// The invitation is for another address.
  static var invitationOfAnother: Refusal {
    Refusal(
      .unprocessableContent, "invitation-of-another", "email must be the address that is invited",
      field: "email", text: .invitationOfAnother)
  }

  /// What the administrators are told is too long, or no text.
  static var noteMalformed: Refusal {
    Refusal(
      .unprocessableContent, "note-malformed", "note must be a line of text of at most 500 bytes",
      field: "note", text: .noteMalformed)
  }
}

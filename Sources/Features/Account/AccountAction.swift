import CGIAuthCore

/// What people can do with their account: the field `action`.
enum AccountAction: String, CaseIterable {
  case changeProfile = "change-profile"
  case changePassword = "change-password"
  case changeEmail = "change-email"
  case endSession = "end-session"
  case endOtherSessions = "end-other-sessions"
  case export
  case close = "close-account"
}

extension Refusal {
  static var newEmailMalformed: Refusal {
    Refusal(
      .unprocessableContent, "new-email-malformed",
      "newEmail must be an e-mail address, such as name@example.com", field: "newEmail",
      text: .emailMalformed)
  }

  /// The former address can still have the account back.
  static var emailChangedLately: Refusal {
    Refusal(
      .conflict, "email-changed-lately", "Address was changed lately", field: "newEmail",
      text: .emailChangedLately)
  }

  static var passwordUnchanged: Refusal {
    Refusal(
      .unprocessableContent, "password-unchanged", "newPassword must not be the current one",
      field: "newPassword", text: .passwordUnchanged)
  }

  static var nameUnusable: Refusal {
    Refusal(
      .unprocessableContent, "name-unusable",
      "name must be UTF-8 of at most 64 characters, none a control one",
      field: "name", text: .nameUnusable)
  }

  static var languageUnknown: Refusal {
    Refusal(
      .unprocessableContent, "language-unknown", "language must be empty, en, de, fr, es, pt or ja",
      field: "language", text: .unreadable)
  }

  static var sessionMalformed: Refusal {
    Refusal(
      .unprocessableContent, "session-malformed", "session must be the id of a session", field: "session",
      text: .unreadable)
  }
}

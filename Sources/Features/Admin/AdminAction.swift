import CGIAuthCore

/// What administrators can do: the field `action`.
enum AdminAction: String, CaseIterable {
  /// Gives the password alone.
  case prove
  /// Lets the members of the group in, by the code or by somebody of `admins`.
  case claim
  case search, show, create
  /// Shows what is to be looked after.
  case doctor
  case addToGroup = "add-to-group"
  case removeFromGroup = "remove-from-group"
  case disable, enable, remove
  /// Lets somebody in who has registered.
  case approve
  case invite, withdraw
  case inviteAgain = "invite-again"
  case endSessions = "end-sessions"
  /// Shows a link by which the user chooses a new password.
  case recover
  case backup
  case removeBackup = "remove-backup"
  /// Has a mail sent to whoever asks.
  case testMail = "test-mail"
  /// Takes users from a file, or checks it.
  case importFile = "import"
  case removeImport = "remove-import"
}

extension Refusal {
  /// The password has to be given again (RFC 9470 section 3).
  static var proofNeeded: Refusal {
    Refusal(.unauthorized, "proof-needed", "Proof needed", text: .proofText)
      .with(
        .wwwAuthenticate, "Bearer error=\"insufficient_user_authentication\", max_age=600")
  }

  /// It is not what stands in the file.
  static var codeWrong: Refusal {
    Refusal(.forbidden, "code-wrong", "Code refused", field: "code", text: .codeWrong)
  }

  static var tooManyAddresses: Refusal {
    Refusal(
      .unprocessableContent, "too-many-addresses", "emails must be at most {} addresses", field: "emails",
      text: .tooManyAddresses, String(Call.maxAddresses))
  }
}

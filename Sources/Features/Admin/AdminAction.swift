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
  case endSessions = "end-sessions"
  /// Shows a link by which the user chooses a new password.
  case recover
  /// Has a mail sent to whoever asks.
  case testMail = "test-mail"
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

  static var userUnknown: Refusal {
    Refusal(.notFound, "user-unknown", "There is no such user", text: .userUnknown)
  }

  /// - Parameter number: of the address in the list, from 1 on.
  static func addressUnknown(_ number: Int) -> Refusal {
    Refusal(
      .unprocessableContent, "address-unknown", "address {} has no account, nothing was changed",
      field: "emails", text: .addressUnknown, String(number))
  }

  static func addressMalformed(_ number: Int) -> Refusal {
    Refusal(
      .unprocessableContent, "address-malformed", "address {} is no e-mail address", field: "emails",
      text: .addressUnknown, String(number))
  }

  static var tooManyAddresses: Refusal {
    Refusal(
      .unprocessableContent, "too-many-addresses", "emails must be at most {} addresses", field: "emails",
      text: .tooManyAddresses, String(Call.maxAddresses))
  }

  static func groupUnusable(_ field: StaticString) -> Refusal {
    Refusal(
      .unprocessableContent, "group-unusable",
      "a group's name must be letters, digits, dots, hyphens, underscores and @, at most 64 bytes",
      field: field, text: .groupUnusable)
  }

  /// Whoever sees a link can take the account over: no administrator sees another's.
  static var administratorsLink: Refusal {
    Refusal(
      .conflict, "administrators-link", "The link of another administrator is not shown",
      text: .administratorsLink)
  }

  /// There is no password behind the mark that disables an account.
  static var noPassword: Refusal {
    Refusal(.conflict, "no-password", "The account has no password", text: .noPassword)
  }
}

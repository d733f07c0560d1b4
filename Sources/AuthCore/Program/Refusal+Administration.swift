// Why administrators do not get what they ask for, in a browser or at a shell.
extension Refusal {
  package static var userUnknown: Refusal {
    Refusal(.notFound, "user-unknown", "There is no such user", text: .userUnknown)
  }

  /// - Parameter number: of the address in the list, from 1 on.
  package static func addressUnknown(_ number: Int) -> Refusal {
    Refusal(
      .unprocessableContent, "address-unknown", "address {} has no account, nothing was changed",
      field: "emails", text: .addressUnknown, String(number))
  }

  package static func addressMalformed(_ number: Int) -> Refusal {
    Refusal(
      .unprocessableContent, "address-malformed", "address {} is no e-mail address", field: "emails",
      text: .addressUnknown, String(number))
  }

  package static func groupUnusable(_ field: StaticString) -> Refusal {
    Refusal(
      .unprocessableContent, "group-unusable",
      "a group's name must be letters, digits, dots, hyphens, underscores and @, at most 64 bytes",
      field: field, text: .groupUnusable)
  }

  /// Whoever sees a link can take the account over: no administrator sees another's.
  package static var administratorsLink: Refusal {
    Refusal(
      .conflict, "administrators-link", "The link of another administrator is not shown",
      text: .administratorsLink)
  }

  /// There is no password behind the mark that disables an account.
  package static var noPassword: Refusal {
    Refusal(.conflict, "no-password", "The account has no password", text: .noPassword)
  }
}

// What several programs that take actions refuse.
extension Refusal {
  /// The field `action` is none of the words that the program knows.
  package static var actionUnknown: Refusal {
    Refusal(
      .unprocessableContent, "action-unknown", "action must be one of those that are documented",
      field: "action", text: .unreadable)
  }

  /// A token that no login of ours began: nothing can be changed with it.
  package static var sessionNeeded: Refusal {
    Refusal(.forbidden, "session-needed", "A session is needed", text: .sessionNeeded)
  }

  /// Nobody could administer the site any more.
  package static var lastAdministrator: Refusal {
    Refusal(
      .conflict, "last-administrator", "The last administrator must stay", text: .lastAdministrator)
  }
}

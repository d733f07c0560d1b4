import CGIAuthCore

/// What a login asks for beside getting in.
struct LoginGrant {
  /// Whether the session is to outlive the browser's own (`remember`).
  let isRemembered: Bool
  /// Whether the tokens go into the answer instead of cookies (`deliver`).
  let isForProgram: Bool

  /// Reads what a body says of it. A form has no `deliver`: a page must not see tokens.
  init(_ fields: BodyFields, _ request: Request) throws(Refusal) {
    switch fields["remember"] {
    case .none, .some("no"): isRemembered = false
    case .some("yes"): isRemembered = true
    default: throw .rememberMalformed
    }
    switch fields.isJSON ? fields["deliver"] : nil {
    case .none, .some("cookies"): isForProgram = false
    case .some("tokens"): isForProgram = true
    default: throw .deliverMalformed
    }
  }
}

extension Refusal {
  static var rememberMalformed: Refusal {
    Refusal(
      .unprocessableContent, "remember-malformed", "remember must be yes or no", field: "remember",
      text: .unreadable)
  }

  static var deliverMalformed: Refusal {
    Refusal(
      .unprocessableContent, "deliver-malformed", "deliver must be cookies or tokens", field: "deliver",
      text: .unreadable)
  }
}

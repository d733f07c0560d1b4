// What the forms of people who are logged in carry, so that no other page can send them.
extension Call {
  /// The token of a form: a code over the session and what the form does.
  package func formToken(for action: String, of session: SessionID) throws(Refusal) -> String {
    // A session has made the keys. Without them it is nobody's.
    guard let keys = try privateKeysIfAny() else { throw .invalidToken }
    return keys.seal(Self.formContent(action, session), for: .form)
  }

  /// Refuses a form without its token. JSON needs none: no page of another site can send it (Fetch section
  /// 4.8, "CORS-preflight fetch"), since no answer of ours allows it.
  ///
  /// - Throws: 403.
  package func requireFormToken(
    for action: String, of session: SessionID, in fields: BodyFields
  ) throws(Refusal) {
    if fields.isJSON { return }
    guard let token = fields["formToken"], let keys = try privateKeysIfAny(),
      keys.open(token, for: .form) == Self.formContent(action, session)
    else { throw .formTokenWrong }
  }

  /// How a form of somebody who is logged in begins: what it does, its token, and more hidden fields.
  ///
  /// - Parameter session: nil where there is none, and so no token that counts.
  package func formStart(
    of program: ProgramName, _ action: String, _ session: SessionID?, _ more: HTML = ""
  ) -> HTML {
    let token = session.flatMap { try? formToken(for: action, of: $0) } ?? ""
    return """
      <form method="post" action="\(place(of: program).text)">
      \(.hidden("action", action))\(.hidden("formToken", token))\(more)
      """
  }

  private static func formContent(_ action: String, _ session: SessionID) -> [UInt8] {
    session.bytes + Array(action.utf8)
  }
}

extension Refusal {
  /// The form is of another session, or of before a new password.
  package static var formTokenWrong: Refusal {
    Refusal(.forbidden, "form-token-wrong", "Form token refused", text: .formOutdated)
  }
}

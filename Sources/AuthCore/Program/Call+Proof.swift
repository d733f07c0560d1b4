// The proof that somebody who is logged in is still the one who logged in.
extension Call {
  /// Refuses whoever does not know the password of the account that is logged in: the field
  /// `currentPassword`.
  ///
  /// - Parameter event: what the audit log is told of a wrong one.
  /// - Throws: 422 without one, 401 for a wrong one, 429 after too many of those.
  package func prove(
    _ user: User, _ fields: BodyFields, orTell event: (User, LoginRefusal) -> AuditEvent
  ) throws(Refusal) {
    let password = try fields.passwordField("currentPassword")
    guard let refusal = try problem(with: password, for: user.email, of: user) else { return }
    record(event(user, refusal))
    throw .wrongPassword(.currentPasswordWrong).about("currentPassword")
  }
}

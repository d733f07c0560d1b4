/// The e-mail address and the password of a register or login request.
package struct Credentials {
  package let email: EmailAddress
  package let password: Password

  /// Takes them from a body. Other fields are passed over.
  package init(_ fields: BodyFields) throws(Refusal) {
    let address = try fields.text("email", orElse: .emailMissing, .emailNotText)
    let secret = try fields.text("password", orElse: .passwordMissing, .passwordNotText)
    guard let email = EmailAddress(address) else { throw .notAnAddress }
    guard !secret.isEmpty else { throw .passwordEmpty }
    guard let password = Password(secret) else { throw .passwordControlCharacter }
    self.email = email
    self.password = password
  }
}

// The refusals of what can be in no account. There is no line in the audit log for these.
extension Refusal {
  static var emailMissing: Refusal {
    Refusal(.unprocessableContent, "email-missing", "email is missing", field: "email", text: .emailMissing)
  }

  static var emailNotText: Refusal {
    Refusal(
      .unprocessableContent, "email-not-text", "email must be a string", field: "email", text: .emailMissing)
  }

  static var notAnAddress: Refusal {
    Refusal(
      .unprocessableContent, "email-malformed",
      "email must be an e-mail address, such as name@example.com", field: "email", text: .emailMalformed)
  }

  static var passwordMissing: Refusal { password("password-missing", "password is missing") }
  static var passwordNotText: Refusal { password("password-not-text", "password must be a string") }
  static var passwordEmpty: Refusal { password("password-empty", "password must not be empty") }

  static var passwordControlCharacter: Refusal {
    password(
      "password-control-character", "password must not have control characters",
      text: .passwordControlCharacter)
  }

  private static func password(
    _ word: StaticString, _ message: StaticString, text: Phrase = .passwordMissing
  ) -> Refusal {
    Refusal(.unprocessableContent, word, message, field: "password", text: text)
  }
}

extension BodyFields {
  /// An address that must be there.
  package func email() throws(Refusal) -> EmailAddress {
    let address = try text("email", orElse: .emailMissing, .emailNotText)
    guard let email = EmailAddress(address) else { throw .notAnAddress }
    return email
  }

  /// A password that must be there.
  package func passwordField(_ name: StaticString) throws(Refusal) -> Password {
    guard let text = self[name], !text.isEmpty else { throw .missing(name) }
    guard let password = Password(text) else { throw .controlCharacter(name) }
    return password
  }
}

extension Refusal {
  package static func missing(_ field: StaticString) -> Refusal {
    Refusal(
      .unprocessableContent, "field-missing", "{} is missing", field: field, text: .fieldMissing,
      field.description)
  }

  package static func controlCharacter(_ field: StaticString) -> Refusal {
    Refusal(
      .unprocessableContent, "field-control-character", "{} must not have control characters", field: field,
      text: .passwordControlCharacter, field.description)
  }
}

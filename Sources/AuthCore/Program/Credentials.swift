/// The fields of a request's body, whether that is JSON or a form.
package struct BodyFields {
  /// A longer body is refused.
  static let maxBodyBytes = 64 << 10

  private let object: JSONObject

  /// Reads them.
  init(of request: Request) throws(Refusal) {
    object = try Refusal.taking(request: try Self.body(of: request))
  }

  private static func body(of request: Request) throws(RequestError) -> JSONObject {
    switch try MediaType(contentType: request.environment.metaVariable("CONTENT_TYPE")) {
    case .json:
      let body = try request.body(maxBytes: maxBodyBytes)
      guard let object = try? JSONParser.object(body) else { throw .malformed }
      return object
    case .form:
      let form = try FormBody(try request.body(maxBytes: maxBodyBytes))
      return JSONObject(
        members: form.fields.map { JSONObject.Member(name: $0.name, value: .string($0.value)) })
    }
  }

  /// The text of a field; nil where it is not there or is no text.
  package subscript(name: String) -> [UInt8]? {
    if case .string(let text) = value(name) { text } else { nil }
  }

  /// The text of a field that must be there.
  ///
  /// - Parameters:
  ///   - missing: the refusal where it is not there.
  ///   - notText: the refusal where it is a number, a list or the like.
  func text(_ name: String, orElse missing: Refusal, _ notText: Refusal) throws(Refusal) -> [UInt8] {
    guard let value = value(name) else { throw missing }
    guard case .string(let text) = value else { throw notText }
    return text
  }

  private func value(_ name: String) -> JSONValue? {
    object.members.first { $0.name.elementsEqual(name.utf8) }?.value
  }
}

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

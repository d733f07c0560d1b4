import CGIAuthHTTP

/// The fields of a request's body, whether that is JSON or a form.
struct BodyFields {
  /// A longer body is refused.
  static let maxBodyBytes = 64 << 10

  private let object: JSONObject

  /// Reads them.
  init(of request: Request) throws(AuthError) {
    object = try AuthError.mapping { () throws(RequestError) in
      switch try MediaType(contentType: request.environment.metaVariable("CONTENT_TYPE")) {
      case .json:
        let body = try request.body(maxBytes: Self.maxBodyBytes)
        guard let object = try? JSONParser.object(body) else { throw .malformed }
        return object
      case .form:
        let form = try FormBody(try request.body(maxBytes: Self.maxBodyBytes))
        return JSONObject(
          members: form.fields.map { JSONObject.Member(name: $0.name, value: .string($0.value)) })
      }
    }
  }

  /// The text of a field; nil where it is not there or is no text.
  subscript(name: String) -> [UInt8]? {
    if case .string(let text) = value(name) { text } else { nil }
  }

  /// The text of a field that must be there.
  func text(_ field: CredentialField) throws(AuthError) -> [UInt8] {
    guard let value = value(field.rawValue) else { throw .field(field, .missing) }
    guard case .string(let text) = value else { throw .field(field, .notText) }
    return text
  }

  private func value(_ name: String) -> JSONValue? {
    object.members.first { $0.name.elementsEqual(name.utf8) }?.value
  }
}

/// The e-mail address and the password of a register or login request.
struct Credentials {
  let email: EmailAddress
  let password: Password

  /// Takes them from a body. Other fields are passed over.
  init(_ fields: BodyFields) throws(AuthError) {
    let address = try fields.text(.email)
    let secret = try fields.text(.password)
    guard let email = EmailAddress(address) else { throw .field(.email, .notAnAddress) }
    guard !secret.isEmpty else { throw .field(.password, .empty) }
    guard let password = Password(secret) else { throw .field(.password, .controlCharacter) }
    self.email = email
    self.password = password
  }
}

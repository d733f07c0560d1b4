import CGI

/// The e-mail address and the password of a register or login request.
struct Credentials {
  /// A longer body is refused.
  static let maxBodyBytes = 64 << 10

  let email: EmailAddress
  let password: Password

  /// Reads them from a JSON or form body. Other fields are passed over.
  init(of request: Request) throws(AuthError) {
    let fields = try Self.fields(of: request)
    let address = try Self.text(.email, in: fields)
    let secret = try Self.text(.password, in: fields)
    guard let email = EmailAddress(address) else { throw .field(.email, .notAnAddress) }
    guard !secret.isEmpty else { throw .field(.password, .empty) }
    guard let password = Password(secret) else { throw .field(.password, .controlCharacter) }
    self.email = email
    self.password = password
  }

  private static func fields(of request: Request) throws(AuthError) -> JSONObject {
    try AuthError.mapping { () throws(RequestError) in
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
  }

  private static func text(_ field: CredentialField, in fields: JSONObject) throws(AuthError) -> [UInt8] {
    guard let member = fields.members.first(where: { $0.name.elementsEqual(field.rawValue.utf8) }) else {
      throw .field(field, .missing)
    }
    guard case .string(let text) = member.value else { throw .field(field, .notText) }
    return text
  }
}

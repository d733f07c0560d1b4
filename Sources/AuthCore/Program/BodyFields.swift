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
  package subscript(name: StaticString) -> [UInt8]? {
    if case .string(let text) = object[name] { text } else { nil }
  }

  /// The text of a field that must be there.
  ///
  /// - Parameters:
  ///   - missing: the refusal where it is not there.
  ///   - notText: the refusal where it is a number, a list or the like.
  func text(_ name: StaticString, orElse missing: Refusal, _ notText: Refusal) throws(Refusal) -> [UInt8] {
    guard let value = object[name] else { throw missing }
    guard case .string(let text) = value else { throw notText }
    return text
  }
}

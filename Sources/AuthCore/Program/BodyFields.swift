/// The fields of a request's body, whether that is JSON or a form.
package struct BodyFields {
  /// A longer body is refused.
  static let maxBodyBytes = 64 << 10

  private let object: JSONObject
  /// Whether a program sent them, as JSON, and not a form.
  package let isJSON: Bool

  /// Reads them.
  package init(of request: Request) throws(Refusal) {
    (object, isJSON) = try Refusal.taking(request: try Self.body(of: request))
  }

  /// Reads them where a request may have none; nil where it has no body.
  package init?(ifAny request: Request) throws(Refusal) {
    let length = request.environment.metaVariable("CONTENT_LENGTH")
    guard let length, !length.allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
    try self.init(of: request)
  }

  private static func body(of request: Request) throws(RequestError) -> (JSONObject, isJSON: Bool) {
    switch try MediaType(contentType: request.environment.metaVariable("CONTENT_TYPE")) {
    case .json:
      let body = try request.body(maxBytes: maxBodyBytes)
      guard let object = try? JSONParser.object(body) else { throw .malformed }
      return (object, true)
    case .form:
      let form = try FormBody(try request.body(maxBytes: maxBodyBytes))
      let members = form.fields.map { JSONObject.Member(name: $0.name, value: .string($0.value)) }
      return (JSONObject(members: members), false)
    }
  }

  /// The text of a field; nil where it is not there or is no text.
  package subscript(name: StaticString) -> [UInt8]? {
    if case .string(let text) = object[name] { text } else { nil }
  }

  /// Every field that is a text.
  package var texts: [(name: [UInt8], text: [UInt8])] {
    object.members.compactMap { if case .string(let text) = $0.value { ($0.name, text) } else { nil } }
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

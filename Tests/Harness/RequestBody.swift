/// A request's body and its type.
public struct RequestBody: Sendable, ExpressibleByStringLiteral {
  /// What is sent.
  public let content: String
  /// The Content-Type field, or nil for none.
  public let contentType: String?

  /// A body of any type.
  public init(_ content: String, contentType: String?) {
    self.content = content
    self.contentType = contentType
  }

  /// A JSON document.
  public init(stringLiteral json: String) { self.init(json, contentType: "application/json") }

  /// A JSON document.
  public static func json(_ document: String) -> RequestBody { RequestBody(stringLiteral: document) }

  /// A form.
  public static func form(_ fields: String) -> RequestBody {
    RequestBody(fields, contentType: "application/x-www-form-urlencoded")
  }

  /// The credentials of a user, which need no JSON escapes.
  public static func user(_ email: String, _ password: String = "nine herons at dawn") -> RequestBody {
    .json("{\"email\":\"\(email)\",\"password\":\"\(password)\"}")
  }
}

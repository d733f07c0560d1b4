/// A request method (RFC 9110 section 9): case-sensitive.
public struct Method: Hashable, Sendable {
  /// The method's name as it is sent.
  public let name: String

  /// `GET`.
  public static let get = Method(unchecked: "GET")
  /// `HEAD`.
  public static let head = Method(unchecked: "HEAD")
  /// `POST`.
  public static let post = Method(unchecked: "POST")

  /// A method, or nil where the bytes are not a token (RFC 9110 section 9.1).
  public init?(_ name: [UInt8]) {
    guard name.isToken else { return nil }
    self.name = String(decoding: name, as: UTF8.self)
  }

  /// Whether the bytes are the same.
  public static func == (one: Method, other: Method) -> Bool { one.name.isEqual(to: other.name) }

  /// Whether the method asks for nothing to be changed (RFC 9110 section 9.2.1); of those it names, the ones
  /// browsers send.
  package var isSafe: Bool { self == .get || self == .head || name.isEqual(to: "OPTIONS") }

  private init(unchecked name: String) { self.name = name }
}

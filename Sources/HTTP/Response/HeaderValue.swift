/// A header field's value: visible ASCII, spaces and tabs (RFC 9110 section 5.5), so
/// that it cannot end its line.
public struct HeaderValue: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The value as it is sent.
  public let text: String

  /// A value, or nil where the text has a control character (CR, LF and NUL among them) or is not ASCII.
  public init?(_ text: String) {
    guard text.utf8.allSatisfy({ $0 == 0x09 || (0x20...0x7E).contains($0) }) else { return nil }
    self.text = text
  }

  /// The value of Location, or of what else a place stands in.
  package init(_ place: LocalPath) { text = place.text }

  /// A value written in the source.
  public init(stringLiteral text: StaticString) { self.text = text.description }
}

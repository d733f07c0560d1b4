/// A place of this site: a path with its query, `/docs/a.pdf?page=2`. Never another site,
/// whatever a browser makes of it.
///
/// Browsers take `//e`, `/\e` and, because they pass over tabs and line ends, `/<TAB>/e` for the host `e`
/// (WHATWG URL section 4.4); none of these is a local path.
public struct LocalPath: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The most bytes of a path that is taken.
  public static let maxBytes = 2048

  /// The path as it goes into a Location field: visible ASCII.
  public let text: String

  /// A path, or nil where the bytes do not begin with one `/`, have a backslash or a control character in
  /// them, or are too many. Spaces, quotes and what is not ASCII is percent-encoded.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count <= Self.maxBytes, bytes.first == UInt8(ascii: "/"),
      bytes.dropFirst().first != UInt8(ascii: "/"),
      !bytes.contains(where: { $0 == UInt8(ascii: "\\") || $0.isASCIIControl })
    else { return nil }
    text = Self.encoded(bytes) { (0x21...0x7E).contains($0) && !"\"<>".utf8.contains($0) }
  }

  /// A path written in the source.
  public init(stringLiteral text: StaticString) { self.text = text.description }

  /// The path with a field added to its query, whose value is such as `queryValue` gives.
  package func adding(query field: String) -> LocalPath {
    LocalPath(checked: text + (text.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + field)
  }

  private init(checked text: String) { self.text = text }

  /// The path as the value of a query's field: nothing in it separates fields or ends the query.
  public var queryValue: String {
    Self.encoded(text.utf8)
  }

  /// Any bytes as the value of a query's field.
  package static func queryValue(of bytes: [UInt8]) -> String { encoded(bytes) }

  /// Percent-encoding (RFC 3986 section 2.1) of everything but slashes and what is never encoded.
  static func encoded(_ bytes: some Collection<UInt8>) -> String {
    encoded(bytes) { $0.isASCIIAlphanumeric || "-._~/".utf8.contains($0) }
  }

  /// The same of every byte that is not to be kept.
  static func encoded(_ bytes: some Collection<UInt8>, keeping isKept: (UInt8) -> Bool) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    for byte in bytes {
      if isKept(byte) {
        encoded.append(byte)
      } else {
        encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}

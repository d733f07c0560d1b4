/// A piece of an HTML document. What the source says is markup; every text that is put into it is escaped.
///
/// There is no way from a `String` to markup: literals are `StaticString`s, and an
/// interpolated `String` is a text.
///
///     let name = "<Ada>"
///     let item: HTML = "<li title=\"\(name)\">\(name)</li>"
public struct HTML: Sendable, ExpressibleByStringInterpolation {
  /// The markup, in UTF-8.
  private(set) var bytes: [UInt8]

  /// Nothing.
  public init() { bytes = [] }

  /// Markup.
  public init(stringLiteral markup: StaticString) { bytes = markup.withUTF8Buffer { Array($0) } }

  /// Markup with texts and other markup in it.
  public init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

  /// Markup of a template. Whoever wrote it may write pages of this site. Only
  /// `PageTemplate` calls this.
  init(ofTemplate markup: ArraySlice<UInt8>) { bytes = Array(markup) }

  /// Whether there is nothing in it.
  package var isEmpty: Bool { bytes.isEmpty }

  /// Adds a piece at the end.
  public mutating func append(_ html: HTML) { bytes += html.bytes }

  /// Both, one behind the other.
  public static func + (first: HTML, second: HTML) -> HTML { "\(first)\(second)" }

  /// What is between the braces of an interpolated literal.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var bytes: [UInt8] = []

    /// An empty piece.
    public init(literalCapacity: Int, interpolationCount: Int) { bytes.reserveCapacity(literalCapacity * 2) }

    /// Markup of the source.
    public mutating func appendLiteral(_ markup: StaticString) { markup.withUTF8Buffer { bytes += $0 } }

    /// Markup.
    public mutating func appendInterpolation(_ html: HTML) { bytes += html.bytes }

    /// Markup, or nothing.
    public mutating func appendInterpolation(_ html: HTML?) { if let html { bytes += html.bytes } }

    /// A text, between tags or in a quoted attribute (WHATWG HTML section 13.3,
    /// "escaping a string", and `'`).
    public mutating func appendInterpolation(_ text: String) {
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "&"): bytes += "&amp;".utf8
        case UInt8(ascii: "<"): bytes += "&lt;".utf8
        case UInt8(ascii: ">"): bytes += "&gt;".utf8
        case UInt8(ascii: "\""): bytes += "&quot;".utf8
        case UInt8(ascii: "'"): bytes += "&#39;".utf8
        default: bytes.append(byte)
        }
      }
    }
  }
}

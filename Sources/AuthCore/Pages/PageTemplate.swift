import CGIAuthLibC

/// An HTML document with places in it, such as `{{content}}`.
struct PageTemplate {
  /// A longer template is refused.
  static let maxBytes = 1 << 18

  /// What a template can have put into it.
  enum Place: String, CaseIterable {
    /// The language tag, for `<html lang="{{language}}">`.
    case language
    /// The page's title, as text.
    case title
    /// `site_name` as text; nothing where that is not set.
    case siteName = "site_name"
    /// The style and the referrer policy. Once at most.
    case head
    /// Name or logo as a link to the start page, for `<header>`.
    case header
    /// The heading, the messages and the form, for `<main>`. Exactly once.
    case content
    /// The administrator's links and the languages, for `<footer>`.
    case footer

    fileprivate func html(of parts: PageParts) -> HTML {
      switch self {
      case .language: "\(parts.language.rawValue)"
      case .title: "\(parts.title)"
      case .siteName: "\(parts.siteName ?? "")"
      case .head: parts.head
      case .header: parts.header ?? HTML()
      case .content: parts.content
      case .footer: parts.footer ?? HTML()
      }
    }
  }

  private enum Piece {
    case markup(HTML)
    case place(Place)
  }

  private var pieces: [Piece] = []

  /// Reads a template.
  ///
  /// - Throws: an error that names the line: bytes that are not UTF-8, a place that does not end, is unknown
  ///   or stands there once too often; and one that says that there is no `{{content}}`.
  init(_ bytes: [UInt8], name: String) throws(ConfigurationError) {
    var seen: [Place] = []
    var number = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      let here = ConfigurationError.Place.line(number, of: name)
      guard Array(line).isUTF8 else { throw ConfigurationError(here, "is not UTF-8") }
      if number > 1 { pieces.append(.markup("\n")) }
      var rest = line
      while let open = Self.index(of: "{{", in: rest) {
        pieces.append(.markup(HTML(ofTemplate: rest[..<open])))
        guard let close = Self.index(of: "}}", in: rest[(open + 2)...]) else {
          throw ConfigurationError(here, "{{ without }} behind it")
        }
        let word = rest[(open + 2)..<close].trimmingOptionalWhitespace
        guard let place = Place(word: word) else {
          throw ConfigurationError(
            here,
            "unknown place; there are \(Place.allCases.map { "{{\($0.rawValue)}}" }.joined(separator: ", "))")
        }
        if place == .content || place == .head, seen.contains(place) {
          throw ConfigurationError(here, "has {{\(place.rawValue)}} again")
        }
        seen.append(place)
        pieces.append(.place(place))
        rest = rest[(close + 2)...]
      }
      pieces.append(.markup(HTML(ofTemplate: rest)))
    }
    guard seen.contains(.content) else { throw ConfigurationError(.file(name), "has no {{content}}") }
  }

  /// The document.
  func filled(with parts: PageParts) -> HTML {
    pieces.reduce(into: HTML()) { document, piece in
      switch piece {
      case .markup(let html): document.append(html)
      case .place(let place): document.append(place.html(of: parts))
      }
    }
  }

  private static func index(of pair: StaticString, in line: ArraySlice<UInt8>) -> Int? {
    line.indices.first { line[$0...].prefix(2).isEqual(to: pair) }
  }
}

/// What people call the thing that they logged in with, such as Firefox on Windows: as much of a User-Agent
/// field (RFC 9110 section 10.1.5) as is kept.
package struct DeviceName: Hashable, Sendable {
  static let maxBytes = 32

  /// The browser's name or that of another program; empty where nothing is known.
  package let program: String
  /// The system it runs on, or empty.
  package let system: String

  /// The name of what sent a field.
  package init(userAgent field: [UInt8]?) {
    let field = field ?? []
    program = Self.name(Self.programs, in: field) ?? Self.product(field)
    system = Self.name(Self.systems, in: field) ?? ""
  }

  /// A word of the field, and the name of what sends it. The first that is there counts: most browsers name
  /// others, too.
  private static let programs: [(word: StaticString, name: StaticString)] = [
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Vivaldi/", "Vivaldi"),
    ("YaBrowser/", "Yandex"), ("DuckDuckGo/", "DuckDuckGo"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"),
    ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
  ]

  private static let systems: [(word: StaticString, name: StaticString)] = [
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"),
    ("Windows", "Windows"), ("Macintosh", "macOS"), ("Linux", "Linux"),
  ]

  /// Whether the program is one of the list, and not a word that whoever sent the field chose.
  package var isOfAList: Bool {
    Self.programs.contains { Array(program.utf8).isEqual(to: $0.name) }
  }

  private static func name(_ table: [(word: StaticString, name: StaticString)], in field: [UInt8]) -> String?
  {
    for row in table {
      let isThere = row.word.withUTF8Buffer { word in field.indices.contains { field.has(word, at: $0) } }
      if isThere { return row.name.description }
    }
    return nil
  }

  /// The name of the first product, such as `curl`.
  private static func product(_ field: [UInt8]) -> String {
    let name = field.prefix { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    return String(decoding: name.prefix(maxBytes / 2), as: UTF8.self)
  }

  // MARK: Bytes

  /// As it is kept: the two names, a zero between them, at most `maxBytes`.
  package var bytes: [UInt8] { Array(program.utf8) + [0] + Array(system.utf8) }

  /// Reads what was kept.
  package init(storedBytes bytes: [UInt8]) {
    let parts = bytes.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
    program = Self.text(parts.first)
    system = Self.text(parts.dropFirst().first)
  }

  private static func text(_ part: ArraySlice<UInt8>?) -> String {
    guard let part, part.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return "" }
    return String(decoding: part, as: UTF8.self)
  }

  package static func == (one: Self, other: Self) -> Bool { one.bytes == other.bytes }
  package func hash(into hasher: inout Hasher) { for byte in bytes { hasher.combine(byte) } }
}

/// Columns of texts, for people.
struct TextTable {
  private var rows: [[String]]

  init(_ head: [StaticString]) { rows = [head.map { $0.description }] }

  mutating func add(_ row: [String]) { rows.append(row.map(Self.plain)) }

  /// As they are written: columns are as wide as their longest text, and two spaces apart. A table without a
  /// row is a line that says so.
  func text(orElse nothing: StaticString) -> String {
    guard rows.count > 1 else { return "\(nothing)\n" }
    let widths = rows[0].indices.map { column in rows.reduce(0) { max($0, Self.width($1[column])) } }
    var text = ""
    for row in rows {
      var line: [UInt8] = []
      for (column, cell) in row.enumerated() {
        line += Array(cell.utf8)
        line += [UInt8](repeating: 0x20, count: widths[column] + 2 - Self.width(cell))
      }
      while line.last == 0x20 { line.removeLast() }
      text += String(decoding: line + [0x0A], as: UTF8.self)
    }
    return text
  }

  /// Bytes that continue a character take no place (RFC 3629 section 3).
  private static func width(_ text: String) -> Int {
    text.utf8.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }

  /// A text without what a terminal would obey: the control characters of ASCII, and those of ISO 6429, which
  /// are C2 80 to C2 9F in UTF-8.
  static func plain(_ text: String) -> String {
    var plain: [UInt8] = []
    for byte in text.utf8 {
      if byte < 0x20 || byte == 0x7F {
        plain.append(UInt8(ascii: "?"))
      } else if plain.last == 0xC2, byte < 0xA0 {
        plain[plain.count - 1] = UInt8(ascii: "?")
      } else {
        plain.append(byte)
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }
}

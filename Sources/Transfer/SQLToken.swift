import CGIAuthCore

/// A piece of a dump of MySQL's (MySQL 8.4 Reference Manual, sections 11.1 and 11.2).
enum SQLToken {
  /// A name between backticks.
  case name([UInt8])
  case text([UInt8])
  /// A word, a number, or what else stands there without marks.
  case word([UInt8])
  case symbol(UInt8)
  /// One that is longer than `ImportSource.maxRecordBytes`.
  case tooLong

  func isSymbol(_ symbol: Unicode.Scalar) -> Bool {
    if case .symbol(let found) = self { found == UInt8(ascii: symbol) } else { false }
  }

  func isWord(_ lowercase: StaticString) -> Bool {
    if case .word(let word) = self { word.isEqualIgnoringASCIICase(to: lowercase) } else { false }
  }
}

extension ImportSource {
  /// Takes a piece of SQL, and the spaces and comments before it; nil at the end of the file.
  mutating func nextToken() throws(SystemError) -> SQLToken? {
    while let byte = try next() {
      switch byte {
      case 0x09, 0x0A, 0x0D, 0x20: continue
      case UInt8(ascii: "#"): try passComment()
      case UInt8(ascii: "-") where try peek() == UInt8(ascii: "-"): try passComment()
      case UInt8(ascii: "/") where try peek() == UInt8(ascii: "*"): try passLongComment()
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        guard let text = try quoted(by: byte, hasEscapes: true) else { return .tooLong }
        return .text(text)
      case UInt8(ascii: "`"):
        guard let name = try quoted(by: byte, hasEscapes: false) else { return .tooLong }
        return .name(name)
      default:
        guard Self.isOfWord(byte) else { return .symbol(byte) }
        var word = [byte]
        while let byte = try peek(), Self.isOfWord(byte) {
          guard word.count < Self.maxRecordBytes else { return .tooLong }
          word.append(byte)
          _ = try next()
        }
        return .word(word)
      }
    }
    return nil
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    byte.isASCIIAlphanumeric || byte >= 0x80 || "_$@+-:".utf8.contains(byte)
  }

  /// Goes behind the end of a statement. Nothing of it is kept, however long it is.
  mutating func passStatement() throws(SystemError) {
    while let byte = try next() {
      switch byte {
      case UInt8(ascii: ";"): return
      case UInt8(ascii: "'"), UInt8(ascii: "\""): try passQuoted(by: byte, hasEscapes: true)
      case UInt8(ascii: "`"): try passQuoted(by: byte, hasEscapes: false)
      case UInt8(ascii: "#"): try passComment()
      case UInt8(ascii: "-") where try peek() == UInt8(ascii: "-"): try passComment()
      case UInt8(ascii: "/") where try peek() == UInt8(ascii: "*"): try passLongComment()
      default: continue
      }
    }
  }

  private mutating func passComment() throws(SystemError) {
    while let byte = try next(), byte != 0x0A {}
  }

  /// One that `/*` begins. What MySQL would run of it is nothing that is read here.
  private mutating func passLongComment() throws(SystemError) {
    _ = try next()
    var last: UInt8 = 0
    while let byte = try next() {
      if last == UInt8(ascii: "*"), byte == UInt8(ascii: "/") { return }
      last = byte
    }
  }

  private mutating func passQuoted(by mark: UInt8, hasEscapes: Bool) throws(SystemError) {
    while let byte = try next() {
      // Of a mark that is doubled, the second begins what the next round passes.
      if byte == mark { return }
      if hasEscapes, byte == UInt8(ascii: "\\") { _ = try next() }
    }
  }

  /// What stands between marks, the first of which is taken; nil where it is too long or does not end.
  private mutating func quoted(by mark: UInt8, hasEscapes: Bool) throws(SystemError) -> [UInt8]? {
    var text: [UInt8] = []
    while let byte = try next() {
      guard text.count < Self.maxRecordBytes else {
        if hasEscapes, byte == UInt8(ascii: "\\") { _ = try next() }
        if byte != mark { try passQuoted(by: mark, hasEscapes: hasEscapes) }
        return nil
      }
      if byte == mark {
        guard try peek() == mark else { return text }
        _ = try next()
        text.append(mark)
      } else if hasEscapes, byte == UInt8(ascii: "\\") {
        guard let escaped = try next() else { return nil }
        text += Self.unescaped(escaped)
      } else {
        text.append(byte)
      }
    }
    return nil
  }

  /// What a byte behind a backslash means (table 11.1).
  private static func unescaped(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case UInt8(ascii: "0"): [0]
    case UInt8(ascii: "b"): [0x08]
    case UInt8(ascii: "n"): [0x0A]
    case UInt8(ascii: "r"): [0x0D]
    case UInt8(ascii: "t"): [0x09]
    case UInt8(ascii: "Z"): [0x1A]
    case UInt8(ascii: "%"), UInt8(ascii: "_"): [UInt8(ascii: "\\"), byte]
    default: [byte]
    }
  }
}

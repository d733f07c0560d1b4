import CGIAuthCore

/// A record of comma-separated values (RFC 4180).
enum CSVRecord {
  case fields([[UInt8]])
  case fault(ImportFault)
}

extension ImportSource {
  private static let quote = UInt8(ascii: "\"")

  /// Takes a record; nil where there is none.
  ///
  /// Of one that is malformed or too long, its first line alone is taken: a quotation mark too many costs no
  /// line behind it.
  mutating func nextRecord(separator: UInt8) throws(SystemError) -> (number: Int, CSVRecord)? {
    guard try peek() != nil else { return nil }
    let start = place
    var fields: [[UInt8]] = []
    var count = 0
    while true {
      var field: [UInt8] = []
      let isQuoted = try peek() == Self.quote
      var end: UInt8?
      if isQuoted {
        _ = try next()
        guard try takeQuoted(into: &field, count) else {
          let fault: ImportFault = field.count + count > Self.maxRecordBytes ? .tooLong : .malformed
          return (start.line, .fault(try passLine(at: start, fault)))
        }
        end = try next()
        // In front of a line's end, and of the file's, too.
        if end == 0x0D, try peek() == 0x0A { end = try next() }
        guard end == nil || end == separator || end == 0x0A else {
          return (start.line, .fault(try passLine(at: start, .malformed)))
        }
      } else {
        while true {
          end = try next()
          guard let byte = end, byte != separator, byte != 0x0A else { break }
          guard byte != Self.quote, byte != 0 else {
            return (start.line, .fault(try passLine(at: start, .malformed)))
          }
          field.append(byte)
          guard field.count + count <= Self.maxRecordBytes else {
            return (start.line, .fault(try passLine(at: start, .tooLong)))
          }
        }
        if end != separator, field.last == 0x0D { field.removeLast() }
      }
      count += field.count + 1
      fields.append(field)
      guard fields.count <= ImportLayout.maxColumns else {
        return (start.line, .fault(try passLine(at: start, .malformed)))
      }
      if end != separator { return (start.line, .fields(fields)) }
    }
  }

  /// Takes what stands between quotation marks, and the second mark.
  ///
  /// - Returns: false where there is none within the most bytes of a record.
  private mutating func takeQuoted(into field: inout [UInt8], _ count: Int) throws(SystemError) -> Bool {
    while let byte = try next() {
      if byte == Self.quote {
        guard try peek() == Self.quote else { return true }
        _ = try next()
      }
      field.append(byte)
      guard field.count + count <= Self.maxRecordBytes, byte != 0 else { return false }
    }
    return false
  }

  /// Goes behind the line that begins at a place.
  private mutating func passLine(
    at start: Place, _ fault: ImportFault
  ) throws(SystemError) -> ImportFault {
    go(to: start)
    _ = try nextLine()
    return fault
  }
}

/// A field of a CSV file as spreadsheets open it.
enum CSVField {
  /// What begins a formula in a spreadsheet, which would run what a member called himself.
  private static func isFormula(_ byte: UInt8?) -> Bool {
    byte.map { "=+-@\t\r".utf8.contains($0) } ?? false
  }

  private static func isGuarded(_ text: [UInt8]) -> Bool {
    isFormula(text.first { $0 != UInt8(ascii: "'") })
  }

  /// A text as it is written: behind an apostrophe where a spreadsheet would compute it.
  static func written(_ text: [UInt8]) -> [UInt8] {
    let text = isGuarded(text) ? [UInt8(ascii: "'")] + text : text
    guard text.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return text }
    let doubled = text.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
    return [UInt8(ascii: "\"")] + doubled + [UInt8(ascii: "\"")]
  }

  /// What was written.
  static func read(_ text: [UInt8]) -> [UInt8] {
    text.first == UInt8(ascii: "'") && isGuarded(text) ? text.dropFirst().array : text
  }
}

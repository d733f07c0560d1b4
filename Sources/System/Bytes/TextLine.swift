/// A line of a file that an administrator wrote.
package struct TextLine {
  /// Counted from 1.
  package let number: Int
  /// The line without the spaces and tabs around it.
  package let text: ArraySlice<UInt8>

  /// The lines that say something: empty ones and those that begin with `#` are passed over.
  ///
  /// Line ends may be CR LF and a UTF-8 byte order mark may come first, as editors and FTP clients on Windows
  /// leave them.
  package static func lines(of text: [UInt8]) -> [TextLine] {
    var lines: [TextLine] = []
    var number = 0
    for line in text.withoutByteOrderMark.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      let text = (line.last == 0x0D ? line.dropLast() : line).trimmingOptionalWhitespace
      if !text.isEmpty && text.first != UInt8(ascii: "#") {
        lines.append(TextLine(number: number, text: text))
      }
    }
    return lines
  }

  /// What stands before and behind the first `=`, without spaces and tabs around it; nil where there is none.
  package var assignment: (key: ArraySlice<UInt8>, value: ArraySlice<UInt8>)? {
    guard let equals = text.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    return (text[..<equals].trimmingOptionalWhitespace, text[(equals + 1)...].trimmingOptionalWhitespace)
  }
}

extension [UInt8] {
  /// The bytes without the byte order mark of UTF-8 that may come first.
  package var withoutByteOrderMark: ArraySlice<UInt8> {
    begins(with: "\u{FEFF}") ? dropFirst(3) : self[...]
  }
}

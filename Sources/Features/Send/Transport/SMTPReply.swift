import CGIAuthCore

/// A server's answer to a command (RFC 5321 section 4.2).
struct SMTPReply {
  let code: Int
  /// What stands behind the code in each line.
  let lines: [[UInt8]]

  /// A longer answer is none. RFC 5321 section 4.5.3.1.5 has 512 bytes for a line; an answer to EHLO has some
  /// twenty.
  static let maxBytes = 8192

  /// Takes an answer from what was received.
  ///
  /// - Returns: nil where not all of it is there yet; then nothing is taken.
  /// - Throws: `mail-protocol`.
  init?(takingFrom received: inout [UInt8]) throws(MailFailure) {
    var code: Int?
    var lines: [[UInt8]] = []
    var rest = received[...]
    while let end = rest.firstIndex(of: 0x0A) {
      guard end - received.startIndex < Self.maxBytes else { throw Self.fault("an answer is too long") }
      var line = rest[..<end]
      rest = rest[(end + 1)...]
      if line.last == 0x0D { line.removeLast() }
      guard line.count >= 3, let number = wholeNumber(line.prefix(3)), (200...599).contains(number),
        code == nil || code == number
      else { throw Self.fault("an answer has no code") }
      code = number
      let text = line.dropFirst(3)
      lines.append(Array(text.dropFirst()))
      switch text.first {
      case UInt8(ascii: "-"): continue
      case nil, UInt8(ascii: " "):
        self.code = number
        self.lines = lines
        received = Array(rest)
        return
      default: throw Self.fault("an answer has no code")
      }
    }
    guard received.count < Self.maxBytes else { throw Self.fault("an answer is too long") }
    return nil
  }

  /// The code and all lines.
  var text: [UInt8] {
    Array("\(code)".utf8) + lines.flatMap { [0x20] + $0 }
  }

  /// The words behind a keyword that the answer to EHLO has (section 4.1.1.1), in lower case; nil where it
  /// has not. `AUTH=` was there before RFC 4954.
  func parameters(of keyword: StaticString) -> [[UInt8]]? {
    for line in lines.dropFirst() {
      let words = line.asciiLowercased.split { $0 == 0x20 || $0 == UInt8(ascii: "=") }.map { Array($0) }
      if let first = words.first, first.isEqual(to: keyword) { return Array(words.dropFirst()) }
    }
    return nil
  }

  private static func fault(_ text: StaticString) -> MailFailure {
    MailFailure(.protocolFault, text.description)
  }
}

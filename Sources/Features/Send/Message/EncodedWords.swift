import CGIAuthCore

/// Text in a header field (RFC 2047): as it stands where that can be, else in encoded words.
enum EncodedWords {
  /// The most bytes of a text that stands as it is: its line stays under 76 bytes, whatever the field.
  private static let maxPlainBytes = 60
  /// The most bytes of text in an encoded word, which then has 60 bytes; 75 are allowed (section 2).
  private static let maxBytes = 36

  /// A text of a field without a structure, such as Subject.
  static func text(_ text: String) -> String {
    let bytes = Array(text.utf8)
    // What looks like an encoded word would be read as one.
    let isPlain =
      bytes.count <= maxPlainBytes && bytes.allSatisfy { (0x20...0x7E).contains($0) }
      && !bytes.indices.contains { bytes[$0...].starts(with: "=?".utf8) }
    return isPlain ? text : words(text)
  }

  /// A name before an address: quoted (RFC 5322 section 3.2.4), or in encoded words.
  static func phrase(_ name: String) -> String {
    let text = text(name)
    guard text.isEqual(to: name) else { return text }
    let special = [UInt8(ascii: "\""), UInt8(ascii: "\\")]
    let quoted: [UInt8] = name.utf8.flatMap { special.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
    return quoted.count <= maxPlainBytes
      ? "\"\(String(decoding: quoted, as: UTF8.self))\"" : words(name)
  }

  /// Encoded words, each on a line of its own. None ends within a character (section 5).
  private static func words(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var words = ""
    var start = 0
    while start < bytes.count {
      var end = min(start + maxBytes, bytes.count)
      while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
      let encoded = String(decoding: Base64.encode(bytes[start..<end]), as: UTF8.self)
      words += "\(start == 0 ? "" : "\n ")=?utf-8?B?\(encoded)?="
      start = end
    }
    return words
  }
}

import CGIAuthCore

/// A text as the body of a mail: quoted-printable or base64, whichever is shorter (RFC 2045 section 6).
struct MailBody {
  /// The name of the encoding.
  let encoding: StaticString
  /// The encoded text, in lines of at most 76 bytes.
  let bytes: [UInt8]

  /// Encodes a text whose lines end in LF.
  init(_ text: String) {
    let text = Array(text.utf8)
    let quoted = Self.quotedPrintable(text)
    // Lines of a text end in CR LF (section 6.8), whatever they end in on the way there.
    let base64 = Base64.lines(of: text.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] })
    (encoding, bytes) = quoted.count <= base64.count ? ("quoted-printable", quoted) : ("base64", base64)
  }

  private static let maxColumns = 76

  /// Quoted-printable (section 6.7). What mail programs change at the beginning of a line is encoded, too: a
  /// dot (RFC 5321 section 4.5.2) and `From ` (section 8 of RFC 2049).
  private static func quotedPrintable(_ text: [UInt8]) -> [UInt8] {
    var encoded: [UInt8] = []
    var column = 0
    for (place, byte) in text.enumerated() {
      if byte == 0x0A {
        encoded.append(byte)
        column = 0
        continue
      }
      let isLast = place + 1 == text.count || text[place + 1] == 0x0A
      func piece() -> [UInt8] {
        let isAtStart = column == 0 && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: "F"))
        let isPlain =
          (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") && !isAtStart || byte == 0x20 && !isLast
        return isPlain ? [byte] : [UInt8(ascii: "="), hexDigit(byte >> 4), hexDigit(byte & 15)]
      }
      // The last column is for the `=` that ends a line which is none of the text's.
      if column + piece().count > (isLast ? maxColumns : maxColumns - 1) {
        encoded += [UInt8(ascii: "="), 0x0A]
        column = 0
      }
      let piece = piece()
      encoded += piece
      column += piece.count
    }
    return encoded
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }
}

/// base64 with padding (RFC 4648 section 4).
enum Base64 {
  /// The text of bytes.
  static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var text: [UInt8] = Base64URL.encode(Array(bytes)).utf8.map {
      switch $0 {
      case UInt8(ascii: "-"): UInt8(ascii: "+")
      case UInt8(ascii: "_"): UInt8(ascii: "/")
      default: $0
      }
    }
    while text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
    return text
  }

  /// The same in lines of at most 76 bytes that end in LF (RFC 2045 section 6.8).
  static func lines(of bytes: [UInt8]) -> [UInt8] {
    var lines: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 57) {
      lines += encode(bytes[start..<min(start + 57, bytes.count)]) + [0x0A]
    }
    return lines
  }
}

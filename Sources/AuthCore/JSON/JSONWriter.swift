/// Writes one JSON object (RFC 8259), members in the order they are added, no spaces.
struct JSONWriter {
  private(set) var bytes: [UInt8] = [UInt8(ascii: "{")]

  /// The finished object.
  var object: [UInt8] { bytes + [UInt8(ascii: "}")] }

  /// Adds a string. Quotes, backslashes and control characters are escaped (section 7).
  mutating func add(_ name: StaticString, _ text: String) {
    begin(name)
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        bytes += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Adds a whole number.
  mutating func add(_ name: StaticString, _ number: Int) {
    begin(name)
    bytes += Array(String(number).utf8)
  }

  private mutating func begin(_ name: StaticString) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    bytes += Array("\"\(name)\":".utf8)
  }
}

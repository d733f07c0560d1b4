/// Writes one JSON object (RFC 8259), members in the order they are added, no spaces.
struct JSONWriter {
  private var bytes: [UInt8] = []
  private static let usualBytes = 256

  init() {
    bytes.reserveCapacity(Self.usualBytes)
    bytes.append(UInt8(ascii: "{"))
  }

  /// The finished object.
  var object: [UInt8] { bytes + [UInt8(ascii: "}")] }

  /// Adds a string. Quotes, backslashes and control characters are escaped (section 7).
  mutating func add(_ name: StaticString, _ text: String) {
    begin(name)
    var text = text
    text.withUTF8 { Self.add(quoted: $0, to: &bytes) }
  }

  /// Adds a whole number.
  mutating func add(_ name: StaticString, _ number: Int) {
    begin(name)
    bytes += String(number).utf8
  }

  private mutating func begin(_ name: StaticString) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    bytes.append(UInt8(ascii: "\""))
    bytes.add(name)
    bytes.add("\":")
  }

  /// A value that was read, written again: numbers in their digits, members in their order.
  static func bytes(of value: JSONValue) -> [UInt8] {
    switch value {
    case .null: Array("null".utf8)
    case .bool(let isTrue): Array((isTrue ? "true" : "false").utf8)
    case .number(let number): number.digits
    case .string(let text): string(text)
    case .array(let values): enclosed("[", values.map(bytes), "]")
    case .object(let object):
      enclosed("{", object.members.map { string($0.name) + [UInt8(ascii: ":")] + bytes(of: $0.value) }, "}")
    }
  }

  private static func enclosed(_ open: Unicode.Scalar, _ parts: [[UInt8]], _ close: Unicode.Scalar) -> [UInt8]
  {
    [UInt8(ascii: open)] + parts.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: close)]
  }

  private static func string(_ text: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    text.withUnsafeBufferPointer { add(quoted: $0, to: &bytes) }
    return bytes
  }

  private static func add(quoted text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    if text.contains(where: isEscaped) {
      for byte in text { add(byte, to: &bytes) }
    } else {
      bytes.append(contentsOf: UnsafeRawBufferPointer(text))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func isEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  @inline(never)
  private static func add(_ byte: UInt8, to bytes: inout [UInt8]) {
    guard isEscaped(byte) else { return bytes.append(byte) }
    if byte >= 0x20 {
      bytes += [UInt8(ascii: "\\"), byte]
    } else {
      let digits = Array("0123456789abcdef".utf8)
      bytes.add("\\u00")
      bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
}

extension JSONObject {
  /// The object in JSON, in one line without its end.
  package var text: [UInt8] { JSONWriter.bytes(of: .object(self)) }
}

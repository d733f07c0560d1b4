/// A strict reader of JSON (RFC 8259): the whole input is one value, in valid UTF-8, and no object names a
/// member twice, on whose meaning two readers could differ (section 4).
public struct JSONParser {
  /// The input is not JSON, or goes over a limit below.
  public struct Malformed: Error, Hashable, Sendable {}

  /// How deep arrays and objects may be nested.
  public static let maxDepth = 16
  /// How many members one object may have: the search for doubled names is quadratic.
  public static let maxMembers = 64

  private let input: [UInt8]
  private var position = 0

  /// Reads one value.
  public static func value(_ input: [UInt8]) throws(Malformed) -> JSONValue {
    // Checked as a whole, once: strings below can then be cut out as they are.
    guard input.isUTF8 else { throw Malformed() }
    var parser = JSONParser(input: input)
    let value = try parser.value(depth: 0)
    parser.skipWhitespace()
    guard parser.position == input.count else { throw Malformed() }
    return value
  }

  /// Reads one object.
  public static func object(_ input: [UInt8]) throws(Malformed) -> JSONObject {
    guard case .object(let object) = try value(input) else { throw Malformed() }
    return object
  }

  private init(input: [UInt8]) { self.input = input }

  private var current: UInt8? { position < input.count ? input[position] : nil }

  private mutating func skipWhitespace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    position += 1
    return true
  }

  private mutating func skip(word: StaticString) throws(Malformed) {
    guard input[position...].prefix(word.utf8CodeUnitCount).isEqual(to: word) else { throw Malformed() }
    position += word.utf8CodeUnitCount
  }

  private mutating func value(depth: Int) throws(Malformed) -> JSONValue {
    skipWhitespace()
    switch current {
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .array(try array(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): try skip(word: "true"); return .bool(true)
    case UInt8(ascii: "f"): try skip(word: "false"); return .bool(false)
    case UInt8(ascii: "n"): try skip(word: "null"); return .null
    default: return .number(try number())
    }
  }

  private mutating func object(depth: Int) throws(Malformed) -> JSONObject {
    guard depth < Self.maxDepth else { throw Malformed() }
    var members: [JSONObject.Member] = []
    position += 1
    skipWhitespace()
    if skip(UInt8(ascii: "}")) { return JSONObject(members: []) }
    repeat {
      skipWhitespace()
      guard current == UInt8(ascii: "\"") else { throw Malformed() }
      let name = try string()
      skipWhitespace()
      guard skip(UInt8(ascii: ":")) else { throw Malformed() }
      let value = try value(depth: depth + 1)
      guard members.count < Self.maxMembers, !members.contains(where: { $0.name == name }) else {
        throw Malformed()
      }
      members.append(JSONObject.Member(name: name, value: value))
      skipWhitespace()
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "}")) else { throw Malformed() }
    return JSONObject(members: members)
  }

  private mutating func array(depth: Int) throws(Malformed) -> [JSONValue] {
    guard depth < Self.maxDepth else { throw Malformed() }
    var values: [JSONValue] = []
    position += 1
    skipWhitespace()
    if skip(UInt8(ascii: "]")) { return [] }
    repeat {
      values.append(try value(depth: depth + 1))
      skipWhitespace()
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "]")) else { throw Malformed() }
    return values
  }

  private mutating func string() throws(Malformed) -> [UInt8] {
    position += 1
    let start = position
    // Nearly every string is without escapes: cut out as it is.
    position = input.withUnsafeBufferPointer { input in
      var end = start
      while end < input.count, input[end] >= 0x20, input[end] != UInt8(ascii: "\""),
        input[end] != UInt8(ascii: "\\")
      { end += 1 }
      return end
    }
    var bytes = input[start..<position].array
    while let byte = current {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return bytes
      case UInt8(ascii: "\\"): try escape(into: &bytes)
      case 0..<0x20: throw Malformed()
      default: bytes.append(byte)
      }
    }
    throw Malformed()
  }

  private mutating func escape(into bytes: inout [UInt8]) throws(Malformed) {
    guard let byte = current else { throw Malformed() }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"): bytes += try Array(String(unicodeEscape()).utf8)
    default: throw Malformed()
    }
  }

  /// The character of `\uXXXX`, or of two of them that form a surrogate pair; half a pair is an error.
  private mutating func unicodeEscape() throws(Malformed) -> Unicode.Scalar {
    let first = try hexQuad()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) else { throw Malformed() }
    let second = try hexQuad()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
    else { throw Malformed() }
    return scalar
  }

  private mutating func hexQuad() throws(Malformed) -> UInt16 {
    var quad: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = current?.hexDigitValue else { throw Malformed() }
      position += 1
      quad = quad << 4 | UInt16(digit)
    }
    return quad
  }

  private mutating func number() throws(Malformed) -> JSONNumber {
    let start = position
    _ = skip(UInt8(ascii: "-"))
    if !skip(UInt8(ascii: "0")) { try skipDigits() }
    if skip(UInt8(ascii: ".")) { try skipDigits() }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
      try skipDigits()
    }
    return JSONNumber(digits: input[start..<position].array)
  }

  private mutating func skipDigits() throws(Malformed) {
    guard let first = current, first.isASCIIDigit else { throw Malformed() }
    while let byte = current, byte.isASCIIDigit { position += 1 }
  }
}

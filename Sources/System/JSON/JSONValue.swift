/// A JSON value (RFC 8259 section 3). Strings are UTF-8 bytes, so that two spellings of
/// one letter stay two strings.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// A number in the digits it came in.
  case number(JSONNumber)
  case string([UInt8])
  case array([JSONValue])
  case object(JSONObject)

  /// A text.
  package static func text(_ text: String) -> JSONValue { .string(Array(text.utf8)) }
}

/// A JSON object: its members in their order, no name twice.
public struct JSONObject: Hashable, Sendable {
  /// One name and its value.
  public struct Member: Hashable, Sendable {
    /// The name's UTF-8 bytes.
    public let name: [UInt8]
    /// The value.
    public let value: JSONValue

    /// A member.
    public init(name: [UInt8], value: JSONValue) {
      self.name = name
      self.value = value
    }

    /// A member whose name is written in the source.
    package init(_ name: StaticString, _ value: JSONValue) {
      self.init(name: name.withUTF8Buffer { Array($0) }, value: value)
    }
  }

  /// The members.
  public let members: [Member]

  /// An object of members whose names differ.
  package init(members: [Member]) { self.members = members }

  /// The value of the member with this name, or nil.
  public subscript(name: StaticString) -> JSONValue? { members.first { $0.name.isEqual(to: name) }?.value }
}

/// A JSON number (RFC 8259 section 6), kept as text: converting it can fail, and
/// where is the reader's to say.
public struct JSONNumber: Hashable, Sendable {
  /// The number as written, in the grammar of section 6.
  let digits: [UInt8]

  /// A whole number.
  package init(_ number: Int) { digits = Array(String(number).utf8) }

  init(digits: [UInt8]) { self.digits = digits }

  /// The number without its fraction, or nil where its magnitude is over 2^53, the most that every JSON
  /// reader keeps exact (RFC 8259 section 6).
  public var wholePart: Int? {
    // Nearly every number is this.
    if let number = wholeNumber(digits), number <= Self.maxExact { return number }
    let isNegative = digits.first == UInt8(ascii: "-")
    let mantissa = digits.dropFirst(isNegative ? 1 : 0).prefix { $0 | 0x20 != UInt8(ascii: "e") }
    let exponent = Self.exponent(digits[mantissa.endIndex...].dropFirst())
    // The digits of the mantissa, and how many of them stand before the decimal point
    // once the exponent has moved it.
    let whole = mantissa.prefix { $0 != UInt8(ascii: ".") }
    let all = whole + mantissa.dropFirst(whole.count + 1)
    let count = whole.count + exponent
    var number = 0
    for digit in all.prefix(max(count, 0)) {
      number = number * 10 + Int(digit - 0x30)
      guard number <= Self.maxExact else { return nil }
    }
    if number > 0, count > all.count {
      for _ in all.count..<count {
        number *= 10
        guard number <= Self.maxExact else { return nil }
      }
    }
    return isNegative ? -number : number
  }

  private static let maxExact = 1 << 53

  /// The exponent behind the `e`, 0 where there is none. One that is beyond every
  /// number that is taken is cut.
  private static func exponent(_ text: ArraySlice<UInt8>) -> Int {
    let isNegative = text.first == UInt8(ascii: "-")
    let digits = isNegative || text.first == UInt8(ascii: "+") ? text.dropFirst() : text
    if digits.isEmpty { return 0 }
    let number = min(wholeNumber(digits) ?? Int.max, 1 << 20)
    return isNegative ? -number : number
  }
}

import CGIAuthHTTP

/// A JSON value (RFC 8259 section 3). Strings are UTF-8 bytes, so that two spellings of one letter stay two strings.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// A number in the digits it came in.
  case number(JSONNumber)
  case string([UInt8])
  case array([JSONValue])
  case object(JSONObject)
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
  }

  /// The members.
  public let members: [Member]

  /// An object of members whose names differ.
  init(members: [Member]) { self.members = members }

  /// The value of the member with this name, or nil.
  public subscript(name: StaticString) -> JSONValue? { members.first { $0.name.isEqual(to: name) }?.value }
}

/// A JSON number (RFC 8259 section 6), kept as text: converting it can fail, and where is the reader's to say.
public struct JSONNumber: Hashable, Sendable {
  /// The number as written.
  let text: String

  /// The number without its fraction, or nil where its magnitude is over 2^53, the most that every JSON
  /// reader keeps exact (RFC 8259 section 6).
  public var wholePart: Int? {
    // Nearly every number is this, and a Double is dear to read.
    if let number = wholeNumber(text.utf8), number <= 1 << 53 { return number }
    guard let value = Double(text), value.magnitude <= 0x1p53 else { return nil }
    return Int(value)
  }
}

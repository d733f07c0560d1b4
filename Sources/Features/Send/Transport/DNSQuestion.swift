import CGIAuthCore

/// A question for the addresses of a name, as name servers take it (RFC 1035 section 4).
struct DNSQuestion {
  /// The type of the records asked for.
  enum Kind: UInt8 {
    /// A (section 3.4.1).
    case ipv4 = 1
    /// AAAA (RFC 3596).
    case ipv6 = 28

    fileprivate var addressBytes: Int { self == .ipv4 ? 4 : 16 }
  }

  /// What came back.
  enum Answer: Equatable {
    /// The addresses, which may be none. An answer has the aliases on the way to them, too.
    case addresses([HostAddress])
    /// The rest of it is to be had by TCP.
    case truncated
    /// The server could not find it out.
    case failure
    /// It is no answer to this question.
    case other
  }

  private let kind: Kind
  /// The message.
  let bytes: [UInt8]

  private static let headBytes = 12, maxRecords = 64

  /// A question; nil where the name has a label of more than 63 bytes, or none.
  init?(_ name: String, _ kind: Kind, id: [UInt8]) {
    self.kind = kind
    // Recursion is wanted; one question.
    var bytes = id + [1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    for label in name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
      guard (1...63).contains(label.count) else { return nil }
      bytes.append(UInt8(label.count))
      bytes += Array(label)
    }
    // The root; the type; the Internet.
    self.bytes = bytes + [0, 0, kind.rawValue, 0, 1]
  }

  /// Reads a message.
  func answer(in message: [UInt8]) -> Answer {
    let asked = bytes.count
    guard message.count >= asked, message[0] == bytes[0], message[1] == bytes[1], message[2] & 0xF8 == 0x80,
      message[4] == 0, message[5] == 1,
      // Servers may change the case of letters in nothing but the names that they know better.
      message[Self.headBytes..<asked].asciiLowercased == bytes[Self.headBytes...].asciiLowercased
    else { return .other }
    if message[2] & 2 != 0 { return .truncated }
    switch message[3] & 15 {
    case 0: break
    // There is no such name.
    case 3: return .addresses([])
    default: return .failure
    }
    var reader = ByteReader(message[asked...])
    var addresses: [HostAddress] = []
    let count = Int(message[6]) << 8 | Int(message[7])
    for _ in 0..<min(count, Self.maxRecords) {
      guard Self.skipName(&reader) else { return .failure }
      let head = reader.take(10)
      guard head.count == 10 else { return .failure }
      let size = Int(head[8]) << 8 | Int(head[9])
      let data = reader.take(size)
      guard data.count == size else { return .failure }
      if head[0] == 0, head[1] == kind.rawValue, head[2] == 0, head[3] == 1, size == kind.addressBytes {
        addresses.append(HostAddress(data))
      }
    }
    return .addresses(addresses)
  }

  /// Passes over a name, which may end in a pointer to another (section 4.1.4).
  private static func skipName(_ reader: inout ByteReader) -> Bool {
    while true {
      guard let length = reader.take(1).first else { return false }
      switch length {
      case 0: return true
      case 0xC0...: return reader.take(1).count == 1
      case 1...63: guard reader.take(Int(length)).count == Int(length) else { return false }
      default: return false
      }
    }
  }
}

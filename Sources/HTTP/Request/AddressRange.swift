import CGIAuthLibC

/// A range of IPv4 or IPv6 addresses, such as `192.0.2.7`, `10.0.0.0/8` or
/// `2001:db8::/32` (RFC 4632, RFC 4291).
public struct AddressRange: Hashable, Sendable {
  private let address: [UInt8]
  private let prefixBits: Int

  /// A range, or nil where the text is none. Without `/` the range is one address.
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count <= 2,
      let address = Self.bytes(ofAddress: String(decoding: parts[0], as: UTF8.self))
    else { return nil }
    var bits = address.count * 8
    if parts.count == 2 {
      guard let given = wholeNumber(parts[1]), given <= bits else { return nil }
      bits = given
    }
    self.address = address
    prefixBits = bits
  }

  /// Whether the address lies in this range. Text that is no address lies in none.
  public func contains(_ text: String) -> Bool {
    guard let other = Self.bytes(ofAddress: text), other.count == address.count else { return false }
    return (0..<prefixBits).allSatisfy { bit in
      let mask = UInt8(0x80) >> UInt8(bit % 8)
      return address[bit / 8] & mask == other[bit / 8] & mask
    }
  }

  /// 4 or 16 bytes. An IPv4 address in IPv6 notation (`::ffff:192.0.2.7`) counts as IPv4, as a server that
  /// listens on both families reports it (RFC 4291 section 2.5.5.2).
  package static func bytes(ofAddress text: String) -> [UInt8]? {
    // To inet_pton(3) a NUL is the end, whatever follows it.
    guard !text.utf8.contains(0) else { return nil }
    var bytes = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET, text, &bytes) == 1 { return Array(bytes.prefix(4)) }
    guard inet_pton(AF_INET6, text, &bytes) == 1 else { return nil }
    if bytes.prefix(10).allSatisfy({ $0 == 0 }) && bytes[10] == 0xFF && bytes[11] == 0xFF {
      return Array(bytes.suffix(4))
    }
    return bytes
  }
}

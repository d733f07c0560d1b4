import CGIAuthCore
import CGIAuthLibC

/// An address of the Internet.
struct HostAddress: Equatable {
  /// 4 bytes, or 16 of IPv6.
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// An address as text, or nil where it is none.
  init?(_ text: some Collection<UInt8>) {
    guard let bytes = AddressRange.bytes(ofAddress: String(decoding: text, as: UTF8.self)) else { return nil }
    self.bytes = bytes
  }

  private var isIPv6: Bool { bytes.count == 16 }

  /// AF_INET or AF_INET6.
  var family: Int32 { isIPv6 ? AF_INET6 : AF_INET }

  /// What connect(2) takes: sockaddr_in (ip(7)) or sockaddr_in6 (ipv6(7)), without a scope.
  func socketAddress(port: UInt16) -> [UInt8] {
    let family = UInt16(self.family)
    let head =
      withUnsafeBytes(of: family) { Array($0) } + [UInt8(port >> 8), UInt8(truncatingIfNeeded: port)]
    let zeros = [UInt8](repeating: 0, count: 8)
    return isIPv6 ? head + zeros.prefix(4) + bytes + zeros.prefix(4) : head + bytes + zeros
  }

  /// Reads one.
  init(socketAddress name: [UInt8]) {
    let family = name.withUnsafeBytes { $0.loadUnaligned(as: UInt16.self) }
    bytes = Array(family == UInt16(AF_INET6) ? name[8..<24] : name[4..<8])
  }

  /// The address in brackets (RFC 5321 section 4.1.3).
  var literal: String {
    var text = [CChar](repeating: 0, count: 64)
    let isText = inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil
    let address =
      isText
      ? String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : "127.0.0.1"
    return isIPv6 && isText ? "[IPv6:\(address)]" : "[\(address)]"
  }
}

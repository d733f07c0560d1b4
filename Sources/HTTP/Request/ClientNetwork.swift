/// Where a client comes from, as finely as it can be told from its neighbours: an IPv4 address, or the /64 of
/// an IPv6 address, all of which one customer has (RFC 6177 section 2).
public struct ClientNetwork: Hashable, Sendable {
  /// 4 bytes of IPv4, 8 of IPv6; fewer for a network around one (`around`); none for the one network of all
  /// clients whose address is not known.
  public let bytes: [UInt8]

  /// The network of clients whose address is not known.
  public static let unknown = ClientNetwork(bytes: [])

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// A network by its bytes as they were kept; the unknown one where they are none of one.
  package init(storedBytes bytes: some Collection<UInt8>) {
    self.bytes = bytes.count == 4 || bytes.count == 8 ? Array(bytes) : []
  }

  /// The network of an address, or nil where the text is no address. An IPv4 address in
  /// IPv6 notation counts as IPv4.
  public init?(ofAddress text: String) {
    guard let address = AddressRange.bytes(ofAddress: text) else { return nil }
    bytes = address.count == 4 ? address : Array(address.prefix(8))
  }

  /// The network as people write it: an IPv4 address, or the /64 of an IPv6 address (RFC 4291 section 2.3),
  /// such as `2001:db8:0:7::/64`; empty for the unknown one.
  package var text: String {
    if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
    guard bytes.count == 8 else { return "" }
    let groups = stride(from: 0, to: 8, by: 2).map {
      String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16)
    }
    return groups.joined(separator: ":") + "::/64"
  }

  /// How many bits tell it from others: 32 or 64, 24, 56 or 48 for one around it, 0 for the unknown one.
  public var prefixLength: Int { bytes.count * 8 }

  /// The wider networks that this lies in and one customer may have as a whole, the narrowest first: the /56
  /// and the /48 of an IPv6 /64 (RFC 6177 section 2), the /24 of an IPv4 address.
  public var around: [ClientNetwork] {
    switch prefixLength {
    case 32: [ClientNetwork(bytes: Array(bytes.prefix(3)))]
    case 64: [ClientNetwork(bytes: Array(bytes.prefix(7))), ClientNetwork(bytes: Array(bytes.prefix(6)))]
    default: []
    }
  }
}

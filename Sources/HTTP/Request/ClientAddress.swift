/// Where a client comes from, as finely as it can be told from its neighbours: an IPv4 address, or the /64 of
/// an IPv6 address, all of which one customer has (RFC 6177 section 2).
public struct ClientNetwork: Hashable, Sendable {
  /// 4 bytes of IPv4, 8 of IPv6; fewer for a network around one (`around`); none for the one network of all
  /// clients whose address is not known.
  public let bytes: [UInt8]

  /// The network of clients whose address is not known.
  public static let unknown = ClientNetwork(bytes: [])

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// The network of an address, or nil where the text is no address. An IPv4 address in
  /// IPv6 notation counts as IPv4.
  public init?(ofAddress text: String) {
    guard let address = AddressRange.bytes(ofAddress: text) else { return nil }
    bytes = address.count == 4 ? address : Array(address.prefix(8))
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

extension Request {
  /// The network that the request comes from.
  public func clientNetwork(trusting proxies: [AddressRange]) -> ClientNetwork {
    clientAddress(trusting: proxies).flatMap { ClientNetwork(ofAddress: $0) } ?? .unknown
  }

  /// The IP address that the request comes from, or nil where the web server gives none.
  ///
  /// That is REMOTE_ADDR, unless a trusted proxy has that address: then the last address in `X-Forwarded-For`
  /// that is not a trusted proxy's. What stands before that one, the client could have written. An entry that
  /// is no address ends the search, and the last good address counts.
  ///
  /// A field that arrives twice says nothing: lighttpd takes `X_Forwarded_For` for the same field, and the
  /// proxy does not know that it is one.
  public func clientAddress(trusting proxies: [AddressRange]) -> String? {
    var address = String(decoding: environment.metaVariable("REMOTE_ADDR") ?? [], as: UTF8.self)
    guard ClientNetwork(ofAddress: address) != nil else { return nil }
    guard !environment.isRepeated("HTTP_X_FORWARDED_FOR") else { return address }
    let forwarded = (header("X_FORWARDED_FOR") ?? [])
      .split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    for entry in forwarded.reversed() {
      guard proxies.contains(where: { $0.contains(address) }) else { break }
      let next = String(decoding: Self.withoutPort(entry.trimmingOptionalWhitespace), as: UTF8.self)
      guard ClientNetwork(ofAddress: next) != nil else { break }
      address = next
    }
    return address
  }

  /// The address of an entry as some proxies write it: `192.0.2.7:4711`,
  /// `[2001:db8::7]`, `[2001:db8::7]:4711`.
  private static func withoutPort(_ entry: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let colon = UInt8(ascii: ":")
    if entry.first == UInt8(ascii: "["), let end = entry.firstIndex(of: UInt8(ascii: "]")) {
      let rest = entry[end...].dropFirst()
      return rest.isEmpty || rest.first == colon ? entry[..<end].dropFirst() : entry
    }
    let parts = entry.split(separator: colon, omittingEmptySubsequences: false)
    return parts.count == 2 && entry.contains(UInt8(ascii: ".")) ? parts[0] : entry
  }
}

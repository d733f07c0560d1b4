/// Where a client comes from, as finely as it can be told from its neighbours: an IPv4 address, or the /64 of an
/// IPv6 address, all of which one customer has (RFC 6177 section 2).
public struct ClientNetwork: Hashable, Sendable {
  /// 4 bytes of IPv4, 8 of IPv6; none for the one network of all clients whose address is not known.
  public let bytes: [UInt8]

  /// The network of clients whose address is not known.
  public static let unknown = ClientNetwork(bytes: [])

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// The network of an address, or nil where the text is no address. An IPv4 address in IPv6 notation counts as IPv4.
  public init?(ofAddress text: String) {
    guard let address = AddressRange.bytes(ofAddress: text) else { return nil }
    bytes = address.count == 4 ? address : Array(address.prefix(8))
  }
}

extension Request {
  /// The network that the request comes from.
  ///
  /// That is REMOTE_ADDR's, unless a trusted proxy has that address: then the last address in `X-Forwarded-For` that
  /// is not a trusted proxy's. What stands before that one, the client could have written. An entry that is no
  /// address ends the search, and the last good address counts.
  public func clientNetwork(trusting proxies: [AddressRange]) -> ClientNetwork {
    let peer = String(decoding: environment.metaVariable("REMOTE_ADDR") ?? [], as: UTF8.self)
    guard var network = ClientNetwork(ofAddress: peer) else { return .unknown }
    var address = peer
    let forwarded = (header("X_FORWARDED_FOR") ?? [])
      .split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    for entry in forwarded.reversed() {
      guard proxies.contains(where: { $0.contains(address) }) else { break }
      address = String(decoding: entry.trimmingOptionalWhitespace, as: UTF8.self)
      guard let next = ClientNetwork(ofAddress: address) else { break }
      network = next
    }
    return network
  }
}

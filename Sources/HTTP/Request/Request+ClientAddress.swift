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

extension Request {
  /// Whether the client's connection is HTTPS.
  ///
  /// The server says so by HTTPS or REQUEST_SCHEME. `X-Forwarded-Proto` is believed only when the connection
  /// comes from a trusted proxy, and then its last value, the one that proxy wrote.
  public func isHTTPS(trusting proxies: [AddressRange]) -> Bool {
    if let peer = environment.metaVariable("REMOTE_ADDR"), let forwarded = header("X_FORWARDED_PROTO"),
      !environment.isRepeated("HTTP_X_FORWARDED_PROTO")
    {
      let address = String(decoding: peer, as: UTF8.self)
      if proxies.contains(where: { $0.contains(address) }) {
        let last = forwarded.split(separator: UInt8(ascii: ",")).last ?? []
        return last.trimmingOptionalWhitespace.isEqualIgnoringASCIICase(to: "https")
      }
    }
    if let https = environment.metaVariable("HTTPS") { return https.isEqualIgnoringASCIICase(to: "on") }
    return environment.metaVariable("REQUEST_SCHEME")?.isEqualIgnoringASCIICase(to: "https") ?? false
  }
}

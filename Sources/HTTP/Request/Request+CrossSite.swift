extension Request {
  /// Refuses a request that a browser sent from a page of another site, as Go's
  /// `http.CrossOriginProtection` does.
  ///
  /// 1. `Sec-Fetch-Site` (Fetch Metadata section 2.1) must say `same-origin`, or `none` for what the person
  ///    typed; `same-site` and `cross-site` pass where `Origin` is trusted. A field sent twice arrives as a
  ///    list and is none of these.
  /// 2. Without it, `Origin` (RFC 6454 section 7) must name the host that `Host` names, or be trusted.
  /// 3. With neither this is no browser, or a plain link: browsers send the first over HTTPS only (and to
  ///    localhost) and the second with forms only.
  ///
  /// - Parameter trusted: the origins of other sites whose pages may send what they like.
  /// - Throws: `crossSite`.
  public func requireSameSite(trusting trusted: [Origin] = []) throws(RequestError) {
    if let site = header("SEC_FETCH_SITE") {
      if site.isEqual(to: "same-origin") || site.isEqual(to: "none") { return }
      guard site.isEqual(to: "cross-site") || site.isEqual(to: "same-site"), comes(from: trusted) else {
        throw .crossSite
      }
      return
    }
    guard let origin = header("ORIGIN") else { return }
    if let host = header("HOST"), let authority = Self.authority(ofOrigin: origin),
      authority.asciiLowercased == host.asciiLowercased
    {
      return
    }
    guard comes(from: trusted) else { throw .crossSite }
  }

  private func comes(from trusted: [Origin]) -> Bool {
    guard let field = header("ORIGIN"), let origin = Origin(field) else { return false }
    return trusted.contains(origin)
  }

  /// The host and port of a serialized http or https origin, or nil for any other (`null` among them).
  private static func authority(ofOrigin origin: [UInt8]) -> ArraySlice<UInt8>? {
    for scheme in ["http://", "https://"] where origin.starts(with: scheme.utf8) {
      return origin.dropFirst(scheme.utf8.count)
    }
    return nil
  }
}

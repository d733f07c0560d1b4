extension Request {
  /// Refuses a request that a browser sent from a page of another site, as Go's
  /// `http.CrossOriginProtection` does.
  ///
  /// 1. `Sec-Fetch-Site` (Fetch Metadata section 2.1) must say `same-origin`, or `none` for what the person
  ///    typed. A field sent twice arrives as a list and is neither.
  /// 2. Without it, `Origin` (RFC 6454 section 7) must name the host that `Host` names.
  /// 3. With neither this is no browser, or a plain link: browsers send the first over HTTPS only (and to
  ///    localhost) and the second with forms only.
  ///
  /// - Throws: `crossSite`.
  public func requireSameSite() throws(RequestError) {
    if let site = header("SEC_FETCH_SITE") {
      guard site.isEqual(to: "same-origin") || site.isEqual(to: "none") else { throw .crossSite }
      return
    }
    guard let origin = header("ORIGIN") else { return }
    guard let host = header("HOST"), let authority = Self.authority(ofOrigin: origin),
      authority.asciiLowercased == host.asciiLowercased
    else { throw .crossSite }
  }

  /// The host and port of a serialized http or https origin, or nil for any other (`null` among them).
  private static func authority(ofOrigin origin: [UInt8]) -> ArraySlice<UInt8>? {
    for scheme in ["http://", "https://"] where origin.starts(with: scheme.utf8) {
      return origin.dropFirst(scheme.utf8.count)
    }
    return nil
  }
}

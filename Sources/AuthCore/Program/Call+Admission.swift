extension Call {
  /// Refuses a request that a browser sent from a page of another site, unless that site
  /// is one of `trusted_origins`.
  ///
  /// For requests that change something. `SameSite=Strict` keeps the cookie from the pages of other sites,
  /// but not from those of other hosts of the same site, such as `other.example.com` for `www.example.com`
  /// (RFC 6265bis section 5.2).
  ///
  /// - Throws: 403.
  public func refuseOtherSites() throws(Refusal) {
    try Refusal.taking(request: try request.requireSameSite(trusting: configuration.trustedOrigins))
  }

  /// Admits a request that changes something: one of these methods, and not sent from a page of another site,
  /// unless that site is trusted (`trusted_origins`).
  package func admit(_ methods: Method...) throws(Refusal) {
    try Refusal.taking(request: try request.require(methods))
    try refuseOtherSites()
  }
}

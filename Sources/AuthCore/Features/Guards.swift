public import CGIAuthHTTP

extension Services {
  /// Refuses a request that a browser sent from a page of another site, unless that site is one of `trusted_origins`.
  ///
  /// For requests that change something. `SameSite=Strict` keeps the cookie from the pages of other sites, but not from those
  /// of other hosts of the same site, such as `other.example.com` for `www.example.com` (RFC 6265bis section 5.2).
  ///
  /// - Throws: `request`, answered with 403.
  public func refuseOtherSites(_ request: Request) throws(AuthError) {
    try AuthError.mapping { () throws(RequestError) in
      try request.requireSameSite(trusting: configuration.trustedOrigins)
    }
  }
}

extension Request {
  /// Admits a request that changes something: one of these methods, and not sent from a page of another site, unless
  /// that site is trusted (`trusted_origins`).
  func admit(_ methods: Method..., trusting origins: [Origin]) throws(AuthError) {
    try AuthError.mapping { () throws(RequestError) in
      try require(methods)
      try requireSameSite(trusting: origins)
    }
  }
}

import CGI

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

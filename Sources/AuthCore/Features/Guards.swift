import CGI

extension Request {
  /// Admits a request that changes something: one of these methods, and not sent from a page of another site.
  func admit(_ methods: Method...) throws(AuthError) {
    try AuthError.mapping { () throws(RequestError) in
      try require(methods)
      try requireSameSite()
    }
  }
}

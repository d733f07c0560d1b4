import CGI

extension Services {
  /// Who sent a request, by its token: the cookie's, else the one in `Authorization: Bearer`.
  ///
  /// - Throws: `missingToken`, `invalidToken`.
  func authenticate(_ request: Request) throws(AuthError) -> AccessToken {
    try tokens.verify(token(of: request), now: clock.now())
  }

  private func token(of request: Request) throws(AuthError) -> [UInt8] {
    let values = Cookies(request.header("COOKIE")).values(of: sessionCookie(for: request).name)
    guard values.count <= 1 else { throw .invalidToken(.ambiguous) }
    if let value = values.first { return value }
    switch BearerToken(authorization: request.header("AUTHORIZATION")) {
    case .absent: throw .missingToken
    case .malformed: throw .invalidToken(.malformed)
    case .token(let token): return token
    }
  }
}

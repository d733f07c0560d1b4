import Foundation
import CGIAuthHarness
import Testing

/// Tokens that Python signed: what protected.cgi takes and what it refuses.
@Suite struct TokenTests {
  struct Tokens: Decodable {
    let accepted: [String: String]
    let refused: [String: String]
  }

  struct Times: Decodable {
    let iat: Int
    let exp: Int
  }

  static let secret = "a secret of more than thirty-two bytes"

  static func tokens() throws -> Tokens {
    let result = try run(
      "/usr/bin/python3", [Project.root + "/Tests/ProgramTests/tools/tokens.py"], input: Array(secret.utf8))
    try #require(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(Tokens.self, from: Data(result.output))
  }

  /// A site with the user that the tokens name, or one that goes by tokens alone.
  static func site(isStateless: Bool) throws -> CGISite {
    let site = try CGISite(["JWT_SECRET": secret, "AUTH_STATELESS": isStateless ? "yes" : "no"])
    if !isStateless {
      _ = try site.post("register", "ada@example.com", "correct horse")
      try site.setRecord("ada@example.com", #"$2y$05$x::{"id":"1"}"#)
    }
    return site
  }

  @Test(arguments: [false, true])
  func takesGoodTokensOfAnotherSigner(_ isStateless: Bool) throws {
    let site = try Self.site(isStateless: isStateless)
    let tokens = try Self.tokens()
    #expect(tokens.accepted.count == 14)
    for (name, token) in tokens.accepted {
      for variables in [["HTTP_COOKIE": "authToken=\(token)"], ["HTTP_AUTHORIZATION": "Bearer \(token)"]] {
        let answer = try site.request("protected", variables)
        #expect(answer.status == 200, "\(name)")
        #expect(answer.body == #"{"message":"Welcome, ada@example.com!"}"#)
      }
    }
  }

  @Test(arguments: [false, true])
  func refusesBadTokens(_ isStateless: Bool) throws {
    let site = try Self.site(isStateless: isStateless)
    let tokens = try Self.tokens()
    #expect(tokens.refused.count > 100)
    for (name, token) in tokens.refused {
      for variables in [["HTTP_COOKIE": "authToken=\(token)"], ["HTTP_AUTHORIZATION": "Bearer \(token)"]] {
        // Space around a field's value is no part of it: this one is a good token there.
        if name == "line end" { continue }
        let answer = try site.request("protected", variables)
        #expect(answer.status == 401, "\(name)")
        #expect(answer.body == #"{"message":"Invalid Token"}"#, "\(name)")
        #expect(answer.value("WWW-Authenticate") == #"Bearer error="invalid_token""#)
        #expect(answer.errors == "", "\(name)")
      }
    }
  }

  @Test func checksIssuerAndAudienceWhereTheyAreSet() throws {
    let site = try CGISite(["JWT_SECRET": Self.secret])
    let settings = ["AUTH_ISSUER": "https://www.example.com", "AUTH_AUDIENCE": "members"]
    _ = try site.post("register", "ada@example.com", "correct horse")
    func login(_ settings: [String: String]) throws -> String {
      try #require(try site.post("login", "ada@example.com", "correct horse", settings).token)
    }
    func status(_ token: String, _ settings: [String: String]) throws -> Int {
      try site.request("protected", settings.merging(["HTTP_COOKIE": "authToken=\(token)"]) { $1 }).status
    }
    #expect(try status(login(settings), settings) == 200)
    #expect(try status(login([:]), settings) == 401)
    #expect(try status(login(settings.merging(["AUTH_ISSUER": "x"]) { $1 }), settings) == 401)
    #expect(try status(login(settings.merging(["AUTH_AUDIENCE": "x"]) { $1 }), settings) == 401)
    #expect(try status(login(settings), [:]) == 401)
  }

  @Test func keepsTheCookieUnderBrowsersLimitForTheLongestAddress() throws {
    let email = String(repeating: "a", count: 64) + "@" + String(repeating: "b.", count: 93) + "com"
    #expect(email.utf8.count == 254)
    let site = try CGISite([
      "AUTH_ISSUER": String(repeating: "é", count: 127), "AUTH_AUDIENCE": String(repeating: "\\", count: 255),
    ])
    #expect(try site.post("register", email, "correct horse battery").status == 200)
    let login = try site.post("login", email, "correct horse battery")
    #expect(try #require(login.setCookie).utf8.count < 4096)
    let answer = try site.request("protected", ["HTTP_COOKIE": "authToken=\(try #require(login.token))"])
    #expect(answer.body == "{\"message\":\"Welcome, \(email)!\"}")
  }

  @Test func limitsTheLifeOfALogin() throws {
    let site = try CGISite(["AUTH_TOKEN_LIFETIME": "86400"])
    _ = try site.post("register", "ada@example.com", "correct horse")
    let login = try site.post("login", "ada@example.com", "correct horse")
    #expect(try #require(login.setCookie).contains("; Max-Age=86400;"))
    let payload = String(try #require(login.token).split(separator: ".")[1])
    let padding = String(repeating: "=", count: (4 - payload.count % 4) % 4)
    let base64 = payload.replacing("-", with: "+").replacing("_", with: "/") + padding
    let claims = try JSONDecoder().decode(Times.self, from: try #require(Data(base64Encoded: base64)))
    #expect(claims.exp - claims.iat == 86400)
    #expect(abs(Double(claims.iat) - Date().timeIntervalSince1970) < 60)
  }
}

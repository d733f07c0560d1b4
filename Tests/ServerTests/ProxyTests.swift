import CGIAuthHarness
import Testing

extension ServerTests {
  /// What a proxy in front would say, believed from trusted addresses only.
  @Suite struct ProxyTests {
    private static let user = RequestBody.user("proxy@example.com")

    private static let claims = [
      ["X-Forwarded-Proto: https"], ["X-Forwarded-Proto: http"], ["X-Forwarded-Proto: http, https"],
      ["X-Forwarded-For: 192.0.2.9"], ["Forwarded: proto=https"], ["X-Forwarded-Ssl: on"], ["Https: on"],
      ["Proxy: http://127.0.0.1:9/"],
    ]

    @Test(arguments: ServerVariant.all) func nobodyIsBelievedWithoutASetting(_ variant: ServerVariant) throws
    {
      let server = try variant.shared()
      _ = try server.post("register", Self.user)
      for headers in Self.claims {
        let login = try server.post("login", Self.user, headers: headers)
        #expect(login.status == 200)
        try expect(login, isSecure: variant.isHTTPS)
      }
    }

    @Test(arguments: ServerVariant.http) func onlyATrustedProxyIsBelieved(_ variant: ServerVariant) throws {
      let trusting = try LiveServer(variant, settings: settings(trusting: "10.0.0.0/8, 127.0.0.1"))
      _ = try trusting.post("register", Self.user)
      let claims = [
        ("https", true), ("HTTPS", true), ("http, https", true), ("http", false), ("https, http", false),
      ]
      for (scheme, isSecure) in claims {
        let login = try trusting.post("login", Self.user, headers: ["X-Forwarded-Proto: \(scheme)"])
        try expect(login, isSecure: isSecure)
      }
      try expect(try trusting.post("login", Self.user), isSecure: false)

      let other = try LiveServer(variant, settings: settings(trusting: "10.0.0.0/8, 127.0.0.2"))
      _ = try other.post("register", Self.user)
      let login = try other.post("login", Self.user, headers: ["X-Forwarded-Proto: https"])
      try expect(login, isSecure: false)
    }

    private func settings(trusting proxies: String) -> [String: String] {
      LiveServer.cheapHash.merging(["AUTH_TRUSTED_PROXIES": proxies]) { $1 }
    }

    private func expect(_ login: Answer, isSecure: Bool) throws {
      let cookie = try #require(login.setCookie)
      #expect(cookie.hasPrefix(isSecure ? "__Host-authToken=" : "authToken="))
      #expect(cookie.hasSuffix("; Secure") == isSecure)
    }
  }
}

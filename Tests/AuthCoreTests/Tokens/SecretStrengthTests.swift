import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct SecretStrengthTests {
  private func isGuessable(_ secret: String) throws -> Bool {
    try #require(SigningKey(SecretBytes(bytes(secret)))).isGuessable
  }

  @Test(arguments: [
    String(repeating: "a", count: 32), String(repeating: "\0", count: 64), String(repeating: "ab", count: 20),
    String(repeating: "secret", count: 6), String(repeating: "changeme", count: 4) + "!",
    "0123456789abcdef0123456789abcdef", "0123456789abcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcba987654321",
    "12345678901234567890123456789012", "abcdefghijklmnopqrstuvwxyzABCDEF",
    "qwertyuiopasdfghjklzxcvbnm123456",
    "your-256-bit-secret-your-256-bit-secret", "your-256-bit-secret-key-goes-in-here",
    "this-is-a-very-long-secret-key-for-jwt", "my_super_secret_jwt_signing_key_12345",
    "MySuperSecretKeyForSigningTokens1", "please-change-me-in-production-now",
    "PLEASE CHANGE THIS SECRET KEY 2026!!",
    "password password1 password12 password123", "correct horse battery staple correct",
    "a secret of more than thirty-two bytes",
  ])
  func knowsWhatPeopleMakeUp(secret: String) throws { #expect(try isGuessable(secret), "\(secret)") }

  @Test(arguments: [
    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", "k5Vq2xJ9fT0sLw7ZbRmNcYpQ3aHgDuE8",
    "9f86d081884c7d659a2feaa0c55ad015", "48093715264095183762940517386204",
    "ab9d-4f20-8c1e-77a3-0b5d-e6f2-9c48-13d7",
    "gxvqzjwkpybtmhdcnrlfsoeiua-wqzxk", "xK secret Qd3z key 9vLw token Rr5TgYb8n",
  ])
  func takesWhatChanceMakes(secret: String) throws { #expect(try !isGuessable(secret), "\(secret)") }

  /// What openssl rand, uuidgen and password managers give, in each of their alphabets.
  @Test(arguments: [
    "0123456789abcdef", "0123456789abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz", "0123456789",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
  ])
  func takesEveryRandomTextForStrong(alphabet: String) throws {
    let digits = Array(alphabet)
    var generator = Sequence64(state: UInt64(digits.count))
    for _ in 0..<150 {
      let secret = String((0..<32).map { _ in digits[Int.random(in: digits.indices, using: &generator)] })
      #expect(try !isGuessable(secret), "\(secret)")
    }
  }

  /// The same numbers in every run (SplitMix64).
  private struct Sequence64: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var number = state
      number = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
      number = (number ^ (number >> 27)) &* 0x94D0_49BB_1331_11EB
      return number ^ (number >> 31)
    }
  }

  // MARK: The warning

  private static let warning = "weak-secret "

  @Test func isToldWithALoginThatSucceeded() throws {
    let site = try TestSite([
      "JWT_SECRET": String(repeating: "a", count: 32), "AUTH_PASSWORD_HASH": "bcrypt:10",
    ])
    #expect(try site.register().status == 200)
    #expect(try site.login("a@example.com", "wrong password").status == 401)
    #expect(try site.visit(cookie: "authToken=x").status == 401)
    #expect(site.log.lines == [])
    let cookie = try site.login().cookie
    #expect(site.log.lines.count == 1)
    #expect(site.log.lines[0].hasPrefix(Self.warning))
    #expect(!site.log.lines[0].contains("aaa"))
    // It works on.
    #expect(try site.visit(cookie: cookie).status == 200)
    #expect(site.log.lines.count == 1)
  }

  /// The key that signs is what counts: those behind it are on their way out.
  @Test func judgesTheKeyThatSigns() throws {
    for (content, isWarnedOf) in [
      (nil, false), ("k5Vq2xJ9fT0sLw7ZbRmNcYpQ3aHgDuE8\n" + HandMadeToken.key, false),
      (HandMadeToken.key + "\nk5Vq2xJ9fT0sLw7ZbRmNcYpQ3aHgDuE8", true),
    ] as [(String?, Bool)] {
      let site = try TestSite()
      if let content {
        try site.folder.makeFolder("auth-data")
        try site.folder.write("auth-data/secret.key", content)
      }
      _ = try site.register()
      #expect(try site.login().status == 200)
      #expect(site.log.lines.contains { $0.hasPrefix(Self.warning) } == isWarnedOf)
    }
  }
}

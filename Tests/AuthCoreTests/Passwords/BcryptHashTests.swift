import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// Checked against crypt(3), which computes every expected value, and against published hashes.
@Suite struct BcryptHashTests {
  private static let salt22 = "abcdefghijklmnopqrstuu"

  private func password(_ text: String) throws -> Password { try #require(Password(bytes(text))) }

  @Test(arguments: samplePasswords, ["$2a$04$", "$2b$04$", "$2y$04$"])
  func agreesWithCrypt(text: String, prefix: String) throws {
    let made = try #require(cryptReference(text, bytes(prefix + Self.salt22)))
    let hash = try #require(BcryptHash(notation: made))
    #expect(try hash.matches(password(text)))
    #expect(try !hash.matches(password(String(text.dropLast()) + "z")))
  }

  @Test(arguments: samplePasswords)
  func makesWhatCryptMakes(text: String) throws {
    let hash = try #require(try BcryptHash(password(text), cost: 4, saltBytes: Array(0..<16)))
    #expect(hash.notation.starts(with: "$2b$04$".utf8))
    #expect(cryptReference(text, hash.notation) == hash.notation)
    #expect(try hash.matches(password(text)))
  }

  @Test(arguments: [4, 5, 6])
  func writesItsCost(cost: Int) throws {
    let hash = try #require(try BcryptHash(password("x"), cost: cost, saltBytes: Array(0..<16)))
    #expect(hash.notation.starts(with: "$2b$0\(cost)$".utf8))
  }

  @Test func saltsByTheBytesGiven() throws {
    let one = try BcryptHash(password("x"), cost: 4, saltBytes: Array(0..<16))
    let other = try BcryptHash(password("x"), cost: 4, saltBytes: Array(1...16))
    #expect(one != nil && one != other)
    #expect(try one == BcryptHash(password("x"), cost: 4, saltBytes: Array(0..<16)))
  }

  /// From the tests of Openwall's crypt_blowfish.
  @Test(arguments: [
    ("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
    ("U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"),
    ("U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"),
    (
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
      "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui"
    ),
  ])
  func verifiesPublishedHashes(text: String, notation: String) throws {
    let hash = try #require(BcryptHash(notation: bytes(notation)))
    #expect(try hash.matches(password(text)))
    #expect(try !hash.matches(password(String(text.dropLast()) + "+")))
  }

  /// The published hash is that of the first 72 bytes: to bcrypt alone, a longer password is the same.
  @Test func neverMatchesAPasswordOverSeventyTwoBytes() throws {
    let text = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    let notation = bytes("$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui")
    #expect(cryptReference(text + "chars after 72 are ignored", notation) == notation)
    let hash = try #require(BcryptHash(notation: notation))
    #expect(try hash.matches(password(text)))
    #expect(try !hash.matches(password(text + "chars after 72 are ignored")))
    #expect(try !hash.matches(password(text + "c")))
  }

  /// Its time does not tell a long password either: it hashes something of one byte, which must not match.
  @Test func matchesNothingByItsFiller() throws {
    let made = try #require(cryptReference("x", bytes("$2b$04$" + Self.salt22)))
    #expect(try !#require(BcryptHash(notation: made)).matches(password(String(repeating: "x", count: 73))))
  }

  @Test func refusesToHashAPasswordOverSeventyTwoBytes() throws {
    #expect(
      try BcryptHash(password(String(repeating: "x", count: 72)), cost: 4, saltBytes: Array(0..<16)) != nil)
    #expect(
      try BcryptHash(password(String(repeating: "x", count: 73)), cost: 4, saltBytes: Array(0..<16)) == nil)
    #expect(
      try BcryptHash(password(String(repeating: "é", count: 37)), cost: 4, saltBytes: Array(0..<16)) == nil)
  }

  @Test(arguments: [(3, 16), (32, 16), (-1, 16), (4, 0), (4, 15)])
  func refusesToHashWithABadCostOrSalt(cost: Int, saltCount: Int) throws {
    let salt = [UInt8](repeating: 7, count: saltCount)
    #expect(try BcryptHash(password("x"), cost: cost, saltBytes: salt) == nil)
  }

  @Test(arguments: [
    "", "$2b$", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.",
    // Another length, variant, cost, separator or alphabet.
    "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe",
    "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeWW",
    "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    "$2$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeWW",
    "$2A$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    "$3a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    "$2a$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    "$2a$32$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    "$2a$99$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    "$2a$+5$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    "$2a$ 5$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    "$2a$05:CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe:",
    "$2a$05$CCCCCCCCCCCCCCCCCCC CC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe",
    "$2a$05$CCCCCCCCCCCCCCCCCCCCC$E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
  ])
  func refusesAMalformedNotation(notation: String) {
    #expect(BcryptHash(notation: bytes(notation)) == nil)
    #expect(!PasswordHasher.supports(bytes(notation)))
  }
}

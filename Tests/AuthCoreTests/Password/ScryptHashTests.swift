import Testing

@testable import AuthCore

/// Checked against crypt(3), which computes every expected value.
@Suite struct ScryptHashTests {
  private static let parameters = [(2, 1, 1), (4, 8, 1), (4, 8, 3), (10, 1, 2), (5, 32, 1), (6, 2, 64)]
  private static let salts: [[UInt8]] = [
    Array(0..<16), Array(repeating: 0xFF, count: 16), [0], [1, 2], [0xFF, 0, 0xFF],
    Array(repeating: 0, count: 32),
  ]

  private func agree(_ text: String, _ parameters: ScryptParameters, _ salt: [UInt8]) throws {
    let password = try #require(Password(bytes(text)))
    let notation = try ScryptHash(password, parameters, saltBytes: salt).notation
    #expect(cryptReference(text, notation) == notation)
    let made = try #require(cryptReference(text, Array(notation.dropLast(43))))
    #expect(try #require(ScryptHash(notation: made)).matches(password))
    let other = try #require(Password(bytes(text + "x")))
    #expect(try !#require(ScryptHash(notation: made)).matches(other))
  }

  /// crypt(3) itself takes at most 511 bytes; `tellsPasswordsApartAtEveryByte` is about longer ones here.
  @Test(arguments: samplePasswords + [String(repeating: "x", count: 511)])
  func agreesWithCryptOnEveryPassword(text: String) throws {
    try agree(text, try #require(ScryptParameters(log2N: 4, r: 8, p: 1)), Array(1...16))
  }

  @Test(arguments: parameters, salts)
  func agreesWithCryptOnEveryParameter(numbers: (Int, Int, Int), salt: [UInt8]) throws {
    let parameters = try #require(ScryptParameters(log2N: numbers.0, r: numbers.1, p: numbers.2))
    try agree("password", parameters, salt)
  }

  /// The `$7$` example of yescrypt's tests, RFC 7914's third vector in this notation.
  @Test func verifiesThePublishedHash() throws {
    let hash = try #require(
      ScryptHash(notation: bytes("$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D")))
    #expect(hash.parameters == ScryptParameters(log2N: 14, r: 8, p: 1))
    #expect(hash.salt == bytes("SodiumChloride"))
    #expect(try hash.matches(#require(Password(bytes("pleaseletmein")))))
    #expect(try !hash.matches(#require(Password(bytes("pleaseletmeIn")))))
  }

  @Test func writesTheNotationItRead() throws {
    let notation = bytes("$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D")
    #expect(ScryptHash(notation: notation)?.notation == notation)
  }

  @Test func tellsPasswordsApartAtEveryByte() throws {
    let parameters = try #require(ScryptParameters(log2N: 2, r: 1, p: 1))
    let long = Array(repeating: UInt8(ascii: "x"), count: 2000)
    let hash = try ScryptHash(#require(Password(long)), parameters, saltBytes: [1])
    #expect(try hash.matches(#require(Password(long))))
    for index in [0, 55, 63, 64, 71, 72, 127, 128, 511, 512, 1999] {
      var other = long
      other[index] = UInt8(ascii: "y")
      #expect(try !hash.matches(#require(Password(other))), "byte \(index)")
    }
    #expect(try !hash.matches(#require(Password(Array(long.dropLast())))))
  }

  @Test(arguments: [
    "", "$", "$7$", "$7$C6..../....", "$7$C6..../....SodiumChloride", "$7$C6..../....SodiumChloride$",
    // Another scheme, a digit too few or too many, another alphabet, N, r or p of 0, N or r over the limit.
    "$6$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D",
    "$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8",
    "$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8DD",
    "$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8=",
    "$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8:",
    "$7$C6..../....Sodium Chloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D",
    "$7$C6..../....Sodium$Chloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D",
    "$7$-6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D",
    "$7$.6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D",
    "$7$C...../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D",
    "$7$C6.........SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D",
    "$7$J6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D",
    "$7$zzzzzzzzzzzSodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D",
    " $7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D",
    "$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D\n",
  ])
  func refusesAMalformedNotation(notation: String) {
    #expect(ScryptHash(notation: bytes(notation)) == nil)
    #expect(!PasswordHasher.supports(bytes(notation)))
  }

  @Test(arguments: [(2, 1, 1), (15, 1, 1), (20, 2, 1), (18, 8, 1), (16, 32, 1), (14, 8, 64)])
  func takesParametersWithinTheLimits(log2N: Int, r: Int, p: Int) {
    #expect(ScryptParameters(log2N: log2N, r: r, p: p) != nil)
  }

  @Test(arguments: [
    // crypt(3) refuses N = 2, and RFC 7914 section 2 N = 2^16 with r = 1.
    (1, 8, 1), (16, 1, 1), (20, 1, 1),
    (0, 8, 1), (21, 1, 1), (-1, 8, 1), (14, 0, 1), (14, 33, 1),
    (14, -1, 1), (14, 8, 0), (14, 8, 65),
    (14, 8, -1),
    (19, 8, 1), (17, 32, 1), (20, 32, 64), (Int.max, Int.max, Int.max), (63, 8, 1), (14, Int.max, 1),
    (14, 8, Int.max),
  ])
  func refusesParametersBeyondTheLimits(log2N: Int, r: Int, p: Int) {
    #expect(ScryptParameters(log2N: log2N, r: r, p: p) == nil)
  }
}

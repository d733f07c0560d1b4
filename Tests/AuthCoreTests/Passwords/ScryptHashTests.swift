import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// Checked against OpenSSL's scrypt, which computes every expected value.
@Suite struct ScryptHashTests {
  private static let parameters = [(2, 1, 1), (4, 8, 1), (4, 8, 3), (10, 1, 2), (5, 32, 1), (6, 2, 64)]
  private static let salts: [[UInt8]] = [
    Array(0..<16), Array(repeating: 0xFF, count: 16), [0], [1, 2], [0xFF, 0, 0xFF],
    Array(repeating: 0, count: 32),
  ]

  private func agree(_ text: String, _ parameters: ScryptParameters, _ saltBytes: [UInt8]) throws {
    let password = try #require(Password(bytes(text)))
    let hash = try #require(try ScryptHash(password, parameters, saltBytes: saltBytes))
    let salt = CryptBase64.encode(saltBytes)
    let expected = opensslScrypt(text, parameters, salt: salt)
    #expect(hash.notation.suffix(44 + salt.count) == salt + bytes("$") + expected)
    let read = try #require(ScryptHash(notation: hash.notation))
    #expect(read.parameters == parameters)
    #expect(try read.matches(password))
    #expect(try !read.matches(#require(Password(bytes(text.dropLast() + "~")))))
  }

  @Test(arguments: samplePasswords + [String(repeating: "x", count: 511)])
  func agreesWithOpenSSLOnEveryPassword(text: String) throws {
    try agree(text, try #require(ScryptParameters(log2N: 4, r: 8, p: 1)), Array(1...16))
  }

  /// The last takes more memory than OpenSSL allows unless told otherwise.
  @Test(arguments: parameters + [(15, 9, 1)], salts)
  func agreesWithOpenSSLOnEveryParameter(numbers: (Int, Int, Int), salt: [UInt8]) throws {
    let parameters = try #require(ScryptParameters(log2N: numbers.0, r: numbers.1, p: numbers.2))
    try agree("password", parameters, salt)
  }

  /// The `$7$` example of yescrypt's tests, RFC 7914's third vector in this notation.
  @Test func verifiesThePublishedHash() throws {
    let hash = try #require(
      ScryptHash(notation: bytes("$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D")))
    #expect(hash.parameters == ScryptParameters(log2N: 14, r: 8, p: 1))
    #expect(try hash.matches(#require(Password(bytes("pleaseletmein")))))
    #expect(try !hash.matches(#require(Password(bytes("pleaseletmeIn")))))
  }

  @Test func writesTheNotationItRead() throws {
    let notation = bytes("$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D")
    #expect(ScryptHash(notation: notation)?.notation == notation)
  }

  @Test func tellsPasswordsApartAtEveryByte() throws {
    let parameters = try #require(ScryptParameters(log2N: 2, r: 1, p: 1))
    let long = Array(repeating: UInt8(ascii: "x"), count: 511)
    let password = try #require(Password(long))
    let hash = try #require(try ScryptHash(password, parameters, saltBytes: [1]))
    #expect(try hash.matches(password))
    for index in [0, 55, 63, 64, 71, 72, 127, 128, 255, 256, 510] {
      var other = long
      other[index] = UInt8(ascii: "y")
      #expect(try !hash.matches(#require(Password(other))), "byte \(index)")
    }
    #expect(try !hash.matches(#require(Password(Array(long.dropLast())))))
    #expect(try !hash.matches(#require(Password(long + long))))
  }

  /// What crypt(3) cannot take whole is refused, and never matches by what is hashed for the time it takes.
  @Test func takesNoPasswordOver511Bytes() throws {
    let parameters = try #require(ScryptParameters(log2N: 2, r: 1, p: 1))
    let long = try #require(Password(Array(repeating: UInt8(ascii: "x"), count: 512)))
    #expect(try ScryptHash(long, parameters, saltBytes: [1]) == nil)
    let filler = try #require(try ScryptHash(.filler, parameters, saltBytes: [1]))
    #expect(try filler.matches(#require(Password(bytes("x")))))
    #expect(try !filler.matches(long))
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

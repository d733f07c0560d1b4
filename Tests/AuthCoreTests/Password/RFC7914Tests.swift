import Testing

@testable import AuthCore

/// RFC 7914 section 12. The vectors have 64 bytes and our keys 32: the first block of PBKDF2 with SHA-256 has
/// 32 bytes, so ours must be the first half. The fourth vector needs 1 GiB and is left out.
@Suite struct RFC7914Tests {
  @Test(arguments: [
    ("", "", 16, 1, 1, "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"),
    ("password", "NaCl", 1024, 8, 16, "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"),
    (
      "pleaseletmein", "SodiumChloride", 16384, 8, 1,
      "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
    ),
  ])
  func computesTheVectors(password: String, salt: String, n: Int, r: Int, p: Int, key: String) throws {
    let computed = try OpenSSL.scrypt(SecretBytes(bytes(password)), salt: bytes(salt), n: n, r: r, p: p)
    #expect(computed.revealed == hex(key))
  }

  /// More than the 32 MiB that OpenSSL allows unless told otherwise.
  @Test func takesMoreMemoryThanOpenSSLAllowsByDefault() throws {
    let one = try OpenSSL.scrypt(SecretBytes(bytes("x")), salt: bytes("salt"), n: 1 << 15, r: 9, p: 1)
    let notation = bytes("$7$D7..../....salt$") + CryptBase64.encode(one.revealed)
    #expect(cryptReference("x", notation) == notation)
  }

  @Test(arguments: [(0, 8, 1), (1, 8, 1), (15, 8, 1), (16, 0, 1), (16, 8, 0), (1 << 16, 1, 1)])
  func failsWithParametersThatScryptDoesNotHave(n: Int, r: Int, p: Int) {
    #expect(throws: OpenSSL.Failure(function: "EVP_PBE_scrypt")) {
      try OpenSSL.scrypt(SecretBytes(bytes("x")), salt: bytes("salt"), n: n, r: r, p: p)
    }
  }
}

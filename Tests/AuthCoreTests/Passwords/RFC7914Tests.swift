import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// RFC 7914 section 12. The vectors have 64 bytes and our keys 32: the first block of PBKDF2 with SHA-256 has
/// 32 bytes, so ours must be the first half. The fourth vector needs 1 GiB and is left out.
@Suite struct RFC7914Tests {
  @Test(arguments: [
    ("", "", "2/..../....", "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"),
    ("password", "NaCl", "86....E....", "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"),
    (
      "pleaseletmein", "SodiumChloride", "C6..../....",
      "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
    ),
  ])
  func computesTheVectors(password: String, salt: String, parameters: String, key: String) throws {
    let setting = bytes("$7$\(parameters)\(salt)$")
    #expect(
      try Crypt.hash(SecretBytes(bytes(password)), by: setting) == setting + CryptBase64.encode(hex(key)))
  }
}

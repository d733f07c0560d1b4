import CGIAuthOpenSSL
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// RFC 4231 section 4: HMAC with SHA-256. Test case 5 is of a truncated output, which we do not make.
@Suite struct RFC4231Tests {
  @Test(arguments: [
    (
      String(repeating: "0b", count: 20), "4869205468657265",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      String(repeating: "aa", count: 20), String(repeating: "dd", count: 50),
      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    ),
    (
      "0102030405060708090a0b0c0d0e0f10111213141516171819", String(repeating: "cd", count: 50),
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
    ),
    (
      String(repeating: "aa", count: 131),
      "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
    (
      String(repeating: "aa", count: 131),
      """
      5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d73697a65206b657920616e642061
      206c6172676572207468616e20626c6f636b2d73697a6520646174612e20546865206b6579206e6565647320746f206265206861736865
      64206265666f7265206265696e6720757365642062792074686520484d414320616c676f726974686d2e
      """,
      "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
    ),
  ])
  func computesTheVectors(key: String, message: String, mac: String) throws {
    let computed = HMACSHA256.code(of: hex(message), key: SecretBytes(hex(key)))
    #expect(computed.revealed == hex(mac))
    #expect(computed == SecretBytes(hex(mac)))
    #expect(HMACSHA256.code(of: hex(message + "00"), key: SecretBytes(hex(key))) != computed)
  }

  /// FIPS 180-4's examples.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func computesSHA256(message: String, digest: String) throws {
    #expect(SHA256.digest(of: bytes(message)) == hex(digest))
    #expect(SHA256.digest(of: bytes(message + "x")) != hex(digest))
  }

  /// OpenSSL's own HMAC, at every length of key and message around the sizes of blocks.
  @Test(arguments: [0, 1, 31, 32, 55, 56, 63, 64, 65, 119, 120, 128, 131, 1000])
  func agreesWithOpenSSL(keyCount: Int) {
    let key = (0..<keyCount).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for count in [0, 1, 55, 56, 63, 64, 65, 1000] {
      let message = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 13) }
      var expected = [UInt8](repeating: 0, count: 32)
      HMAC(EVP_sha256(), key, Int32(keyCount), message, count, &expected, nil)
      #expect(HMACSHA256.code(of: message, key: SecretBytes(key)).revealed == expected)
    }
  }
}

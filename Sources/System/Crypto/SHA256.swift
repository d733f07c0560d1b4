import CGIAuthOpenSSL

/// SHA-256 (FIPS 180-4), by libcrypto's own assembly.
///
/// The functions of SHA256_Init(3) are called, not those of EVP: EVP first sets up OpenSSL's providers,
/// which takes longer than all the rest of a program's work (docs/performance.md), and brings 3 MB of
/// other algorithms. OpenSSL 3 marks them as deprecated, for they cannot be replaced by a provider's:
/// nothing else about them changed.
struct SHA256 {
  static let digestBytes = 32
  /// The size of the blocks it works in, which HMAC has to know.
  static let blockBytes = 64

  private var context = SHA256_CTX()

  /// Nothing is hashed yet.
  init() { Self.check(SHA256_Init(&context)) }

  /// Hashes further bytes.
  mutating func update(_ bytes: [UInt8]) { Self.check(SHA256_Update(&context, bytes, bytes.count)) }

  /// The digest of all bytes: 32 bytes. Call it once.
  mutating func finalize() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Self.digestBytes)
    Self.check(SHA256_Final(&digest, &context))
    return digest
  }

  /// The digest of a message: 32 bytes.
  static func digest(of message: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(message)
    return hash.finalize()
  }

  /// The functions give 1; they have nothing to fail by. Should they, no digest is better than a wrong one.
  private static func check(_ result: CInt) { precondition(result == 1) }
}

/// HMAC with SHA-256 (RFC 2104).
enum HMACSHA256 {
  /// The authentication code of a message: 32 bytes.
  static func code(of message: [UInt8], key: SecretBytes) -> SecretBytes {
    var block = key.withUnsafeBytes { Array($0) }
    if block.count > SHA256.blockBytes { block = SHA256.digest(of: block) }
    block += [UInt8](repeating: 0, count: SHA256.blockBytes - block.count)
    var inner = SHA256()
    inner.update(block.map { $0 ^ 0x36 })
    inner.update(message)
    var outer = SHA256()
    outer.update(block.map { $0 ^ 0x5C })
    outer.update(inner.finalize())
    return SecretBytes(outer.finalize())
  }
}

import COpenSSL

/// The three functions that OpenSSL is needed for.
enum OpenSSL {
  /// OpenSSL reported a failure, which its documentation allows for only where memory runs out or the library
  /// is broken.
  struct Failure: Error, Hashable {
    let function: StaticString
    static func == (one: Failure, other: Failure) -> Bool {
      one.function.description == other.function.description
    }
    func hash(into hasher: inout Hasher) { hasher.combine(function.description) }
  }

  /// HMAC with SHA-256 (RFC 2104, HMAC(3)): 32 bytes.
  static func hmacSHA256(key: SecretBytes, _ message: some Collection<UInt8>) throws(Failure) -> SecretBytes {
    start()
    var digest = [UInt8](repeating: 0, count: 32)
    let message = Array(message)
    let result = key.withUnsafeBytes {
      HMAC(EVP_sha256(), $0.baseAddress, Int32($0.count), message, message.count, &digest, nil)
    }
    guard result != nil else { throw Failure(function: "HMAC") }
    return SecretBytes(digest)
  }

  /// SHA-256 (FIPS 180-4, SHA256(3)): 32 bytes.
  static func sha256(_ message: [UInt8]) throws(Failure) -> [UInt8] {
    start()
    var digest = [UInt8](repeating: 0, count: 32)
    guard EVP_Digest(message, message.count, &digest, nil, EVP_sha256(), nil) == 1 else {
      throw Failure(function: "EVP_Digest")
    }
    return digest
  }

  /// scrypt (RFC 7914, EVP_PBE_scrypt(3)): 32 bytes.
  ///
  /// OpenSSL refuses what needs more than 32 MiB unless told otherwise, so the limit is set to what these
  /// parameters need. Memory: 128 * r * (n + p) bytes and a little more.
  static func scrypt(_ password: SecretBytes, salt: [UInt8], n: Int, r: Int, p: Int) throws(Failure)
    -> SecretBytes
  {
    start()
    var key = [UInt8](repeating: 0, count: 32)
    let maxMemoryBytes = UInt64(128 * r * (n + p + 2) + (1 << 20))
    let result = password.withUnsafeBytes {
      EVP_PBE_scrypt(
        $0.bindMemory(to: CChar.self).baseAddress, $0.count, salt, salt.count,
        UInt64(n), UInt64(r), UInt64(p), maxMemoryBytes, &key, key.count)
    }
    guard result == 1 else { throw Failure(function: "EVP_PBE_scrypt") }
    return SecretBytes(key)
  }

  /// Starts the library without the host's openssl.cnf, which could load modules and costs 0.4 ms, and without
  /// what only TLS needs (OPENSSL_init_crypto(3)). Calls after the first do nothing.
  private static func start() {
    OPENSSL_init_crypto(
      UInt64(OPENSSL_INIT_NO_LOAD_CONFIG) | UInt64(OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS)
        | UInt64(OPENSSL_INIT_NO_ADD_ALL_CIPHERS) | UInt64(OPENSSL_INIT_NO_ADD_ALL_DIGESTS)
        | UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
  }
}

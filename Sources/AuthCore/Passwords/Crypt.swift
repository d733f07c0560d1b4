import CGIAuthCrypt
import CGIAuthLibC

/// crypt(3), which makes and verifies every password hash: each notation names its
/// scheme, its cost and its salt.
///
/// It computes scrypt in two thirds of the time that OpenSSL takes, and Apache verifies by the same function.
enum Crypt {
  /// The longest password it takes (crypt(3), CRYPT_MAX_PASSPHRASE_SIZE, less the NUL at the end).
  static let maxPasswordBytes = Int(CRYPT_MAX_PASSPHRASE_SIZE) - 1

  /// The hash of a password in the scheme and with the salt of another, or of the beginning of one.
  ///
  /// - Parameters:
  ///   - password: at most `maxPasswordBytes`, without NUL.
  ///   - setting: a notation that was checked.
  /// - Throws: where memory runs out: the only failure that is left then.
  static func hash(_ password: SecretBytes, by setting: [UInt8]) throws(SystemError) -> [UInt8] {
    // crypt_r(3): 32 KiB of scratch that must be zero before the first call. A failure gives nil or a
    // string that begins with `*`.
    let scratch = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
    defer { scratch.deallocate() }
    memset(scratch, 0, MemoryLayout<crypt_data>.size)
    let phrase = password.withUnsafeBytes { $0.map { CChar(bitPattern: $0) } } + [0]
    let setting = setting.map { CChar(bitPattern: $0) } + [0]
    guard let result = crypt_r(phrase, setting, scratch), result.pointee != CChar(UInt8(ascii: "*")) else {
      throw .last("crypt")
    }
    return Array(String(cString: result).utf8)
  }
}

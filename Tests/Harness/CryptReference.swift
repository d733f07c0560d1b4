import CGIAuthOpenSSL
import CGIAuthCrypt
import Glibc

@testable import CGIAuthCore

/// crypt(3) itself: what it makes of a password and a setting, or nil where it refuses them.
public func cryptReference(_ password: String, _ setting: [UInt8]) -> [UInt8]? {
  let scratch = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
  defer { scratch.deallocate() }
  memset(scratch, 0, MemoryLayout<crypt_data>.size)
  let setting = setting.map { CChar(bitPattern: $0) } + [0]
  guard let result = crypt_r(password, setting, scratch), result.pointee != CChar(UInt8(ascii: "*")) else {
    return nil
  }
  return Array(String(cString: result).utf8)
}

/// The 43 digits that end a `$7$` notation, by OpenSSL's scrypt, of a salt as it stands in the notation.
func opensslScrypt(_ password: String, _ parameters: ScryptParameters, salt: [UInt8]) -> [UInt8] {
  var key = [UInt8](repeating: 0, count: 32)
  let result = EVP_PBE_scrypt(
    password, password.utf8.count, salt, salt.count, 1 << UInt64(parameters.log2N), UInt64(parameters.r),
    UInt64(parameters.p), 1 << 30, &key, key.count)
  precondition(result == 1)
  return CryptBase64.encode(key)
}

/// Passwords of every kind that a user may have; none over 72 bytes, none with NUL.
let samplePasswords = [
  "a", " ", "correct horse battery staple", "  spaces around  ", "pass:word", "$7$", "*0", "%00", "\\",
  "\"'`",
  "Passwörter", "e\u{301}", "\u{E9}", "пароль", "パスワード", "🔐🔐🔐", String(repeating: "x", count: 71),
  String(repeating: "y", count: 72), String(repeating: "é", count: 36), "\u{80}\u{FF}",
]

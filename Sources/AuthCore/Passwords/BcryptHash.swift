import CGIAuthCrypt
/// bcrypt in the notations `$2a$`, `$2b$` and `$2y$` (crypt(5)), made and verified by crypt(3).
package struct BcryptHash: Hashable {
  /// bcrypt reads no further than this. A longer password is refused, never cut: see `Password`, which
  /// refuses NUL, the other place where bcrypt would stop.
  package static let maxPasswordBytes = 72
  /// The cost is a power of two: 4 to 31.
  static let costRange = 4...31

  /// The hash as crypt(3) writes it: 60 characters.
  let notation: [UInt8]

  /// Reads the notation, or returns nil where it is another or malformed.
  package init?(notation: [UInt8]) {
    guard notation.count == 60,
      notation.begins(with: "$2a$") || notation.begins(with: "$2b$") || notation.begins(with: "$2y$"),
      let cost = wholeNumber(notation[4..<6]), Self.costRange.contains(cost),
      notation[6] == UInt8(ascii: "$"), notation[7...].allSatisfy(CryptBase64.alphabet.contains)
    else { return nil }
    self.notation = notation
  }

  /// Hashes a password of at most `maxPasswordBytes`; nil where it is longer, or
  /// cost or salt is out of range.
  ///
  /// - Parameter saltBytes: 16 fresh random bytes.
  init?(_ password: Password, cost: Int, saltBytes: [UInt8]) throws(SystemError) {
    guard password.bytes.count <= Self.maxPasswordBytes,
      let setting = Self.setting(cost: cost, saltBytes: saltBytes)
    else { return nil }
    notation = try Crypt.hash(password.bytes, by: setting)
  }

  /// Whether the password is the one that was hashed. One over `maxPasswordBytes`
  /// never is, and takes as long.
  func matches(_ password: Password) throws(SystemError) -> Bool {
    guard password.bytes.count <= Self.maxPasswordBytes else {
      _ = try Crypt.hash(Password.filler.bytes, by: notation)
      return false
    }
    return SecretBytes(try Crypt.hash(password.bytes, by: notation)) == SecretBytes(notation)
  }

  /// The cost and the salt as crypt_gensalt_rn(3) writes them.
  private static func setting(cost: Int, saltBytes: [UInt8]) -> [UInt8]? {
    guard costRange.contains(cost) else { return nil }
    var setting = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
    let salt = saltBytes.map { CChar(bitPattern: $0) }
    let made = crypt_gensalt_rn("$2b$", UInt(cost), salt, CInt(salt.count), &setting, CInt(setting.count))
    return made == nil ? nil : setting.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
  }
}

import CCrypt
import CGI
import Glibc

/// bcrypt in the notations `$2a$`, `$2b$` and `$2y$` (crypt(5)), made and verified by crypt(3).
struct BcryptHash: Hashable {
  /// bcrypt reads no further than this. A longer password is refused, never cut: see `Password`, which refuses
  /// NUL, the other place where bcrypt would stop.
  static let maxPasswordBytes = 72
  /// The cost is a power of two: 4 to 31.
  static let costRange = 4...31

  /// The hash as crypt(3) writes it: 60 characters.
  let notation: [UInt8]

  /// Reads the notation, or returns nil where it is another or malformed.
  init?(notation: [UInt8]) {
    guard notation.count == 60,
      let prefix = ["$2a$", "$2b$", "$2y$"].first(where: { notation.starts(with: $0.utf8) }),
      let cost = wholeNumber(notation[prefix.utf8.count..<6]), Self.costRange.contains(cost),
      notation[6] == UInt8(ascii: "$"), notation[7...].allSatisfy(CryptBase64.alphabet.contains)
    else { return nil }
    self.notation = notation
  }

  /// Hashes a password of at most `maxPasswordBytes`; nil where it is longer or crypt(3) fails.
  ///
  /// - Parameter saltBytes: 16 fresh random bytes.
  init?(_ password: Password, cost: Int, saltBytes: [UInt8]) {
    guard password.bytes.count <= Self.maxPasswordBytes,
      let setting = Self.setting(cost: cost, saltBytes: saltBytes),
      let notation = Self.crypt(password.bytes, setting: setting), let hash = BcryptHash(notation: notation)
    else { return nil }
    self = hash
  }

  /// Whether the password is the one that was hashed. One over `maxPasswordBytes` never is, and takes as long.
  func matches(_ password: Password) -> Bool {
    let setting = notation.map { CChar(bitPattern: $0) } + [0]
    guard password.bytes.count <= Self.maxPasswordBytes else {
      _ = Self.crypt(Self.filler, setting: setting)
      return false
    }
    guard let computed = Self.crypt(password.bytes, setting: setting) else { return false }
    return SecretBytes(computed) == SecretBytes(notation)
  }

  /// Takes as long as a hash of this cost.
  static func spend(cost: Int, saltBytes: [UInt8]) {
    if let setting = setting(cost: cost, saltBytes: saltBytes) { _ = crypt(filler, setting: setting) }
  }

  /// bcrypt takes the same time for every password.
  private static let filler = SecretBytes([UInt8(ascii: "x")])

  /// The cost and the salt as crypt_gensalt_rn(3) writes them.
  private static func setting(cost: Int, saltBytes: [UInt8]) -> [CChar]? {
    guard costRange.contains(cost) else { return nil }
    var setting = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
    let salt = saltBytes.map { CChar(bitPattern: $0) }
    let made = crypt_gensalt_rn("$2b$", UInt(cost), salt, CInt(salt.count), &setting, CInt(setting.count))
    return made == nil ? nil : setting
  }

  /// crypt_r(3). Its 32 KiB of scratch must be zero before the first call; a failure gives nil or a string that
  /// begins with `*`.
  private static func crypt(_ password: SecretBytes, setting: [CChar]) -> [UInt8]? {
    let scratch = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
    defer { scratch.deallocate() }
    memset(scratch, 0, MemoryLayout<crypt_data>.size)
    let phrase = password.withUnsafeBytes { $0.map { CChar(bitPattern: $0) } } + [0]
    guard let result = crypt_r(phrase, setting, scratch), result.pointee != CChar(UInt8(ascii: "*")) else {
      return nil
    }
    return Array(String(cString: result).utf8)
  }
}

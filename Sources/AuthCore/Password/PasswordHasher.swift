import Glibc

/// How new passwords are hashed.
public enum PasswordHashSetting: Hashable, Sendable {
  case scrypt(ScryptParameters)
  /// bcrypt with a cost of 4 to 31.
  case bcrypt(cost: Int)

  /// Whether this is below what is recommended today: `scrypt:14:8:5` or `bcrypt:10` (OWASP Password Storage
  /// Cheat Sheet).
  public var isWeak: Bool {
    switch self {
    case .scrypt(let parameters): parameters.isWeak
    case .bcrypt(let cost): cost < 10
    }
  }
}

/// Makes and verifies password hashes.
struct PasswordHasher: Sendable {
  let setting: PasswordHashSetting
  let randomness: Randomness

  /// A new hash, in crypt(3) notation.
  ///
  /// - Throws: `field(.password, .tooLong)` where the setting cannot take the whole password.
  func hash(_ password: Password) throws(AuthError) -> [UInt8] {
    let salt = try AuthError.mapping { () throws(SystemError) in try randomness.bytes(16) }
    switch setting {
    case .scrypt(let parameters):
      return try Self.hashing { () throws(OpenSSL.Failure) in
        try ScryptHash(password, parameters, saltBytes: salt).notation
      }
    case .bcrypt(let cost):
      guard password.bytes.count <= BcryptHash.maxPasswordBytes else {
        throw .field(.password, .tooLong(maxBytes: BcryptHash.maxPasswordBytes))
      }
      guard let hash = BcryptHash(password, cost: cost, saltBytes: salt) else {
        throw .internalFailure("crypt_r")
      }
      return hash.notation
    }
  }

  /// Whether a password is the one behind a stored hash.
  ///
  /// A password that is not costs a whole hash by `setting`, whatever is stored: an unknown address, a disabled
  /// user and one whose hash is cheaper cannot be told from others by the time.
  ///
  /// - Parameter notation: the stored hash; nil where there is no such user.
  func verify(_ password: Password, against notation: [UInt8]?) throws(AuthError) -> Bool {
    try Self.hashing { () throws(OpenSSL.Failure) in
      if let notation, try Self.matches(password, notation) { return true }
      if isOutdated(notation) { try spend(password) }
      return false
    }
  }

  private static func matches(_ password: Password, _ notation: [UInt8]) throws(OpenSSL.Failure) -> Bool {
    if let hash = ScryptHash(notation: notation) { return try hash.matches(password) }
    if let hash = BcryptHash(notation: notation) { return hash.matches(password) }
    return false
  }

  /// Whether a stored hash is none, is of another kind than `setting`, or is cheaper than it in work or in memory.
  func isOutdated(_ notation: [UInt8]?) -> Bool {
    guard let notation else { return true }
    switch setting {
    case .scrypt(let parameters):
      guard let stored = ScryptHash(notation: notation)?.parameters else { return true }
      return stored.isCheaper(than: parameters)
    case .bcrypt(let cost):
      guard let stored = BcryptHash(notation: notation)?.cost else { return true }
      return stored < cost
    }
  }

  /// Costs what a hash by the setting costs.
  private func spend(_ password: Password) throws(OpenSSL.Failure) {
    let salt = [UInt8](repeating: 0, count: 16)
    switch setting {
    case .scrypt(let parameters): _ = try ScryptHash(password, parameters, saltBytes: salt)
    case .bcrypt(let cost): BcryptHash.spend(cost: cost, saltBytes: salt)
    }
  }

  /// scrypt with parameters that were checked fails for want of memory only: 503, and better luck soon.
  private static func hashing<Value>(_ body: () throws(OpenSSL.Failure) -> Value) throws(AuthError) -> Value {
    do { return try body() } catch { throw .system(SystemError(operation: "scrypt", code: ENOMEM)) }
  }

  /// Whether a stored hash is of a kind that `verify` can check.
  static func supports(_ notation: [UInt8]) -> Bool {
    ScryptHash(notation: notation) != nil || BcryptHash(notation: notation) != nil
  }
}

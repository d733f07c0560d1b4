/// Makes and verifies password hashes.
package struct PasswordHasher: Sendable {
  package let setting: PasswordHashSetting
  package let randomness: Randomness

  /// A new hash, in crypt(3) notation; nil where the setting cannot take the whole password.
  package func hash(_ password: Password) throws(SystemError) -> [UInt8]? {
    try Self.hash(password, setting, saltBytes: try randomness.bytes(16))
  }

  private static func hash(
    _ password: Password, _ setting: PasswordHashSetting, saltBytes: [UInt8]
  ) throws(SystemError) -> [UInt8]? {
    switch setting {
    case .scrypt(let parameters): try ScryptHash(password, parameters, saltBytes: saltBytes)?.notation
    case .bcrypt(let cost): try BcryptHash(password, cost: cost, saltBytes: saltBytes)?.notation
    }
  }

  /// Whether a password is the one behind a stored hash.
  ///
  /// A password that is not costs a whole hash by `setting`: an unknown address, a disabled user
  /// and one whose scrypt hash is cheaper take about the same time. A stored hash of another
  /// kind costs its own beside it.
  ///
  /// - Parameter notation: the stored hash; nil where there is no such user.
  package func verify(_ password: Password, against notation: [UInt8]?) throws(SystemError) -> Bool {
    if let notation, try Self.matches(password, notation) { return true }
    if let owed = owed(after: notation) {
      _ = try Self.hash(.filler, owed, saltBytes: [UInt8](repeating: 0, count: 16))
    }
    return false
  }

  /// What a failed check against a stored hash has still to cost: the rest of an scrypt hash where the stored
  /// one is a cheaper scrypt hash; a whole one where it is of another kind or none; nil where it is as dear.
  func owed(after notation: [UInt8]?) -> PasswordHashSetting? {
    guard isOutdated(notation) else { return nil }
    guard case .scrypt(let parameters) = setting, let notation,
      let stored = ScryptHash(notation: notation)?.parameters
    else { return setting }
    return parameters.rest(after: stored).map { .scrypt($0) }
  }

  private static func matches(_ password: Password, _ notation: [UInt8]) throws(SystemError) -> Bool {
    if let hash = ScryptHash(notation: notation) { return try hash.matches(password) }
    if let hash = BcryptHash(notation: notation) { return try hash.matches(password) }
    return false
  }

  /// Whether a stored hash is none, is of another kind than `setting`, or is cheaper
  /// than it in work or in memory.
  package func isOutdated(_ notation: [UInt8]?) -> Bool {
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

  /// Whether a stored hash is of a kind that `verify` can check.
  package static func supports(_ notation: [UInt8]) -> Bool {
    ScryptHash(notation: notation) != nil || BcryptHash(notation: notation) != nil
  }
}

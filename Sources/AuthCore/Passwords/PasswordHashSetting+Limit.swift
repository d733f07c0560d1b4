extension PasswordHashSetting {
  /// The bcrypt cost, and the work of scrypt in units of the default, that each login may take by a hash that
  /// another site made: some 3 s.
  private static let maxBcryptCost = 15, maxScryptWork = 32

  /// Whether a login by a stored hash takes far more than one by this setting does, or by a usual one.
  package func isFarExceeded(by notation: [UInt8]) -> Bool {
    if let hash = BcryptHash(notation: notation) {
      var most = Self.maxBcryptCost
      if case .bcrypt(let cost) = self { most = max(most, cost) }
      return hash.cost ?? 0 > most
    }
    guard let hash = ScryptHash(notation: notation) else { return false }
    var most = Self.maxScryptWork * ScryptParameters.recommended.work
    if case .scrypt(let parameters) = self { most = max(most, parameters.work) }
    return hash.parameters.work > most
  }
}

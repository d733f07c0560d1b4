/// How new passwords are hashed.
public enum PasswordHashSetting: Hashable, Sendable {
  case scrypt(ScryptParameters)
  /// bcrypt with a cost of 4 to 31.
  case bcrypt(cost: Int)

  /// The longest password that can be hashed, in bytes.
  package var maxPasswordBytes: Int {
    switch self {
    case .scrypt: ScryptHash.maxPasswordBytes
    case .bcrypt: BcryptHash.maxPasswordBytes
    }
  }

  /// Whether this is below what is recommended today: `scrypt:14:8:5` or `bcrypt:10` (OWASP Password Storage
  /// Cheat Sheet).
  public var isWeak: Bool {
    switch self {
    case .scrypt(let parameters): parameters.isWeak
    case .bcrypt(let cost): cost < 10
    }
  }
}

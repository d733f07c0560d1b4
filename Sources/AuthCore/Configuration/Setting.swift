import CGI

/// One setting: its key in the file, its variable in the environment, and what its value does.
struct Setting: Sendable {
  let key: StaticString
  let variable: String
  /// Takes a value over, or returns what it must be.
  private let take: @Sendable (_ value: [UInt8], _ configuration: inout Configuration) -> StaticString?

  /// Takes a value over.
  ///
  /// - Throws: an error that says where the value stands and what it must be.
  func apply(
    _ value: [UInt8], to configuration: inout Configuration, at place: ConfigurationError.Place
  ) throws(ConfigurationError) {
    let subject = if case .variable = place { "" } else { "\(key) " }
    guard !value.isEmpty else { throw ConfigurationError(place, "\(subject)must not be empty") }
    guard !value.contains(where: \.isASCIIControl) else {
      throw ConfigurationError(place, "\(subject)must not have control characters")
    }
    guard value.first != UInt8(ascii: "\""), value.first != UInt8(ascii: "'") else {
      throw ConfigurationError(place, "\(subject)must not be in quotes")
    }
    if let requirement = take(value, &configuration) {
      throw ConfigurationError(place, "\(subject)\(requirement)")
    }
  }

  /// Takes over the value of the environment, if it has one.
  func apply(
    _ environment: Environment, to configuration: inout Configuration
  ) throws(ConfigurationError) {
    if let value = environment[variable] { try apply(value, to: &configuration, at: .variable(variable)) }
  }

  private init(
    _ key: StaticString, _ variable: String,
    _ take: @escaping @Sendable (_ value: [UInt8], _ configuration: inout Configuration) -> StaticString?
  ) {
    self.key = key
    self.variable = variable
    self.take = take
  }

  /// The setting that says where the configuration file is.
  static let dataDirectory = Setting("data_dir", "AUTH_DATA_DIR") { value, configuration in
    guard String(validating: value, as: UTF8.self) != nil, value.first != UInt8(ascii: "~") else {
      return "must be the path of a folder, written out"
    }
    configuration.dataDirectory = DataDirectory(configuration.resolved(value))
    return nil
  }

  /// Every setting.
  static let all: [Setting] = [
    dataDirectory,
    Setting("jwt_secret", "JWT_SECRET") { value, configuration in
      guard let key = SigningKey(SecretBytes(value)) else { return "must have at least 32 bytes" }
      configuration.signingKeys = [key]
      return nil
    },
    Setting("token_lifetime", "AUTH_TOKEN_LIFETIME") { value, configuration in
      guard let seconds = wholeNumber(value), (1...31_536_000).contains(seconds) else {
        return "must be a whole number of seconds from 1 to 31536000"
      }
      configuration.tokenLifetimeSeconds = seconds
      return nil
    },
    Setting("password_hash", "AUTH_PASSWORD_HASH") { value, configuration in
      guard let setting = PasswordHashSetting(value) else {
        return
          "must be scrypt:log2N:r:p within 256 MiB, such as scrypt:14:8:5, or bcrypt:cost with a cost from 4 to 31"
      }
      configuration.passwordHash = setting
      return nil
    },
    Setting("password_min_length", "AUTH_PASSWORD_MIN_LENGTH") { value, configuration in
      guard let characters = wholeNumber(value), (1...64).contains(characters) else {
        return "must be a whole number of characters from 1 to 64"
      }
      configuration.passwordMinCharacters = characters
      return nil
    },
    Setting("password_blocklist", "AUTH_PASSWORD_BLOCKLIST") { value, configuration in
      guard String(validating: value, as: UTF8.self) != nil, value.first != UInt8(ascii: "~") else {
        return "must be the path of a file, written out"
      }
      configuration.passwordBlocklist = PasswordBlocklist(path: configuration.resolved(value))
      return nil
    },
    Setting("cookie_name", "AUTH_COOKIE_NAME") { value, configuration in
      guard value.count <= 64, let name = CookieName(String(decoding: value, as: UTF8.self)) else {
        return "must be at most 64 letters, digits and other characters of an HTTP token"
      }
      configuration.cookieName = name
      return nil
    },
    Setting("cookie_secure", "AUTH_COOKIE_SECURE") { value, configuration in
      guard let secure = Configuration.CookieSecure(rawValue: String(decoding: value, as: UTF8.self)) else {
        return "must be auto, always or never"
      }
      configuration.cookieSecure = secure
      return nil
    },
    Setting("issuer", "AUTH_ISSUER") { value, configuration in
      guard let name = shortText(value) else { return "must be at most 255 bytes of UTF-8" }
      configuration.issuer = name
      return nil
    },
    Setting("audience", "AUTH_AUDIENCE") { value, configuration in
      guard let name = shortText(value) else { return "must be at most 255 bytes of UTF-8" }
      configuration.audience = name
      return nil
    },
    Setting("trusted_proxies", "AUTH_TRUSTED_PROXIES") { value, configuration in
      let words = value.split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") || $0 == 0x09 }
      let ranges = words.map { AddressRange(String(decoding: $0, as: UTF8.self)) }
      guard !ranges.isEmpty, !ranges.contains(nil) else {
        return "must be IP addresses or ranges such as 10.0.0.0/8, separated by commas"
      }
      configuration.trustedProxies = ranges.compactMap { $0 }
      return nil
    },
    Setting("trusted_origins", "AUTH_TRUSTED_ORIGINS") { value, configuration in
      let words = value.split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") || $0 == 0x09 }
      let origins = words.map { Origin($0) }
      guard !origins.isEmpty, !origins.contains(nil) else {
        return
          "must be origins as browsers send them, such as https://app.example.com, separated by commas: no path, no default port"
      }
      configuration.trustedOrigins = origins.compactMap { $0 }
      return nil
    },
  ]

  private static func shortText(_ value: [UInt8]) -> String? {
    value.count <= 255 ? String(validating: value, as: UTF8.self) : nil
  }
}

extension PasswordHashSetting {
  /// What new passwords are hashed with when nothing is set: `scrypt:14:8:5`, 16 MiB.
  static let recommended = PasswordHashSetting.scrypt(.recommended)

  /// Reads `scrypt:log2N:r:p` or `bcrypt:cost`.
  init?(_ text: [UInt8]) {
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    let numbers = parts.dropFirst().compactMap { wholeNumber($0) }
    guard numbers.count == parts.count - 1 else { return nil }
    if parts[0].isEqual(to: "scrypt"), numbers.count == 3,
      let parameters = ScryptParameters(log2N: numbers[0], r: numbers[1], p: numbers[2])
    {
      self = .scrypt(parameters)
    } else if parts[0].isEqual(to: "bcrypt"), numbers.count == 1, BcryptHash.costRange.contains(numbers[0]) {
      self = .bcrypt(cost: numbers[0])
    } else {
      return nil
    }
  }
}

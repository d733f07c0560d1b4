import CGIAuthCore

/// Why a line of an imported file is not taken: a stable word.
package enum ImportFault: String, Error, CaseIterable {
  /// The name is no e-mail address.
  case address = "address-malformed"
  /// The file has the address before.
  case repeated
  /// The id is another account's.
  case idTaken = "id-taken"
  /// It is longer than `ImportSource.maxRecordBytes`.
  case tooLong = "line-too-long"
  /// It has not the form of its format.
  case malformed = "line-malformed"
  /// The statement of a dump breaks off here: nothing behind that is read of it.
  case statementBroken = "statement-broken"
  /// A group's name cannot stand in a record.
  case group = "group-unusable"
  /// There is no hash.
  case noHash = "hash-missing"
  /// It is no hash that is known here; it may be the password itself.
  case unknownHash = "hash-unknown"
  /// It would keep the site busy for too long at each login.
  case costlyHash = "hash-costly"
  /// Apache's MD5.
  case apr1 = "hash-apr1"
  /// SHA-1 without a salt.
  case sha1 = "hash-sha1"
  /// SHA-1 with a salt.
  case ssha = "hash-ssha"
  /// `$1$` of crypt(3).
  case md5Crypt = "hash-md5-crypt"
  /// `$5$` and `$6$` of crypt(3).
  case shaCrypt = "hash-sha-crypt"
  /// `$y$` of crypt(3).
  case yescrypt = "hash-yescrypt"
  /// WordPress up to 6.7, and phpBB: MD5, many times.
  case phpass = "hash-phpass"
  /// WordPress from 6.8 on: bcrypt of a code of the password.
  case wordpress = "hash-wordpress"
  case argon2 = "hash-argon2"

  /// Whether all that is wrong is the hash, so that the account can be made without it.
  var isOfHash: Bool {
    switch self {
    case .noHash, .unknownHash, .costlyHash, .apr1, .sha1, .ssha, .md5Crypt, .shaCrypt, .yescrypt, .phpass,
      .wordpress, .argon2:
      true
    default: false
    }
  }

  /// What is said of it at a shell.
  package var plainText: StaticString {
    switch self {
    case .address: "the name is no e-mail address"
    case .repeated: "the file has this address before; that one counts"
    case .idTaken: "another account has this id"
    case .tooLong: "it is longer than 64 KiB"
    case .malformed: "it has not the form of its format"
    case .statementBroken: "the statement breaks off; nothing behind this is read of it"
    case .group: "the name of a group cannot be kept"
    case .noHash: "there is no hash"
    case .unknownHash: "the hash is of no known kind, or the password itself"
    case .costlyHash: "each login by this hash would take too long"
    case .apr1: "the hash is Apache's MD5 ($apr1$)"
    case .sha1: "the hash is SHA-1 without a salt ({SHA})"
    case .ssha: "the hash is SHA-1 ({SSHA})"
    case .md5Crypt: "the hash is MD5 of crypt ($1$)"
    case .shaCrypt: "the hash is SHA-2 of crypt ($5$, $6$)"
    case .yescrypt: "the hash is yescrypt ($y$)"
    case .phpass: "the hash is WordPress's MD5 ($P$)"
    case .wordpress: "the hash is WordPress's own kind of bcrypt ($wp$)"
    case .argon2: "the hash is Argon2"
    }
  }
}

extension ImportFault {
  /// What keeps a hash out; nil where it is one that is verified here.
  ///
  /// - Parameters:
  ///   - hash: as a file has it, without the `!` or `*` of a disabled user.
  ///   - setting: what the site itself makes: that much is never too dear.
  init?(ofHash hash: [UInt8], _ setting: PasswordHashSetting) {
    guard PasswordHasher.supports(hash) else {
      self = Self.foreign(hash)
      return
    }
    guard setting.isFarExceeded(by: hash) else { return nil }
    self = .costlyHash
  }

  /// The kind of a hash that is not verified here.
  private static func foreign(_ hash: [UInt8]) -> ImportFault {
    func begins(_ prefix: StaticString) -> Bool { hash.begins(with: prefix) }
    if hash.isEmpty { return .noHash }
    if begins("$apr1$") { return .apr1 }
    if begins("{SHA}") { return .sha1 }
    if begins("{SSHA}") { return .ssha }
    if begins("$1$") { return .md5Crypt }
    if begins("$5$") || begins("$6$") { return .shaCrypt }
    if begins("$y$") { return .yescrypt }
    if begins("$P$") || begins("$H$") { return .phpass }
    if begins("$wp$") { return .wordpress }
    if begins("$argon2") { return .argon2 }
    return .unknownHash
  }
}

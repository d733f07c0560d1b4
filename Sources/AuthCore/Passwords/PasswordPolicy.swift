/// What a new password must be (NIST SP 800-63B section 5.1.1.2): long enough, short enough to be hashed
/// whole, and not one of those that are tried first. Every character is welcome, and none is asked for.
/// Passwords that are stored already are not judged.
package struct PasswordPolicy {
  /// The fewest characters (Unicode code points).
  let minCharacters: Int
  /// The most bytes: what `password_hash` takes.
  let maxBytes: Int
  /// The commonest passwords.
  let commonPasswords: PasswordList
  /// The administrator's own list.
  let blocklist: PasswordBlocklist?

  package init(
    minCharacters: Int, maxBytes: Int, commonPasswords: PasswordList, blocklist: PasswordBlocklist?
  ) {
    self.minCharacters = minCharacters
    self.maxBytes = maxBytes
    self.commonPasswords = commonPasswords
    self.blocklist = blocklist
  }

  /// Why somebody with this address may not choose a password, or nil.
  ///
  /// - Throws: where the administrator's list cannot be read.
  package func problem(
    with password: Password, for email: EmailAddress
  ) throws(ConfigurationError) -> PasswordProblem? {
    guard password.bytes.count <= maxBytes else { return .tooLong(maxBytes: maxBytes) }
    guard password.characterCount >= minCharacters else { return .tooShort(minCharacters: minCharacters) }
    let lowercased = password.asciiLowercased
    let scalars = String(decoding: lowercased, as: UTF8.self).unicodeScalars.map { Int($0.value) }
    if Self.isOneRepeated(scalars) { return .oneCharacterRepeated }
    if Self.isSequence(scalars) || Self.isKeyboardRow(lowercased) { return .sequence }
    let address = Array(email.text.utf8)
    if lowercased == address || lowercased.elementsEqual(address.prefix { $0 != UInt8(ascii: "@") }) {
      return .ownAddress
    }
    if commonPasswords.contains(password) { return .common }
    if let blocklist, try blocklist.contains(password) { return .blocked }
    return nil
  }

  private static func isOneRepeated(_ scalars: [Int]) -> Bool {
    scalars.count > 1 && scalars.allSatisfy { $0 == scalars[0] }
  }

  /// Whether every character is the one after that before it, or every one the one
  /// before: `abcdefgh`, `87654321`.
  private static func isSequence(_ scalars: [Int]) -> Bool {
    guard scalars.count >= minSequenceCount else { return false }
    let steps = zip(scalars.dropFirst(), scalars).map { $0 - $1 }
    return steps.allSatisfy { $0 == 1 } || steps.allSatisfy { $0 == -1 }
  }

  /// Whether it is part of what fingers that walk along a keyboard type, from the left or from the right.
  private static func isKeyboardRow(_ lowercased: [UInt8]) -> Bool {
    guard lowercased.count >= minSequenceCount else { return false }
    return keyboardWalks.contains { walk in
      let keys = walk.withUTF8Buffer { Array($0) }
      return keys.holds(lowercased) || keys.holds(lowercased.reversed())
    }
  }

  /// Two characters are no sequence yet.
  private static let minSequenceCount = 3

  /// The rows of American, German and French keyboards, one after the other with and without their signs.
  private static let keyboardWalks: [StaticString] = [
    "01234567890-=", "`1234567890-=", "qwertyuiopasdfghjklzxcvbnm", "qwertyuiop[]\\asdfghjkl;'zxcvbnm,./",
    "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn",
  ]
}

/// Why a password may not be chosen.
package enum PasswordProblem: Hashable, Sendable {
  case tooShort(minCharacters: Int)
  case tooLong(maxBytes: Int)
  /// One character, over and over.
  case oneCharacterRepeated
  /// Characters or keys in their order, such as `12345678`.
  case sequence
  /// The e-mail address, or its local part.
  case ownAddress
  /// The name of the site, or of its host.
  case siteName
  /// One of the commonest passwords.
  case common
  /// On the administrator's list.
  case blocked
}

extension Password {
  /// The password's bytes with the letters of ASCII in lower case: what is compared with lists.
  var asciiLowercased: [UInt8] { bytes.withUnsafeBytes { $0.asciiLowercased } }
}

extension [UInt8] {
  /// Whether these bytes stand somewhere in here, one after the other.
  fileprivate func holds(_ part: some Collection<UInt8>) -> Bool {
    guard part.count <= count else { return false }
    return (0...(count - part.count)).contains { self[$0...].starts(with: part) }
  }
}

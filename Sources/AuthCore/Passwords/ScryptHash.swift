/// scrypt in crypt(3)'s `$7$` notation (crypt(5)), which Apache verifies too.
///
/// `$7$`, one digit of log2 N, five of r, five of p, the salt as it is used, `$`, 43
/// digits of the 32-byte key.
struct ScryptHash: Hashable {
  /// A longer password is refused, never cut.
  static let maxPasswordBytes = Crypt.maxPasswordBytes
  private static let prefix: StaticString = "$7$"
  private static let headCount = 14, keyCount = 43

  let parameters: ScryptParameters
  /// The hash as crypt(3) writes it.
  let notation: [UInt8]

  /// Hashes a password; nil where it is longer than `maxPasswordBytes`.
  ///
  /// - Parameter saltBytes: fresh random bytes; 16 are right (NIST SP 800-132 section 5.1).
  init?(_ password: Password, _ parameters: ScryptParameters, saltBytes: [UInt8]) throws(SystemError) {
    guard password.bytes.count <= Self.maxPasswordBytes else { return nil }
    self.parameters = parameters
    let setting =
      Array(Self.prefix.description.utf8) + CryptBase64.encode(parameters.log2N, digits: 1)
      + CryptBase64.encode(parameters.r, digits: 5) + CryptBase64.encode(parameters.p, digits: 5)
      + CryptBase64.encode(saltBytes) + [UInt8(ascii: "$")]
    notation = try Crypt.hash(password.bytes, by: setting)
  }

  /// Reads the notation, or returns nil where it is another, malformed, or beyond what
  /// `ScryptParameters` allows.
  init?(notation: [UInt8]) {
    let head = notation.prefix(Self.headCount)
    let tail = notation.dropFirst(Self.headCount)
    guard head.count == Self.headCount, notation.starts(with: Self.prefix.description.utf8),
      let log2N = CryptBase64.number(head[3..<4]), let r = CryptBase64.number(head[4..<9]),
      let p = CryptBase64.number(head[9..<14]),
      let parameters = ScryptParameters(log2N: log2N, r: r, p: p),
      let dollar = tail.lastIndex(of: UInt8(ascii: "$")), tail[(dollar + 1)...].count == Self.keyCount,
      (tail[..<dollar] + tail[(dollar + 1)...]).allSatisfy(CryptBase64.alphabet.contains)
    else { return nil }
    self.parameters = parameters
    self.notation = notation
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
}

/// The cost of one scrypt hash (RFC 7914 section 2).
public struct ScryptParameters: Hashable, Sendable {
  /// The most memory one hash may take. A user file can come from anywhere; what it asks for is not granted
  /// without a limit.
  public static let maxMemoryBytes = 256 << 20

  /// The CPU and memory cost N is 2 to this power: 2 to 20 (crypt(3) takes no less), and under
  /// 16 * r (RFC 7914 section 2).
  public let log2N: Int
  /// The block size: 1 to 32. Memory is 128 * N * r bytes.
  public let r: Int
  /// How often the work is done over: 1 to 64.
  public let p: Int

  /// Parameters, or nil where one is out of its range or the memory is over `maxMemoryBytes`.
  public init?(log2N: Int, r: Int, p: Int) {
    guard (2...20).contains(log2N), (1...32).contains(r), (1...64).contains(p), log2N < 16 * r,
      128 * r << log2N <= Self.maxMemoryBytes
    else { return nil }
    self.log2N = log2N
    self.r = r
    self.p = p
  }

  /// `14:8:5`: 16 MiB.
  static let recommended = ScryptParameters(checkedLog2N: 14, r: 8, p: 5)

  private init(checkedLog2N log2N: Int, r: Int, p: Int) {
    self.log2N = log2N
    self.r = r
    self.p = p
  }

  /// Whether this is less work, or much less memory, than `14:8:5`: the second weakest of the settings that
  /// the OWASP Password Storage Cheat Sheet counts as equal, and the default here.
  public var isWeak: Bool { work < Self.recommended.work || r << log2N < 8 << 13 }
}

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

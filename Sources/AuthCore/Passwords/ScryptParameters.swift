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

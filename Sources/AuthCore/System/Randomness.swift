import Glibc

/// Where unpredictable bytes come from, replaceable in tests.
public struct Randomness: Sendable {
  /// So many fresh bytes, at most 256.
  public let bytes: @Sendable (_ count: Int) throws(SystemError) -> [UInt8]

  /// A source that reads from a function.
  public init(bytes: @escaping @Sendable (_ count: Int) throws(SystemError) -> [UInt8]) {
    self.bytes = bytes
  }

  /// The kernel's generator (getentropy(3)), without OpenSSL's on top: a process of one request needs no pool.
  public static let system = Randomness { count throws(SystemError) in
    var bytes = [UInt8](repeating: 0, count: count)
    guard getentropy(&bytes, count) == 0 else { throw .last("getentropy") }
    return bytes
  }
}

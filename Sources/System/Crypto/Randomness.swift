import CGIAuthLibC

/// Where unpredictable bytes come from, replaceable in tests.
public struct Randomness: Sendable {
  /// So many fresh bytes, at most 256.
  public let bytes: @Sendable (_ count: Int) throws(SystemError) -> [UInt8]

  /// A source that reads from a function.
  public init(bytes: @escaping @Sendable (_ count: Int) throws(SystemError) -> [UInt8]) {
    self.bytes = bytes
  }

  /// A fresh id that nobody guesses: 128 bits, as base64url.
  package func id() throws(SystemError) -> String { Base64URL.encode(try bytes(16)) }

  /// The kernel's generator (getentropy(3)), without OpenSSL's on top: a process of
  /// one request needs no pool.
  public static let system = Randomness { count throws(SystemError) in
    var bytes = [UInt8](repeating: 0, count: count)
    if getentropy(&bytes, count) == 0 { return bytes }
    guard errno == ENOSYS else { throw .last("getentropy") }
    // Linux before 3.17.
    bytes = try File.open("/dev/urandom", O_RDONLY).read(maxBytes: count)
    guard bytes.count == count else { throw SystemError(operation: "read urandom", code: EIO) }
    return bytes
  }
}

import CGIAuthOpenSSL

/// Bytes that must not be printed, and that are compared without telling by the time
/// it takes where they differ.
///
/// They are not wiped: a program answers one request, leaves no core dump, and exits.
public struct SecretBytes: Sendable, Equatable, CustomStringConvertible {
  private let bytes: [UInt8]

  /// Takes the bytes over.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// How many bytes there are. This is not kept secret.
  public var count: Int { bytes.count }

  /// Lends the bytes to C.
  func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    bytes.withUnsafeBytes(body)
  }

  /// Compares in a time that depends on the length only (CRYPTO_memcmp(3)).
  public static func == (one: SecretBytes, other: SecretBytes) -> Bool {
    one.count == other.count && CRYPTO_memcmp(one.bytes, other.bytes, one.count) == 0
  }

  /// Whether the bytes are these: in a time that depends on the length only, as long as one of the last is
  /// another.
  ///
  /// - Parameter count: how many of the last bytes nobody knows who does not know all of them, such as those
  ///   of a signature.
  func isEqual(to other: [UInt8], secretCount count: Int) -> Bool {
    guard bytes.count == other.count else { return false }
    return bytes.withUnsafeBytes { own in
      other.withUnsafeBytes { other in
        let start = max(0, own.count - count)
        let (end, otherEnd) = (
          UnsafeRawBufferPointer(rebasing: own[start...]), UnsafeRawBufferPointer(rebasing: other[start...])
        )
        guard CRYPTO_memcmp(end.baseAddress, otherEnd.baseAddress, end.count) == 0 else { return false }
        return UnsafeRawBufferPointer(rebasing: own[..<start])
          .isEqual(to: UnsafeRawBufferPointer(rebasing: other[..<start]))
      }
    }
  }

  /// Never the bytes.
  public var description: String { "<secret>" }
}

// Embedded Swift has nothing that could look inside.
#if !hasFeature(Embedded)
  extension SecretBytes: CustomReflectable {
    /// Never the bytes.
    public var customMirror: Mirror { Mirror(self, children: []) }
  }
#endif

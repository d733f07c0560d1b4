/// A secret that tokens are signed with (HS256: HMAC with SHA-256, RFC 7518 section 3.2).
public struct SigningKey: Sendable, Equatable {
  /// A shorter secret is refused (RFC 7518 section 3.2: at least the size of the hash).
  public static let minBytes = 32

  private let secret: SecretBytes

  /// A key, or nil where the secret is shorter than `minBytes`.
  public init?(_ secret: SecretBytes) {
    guard secret.count >= Self.minBytes else { return nil }
    self.secret = secret
  }

  /// Whether the secret looks as if people had made it up. Such keys are taken all the same,
  /// until the next major version.
  var isGuessable: Bool { secret.withUnsafeBytes { SecretStrength.bits(Array($0)) < SecretStrength.minBits } }

  /// The name that tokens give this key by (`kid`, RFC 7515 section 4.1.4): 8 characters that follow from the
  /// secret and do not give it away.
  var id: String {
    let mac = signature(of: Array("cgi-auth kid".utf8))
    return Base64URL.encode(mac.withUnsafeBytes { Array($0.prefix(6)) })
  }

  /// The signature of a signing input (RFC 7515 section 5.1): 32 bytes.
  func signature(of input: [UInt8]) -> SecretBytes { HMACSHA256.code(of: input, key: secret) }
}

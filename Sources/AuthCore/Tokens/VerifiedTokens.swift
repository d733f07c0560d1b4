/// The tokens that were verified last, for the next requests of a process that stays: of a token that comes
/// again the signature need not be computed anew, nor its claims be read.
///
/// Only what shows in the token itself is kept. Whether it was logged out, and what became of its session and
/// its user, is looked up at every request. Whoever can read these tokens in the memory of the process can
/// read the signing key there, too, and sign any. Not for several threads.
final class VerifiedTokens: @unchecked Sendable {
  /// A class, whose code for arrays other classes have already.
  private final class Verified {
    let bytes: SecretBytes
    let token: AccessToken
    /// When it was verified, in seconds since 1970.
    let time: Int

    init(_ bytes: SecretBytes, _ token: AccessToken, time: Int) {
      self.bytes = bytes
      self.token = token
      self.time = time
    }
  }

  private static let places = 64
  /// 256 bits in base64url.
  private static let signatureBytes = 43
  private var verified = [Verified?](repeating: nil, count: places)

  /// What a token says that was verified before, is not of a later time than now, and is not expired; nil
  /// where it has to be verified.
  ///
  /// One place is looked at, which follows from the signature that the client sent, and that signature is
  /// compared in a time that depends on the length only: it tells nobody of another one's token.
  ///
  /// - Parameter now: seconds since 1970.
  func token(_ bytes: [UInt8], now: Int) -> AccessToken? {
    guard let kept = verified[Self.place(of: bytes)],
      kept.bytes.isEqual(to: bytes, secretCount: Self.signatureBytes), kept.time <= now,
      !kept.token.isExpired(now: now)
    else { return nil }
    return kept.token
  }

  /// Keeps a token that was verified, in the place of another one.
  func keep(_ bytes: [UInt8], _ token: AccessToken, now: Int) {
    verified[Self.place(of: bytes)] = Verified(SecretBytes(bytes), token, time: now)
  }

  private static func place(of bytes: [UInt8]) -> Int {
    bytes.suffix(4).reduce(0) { $0 * 31 + Int($1) } % places
  }
}

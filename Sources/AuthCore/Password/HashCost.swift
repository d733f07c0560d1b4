import CGI

extension ScryptParameters {
  /// Whether this takes less work, or less memory, than other parameters.
  func isCheaper(than other: ScryptParameters) -> Bool {
    p * r << log2N < other.p * other.r << other.log2N || r << log2N < other.r << other.log2N
  }
}

extension BcryptHash {
  /// The cost that the hash was made with: 4 to 31.
  var cost: Int? { wholeNumber(notation[4..<6]) }
}

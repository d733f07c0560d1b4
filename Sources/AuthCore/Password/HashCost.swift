import CGI

extension ScryptParameters {
  /// Parameters that take the work that these take more than others, to a sixteenth of it, with this r; nil where they
  /// do not take more.
  func rest(after other: ScryptParameters) -> ScryptParameters? {
    let owed = p * r << log2N - other.p * other.r << other.log2N
    guard owed > 0 else { return nil }
    var log2N = log2N
    while owed / (r << log2N) < 16, log2N > 2 { log2N -= 1 }
    return ScryptParameters(log2N: log2N, r: r, p: min(max(owed / (r << log2N), 1), 64))
  }

  /// Whether this takes less work, or less memory, than other parameters.
  func isCheaper(than other: ScryptParameters) -> Bool {
    p * r << log2N < other.p * other.r << other.log2N || r << log2N < other.r << other.log2N
  }
}

extension BcryptHash {
  /// The cost that the hash was made with: 4 to 31.
  var cost: Int? { wholeNumber(notation[4..<6]) }
}

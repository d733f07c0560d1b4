extension ScryptParameters {
  /// What a hash takes in time: in proportion, not in a unit.
  var work: Int { p * r << log2N }

  /// Parameters that take the work that these take more than others, to a thirty-second of the whole and with
  /// as much of the memory as goes; nil where they do not take more.
  func rest(after other: ScryptParameters) -> ScryptParameters? {
    let owed = work - other.work
    guard owed > 0 else { return nil }
    var log2N = log2N
    while true {
      let unit = r << log2N
      let p = min(max((owed + unit / 2) / unit, 1), 64)
      if abs(p * unit - owed) * 32 <= work || log2N == 2 { return ScryptParameters(log2N: log2N, r: r, p: p) }
      log2N -= 1
    }
  }

  /// Whether this takes less work, or less memory, than other parameters.
  func isCheaper(than other: ScryptParameters) -> Bool {
    work < other.work || r << log2N < other.r << other.log2N
  }
}

extension BcryptHash {
  /// The cost that the hash was made with: 4 to 31.
  var cost: Int? { wholeNumber(notation[4..<6]) }
}

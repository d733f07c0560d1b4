/// The failures of one address, one network, or one address from one network, or the registrations of a
/// network or in all. Nil stands for none.
struct AttemptCount: Hashable {
  /// When the first of them was, in seconds since 1970.
  var first: Int
  /// When the last of them was.
  var last: Int
  /// How many there are: 1 to `maxFailures`, which stands for more, too.
  var failures: Int
  /// A number that every charge changes, so that one who takes a charge back knows whether it was the last.
  var charges: UInt16

  static let maxFailures = Int(UInt16.max)

  /// A count with one more failure. It is charged before anybody knows that it is one.
  static func charged(_ count: AttemptCount?, now: Int) -> AttemptCount {
    guard var count else { return AttemptCount(first: now, last: now, failures: 1, charges: 0) }
    count.last = now
    count.failures = min(count.failures + 1, maxFailures)
    count.charges &+= 1
    return count
  }

  /// The count without so many failures.
  func without(_ forgiven: Int) -> AttemptCount? {
    guard failures > forgiven else { return nil }
    var count = self
    count.failures -= forgiven
    return count
  }

  /// Whether this is still worth remembering. A count that begins in the future is of a clock that was
  /// off, or of a damaged file.
  func isRemembered(now: Int, memorySeconds: Int) -> Bool {
    first <= now && now - first < memorySeconds
  }

  /// Whether this goes before another where one must go: fewer failures, or as many and longer ago.
  func isLess(than other: AttemptCount) -> Bool {
    (failures, last) < (other.failures, other.last)
  }
}

extension AttemptCount {
  /// How many bytes a count takes in the file.
  static let byteCount = 16
  /// Beyond every year that matters, and far from overflow.
  private static let maxSeconds = 1 << 40

  /// Reads a count: the first failure (8 bytes), seconds from there to the last (4), failures (2), charges
  /// (2), little end first. Nil where there is none or it makes no sense.
  init?(bytes: ArraySlice<UInt8>) {
    func number(_ range: Range<Int>) -> UInt64 {
      bytes.dropFirst(range.lowerBound).prefix(range.count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    guard bytes.count == Self.byteCount, number(0..<8) <= Self.maxSeconds, number(12..<14) > 0 else {
      return nil
    }
    first = Int(number(0..<8))
    last = first + Int(number(8..<12))
    failures = Int(number(12..<14))
    charges = UInt16(number(14..<16))
  }

  /// The bytes that `init(bytes:)` reads.
  var bytes: [UInt8] {
    func digits(_ number: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
    return digits(max(first, 0), 8) + digits(min(max(last - first, 0), Int(UInt32.max)), 4)
      + digits(failures, 2) + digits(Int(charges), 2)
  }
}

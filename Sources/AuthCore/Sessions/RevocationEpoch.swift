/// The tokens that end in the same stretch of time, and share a table of revocations.
///
/// The stretch is about as wide as the tokens live long. So a lookup knows by the token alone which table to
/// open, few tables are there at any time, and all of a table's entries have had their day together: nothing
/// is ever searched for what has expired.
struct RevocationEpoch: Hashable, Sendable {
  /// The first part of every table's name.
  static let tablePrefix = "revoked-"
  /// How long beyond its end a table is kept, in seconds, a day: a clock may be
  /// wrong when tables are removed.
  static let marginSeconds = 86_400
  /// Tables narrower than this, an hour and a bit, would be too many.
  private static let minWidthSeconds = 4096
  /// The power of two over the latest time that a token can have.
  private static let maxWidthSeconds = 1 << 38

  /// A power of two.
  let widthSeconds: Int
  /// Counted from 1970.
  let number: Int

  /// The epoch that a token ends in.
  init(of token: AccessToken) {
    var width = Self.minWidthSeconds
    while width < token.expiresAt - token.issuedAt { width *= 2 }
    widthSeconds = width
    number = token.expiresAt / width
  }

  /// The epoch of a table's name, or nil where it is no such name.
  init?(tableName: String) {
    let parts = tableName.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, let width = wholeNumber(parts[1]), let number = wholeNumber(parts[2]),
      (Self.minWidthSeconds...Self.maxWidthSeconds).contains(width), width.nonzeroBitCount == 1,
      number <= Self.maxWidthSeconds / width
    else { return nil }
    widthSeconds = width
    self.number = number
    guard self.tableName.isEqual(to: tableName) else { return nil }
  }

  /// The name of the table, such as `revoked-4096-432983`.
  var tableName: String {
    // Every request asks for it. Made of pieces of text it would take twice as long.
    var name: [UInt8] = []
    name.reserveCapacity(Self.usualNameBytes)
    name.add(Self.tablePrefix)
    name.add(String(widthSeconds))
    name.add("-")
    name.add(String(number))
    return String(decoding: name, as: UTF8.self)
  }

  private static let usualNameBytes = 32

  /// Whether none of its tokens can be good any more, on any clock that is right to a day.
  func hasPassed(now: Int) -> Bool {
    (number + 1) * widthSeconds + TokenAuthority.leewaySeconds + Self.marginSeconds <= now
  }
}

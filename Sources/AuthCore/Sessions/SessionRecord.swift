/// The sessions of one user, as `sessions.gdbm` has them: a version, the user's address, the entries, each of
/// the same size, and what a later version keeps behind them.
struct SessionRecord {
  /// So many sessions a user can have at once.
  static let maxEntries = 100
  private static let version: UInt8 = 1

  var email: [UInt8]
  var entries: [SessionEntry]
  /// What stands behind the entries. It is kept.
  private let rest: [UInt8]

  /// The record of a user who has no session yet.
  init(_ email: EmailAddress) {
    self.email = Array(email.text.utf8)
    entries = []
    rest = []
  }

  /// What the table has is no record.
  struct Malformed: Error {}

  /// Reads a record.
  init(_ bytes: [UInt8]) throws(Malformed) {
    let head = try Self.head(of: bytes)
    email = Array(bytes[head.email])
    var entries: [SessionEntry] = []
    var place = head.entries.lowerBound
    while place < head.entries.upperBound {
      entries.append(try SessionEntry(bytes[place..<place + SessionEntry.byteCount]))
      place += SessionEntry.byteCount
    }
    self.entries = entries
    rest = Array(bytes[head.entries.upperBound...])
  }

  /// The entry of an id, where the record is of this address: 16 bytes are compared, and nothing else is
  /// read.
  static func entry(
    _ id: SessionID, of email: EmailAddress, in bytes: [UInt8]
  ) throws(Malformed) -> SessionEntry? {
    let head = try head(of: bytes)
    guard bytes[head.email].isEqual(to: email.text) else { return nil }
    var place = head.entries.lowerBound
    while place < head.entries.upperBound {
      if id.bytes.withUnsafeBufferPointer({ bytes.has($0, at: place) }) {
        return try SessionEntry(bytes[place..<place + SessionEntry.byteCount])
      }
      place += SessionEntry.byteCount
    }
    return nil
  }

  /// The entry of an id.
  func entry(_ id: SessionID) -> SessionEntry? { entries.first { $0.id == id } }

  private static func head(
    of bytes: [UInt8]
  ) throws(Malformed) -> (email: Range<Int>, entries: Range<Int>) {
    guard bytes.count > 2, bytes[0] == version else { throw Malformed() }
    let email = 2..<2 + Int(bytes[1])
    guard email.upperBound < bytes.count else { throw Malformed() }
    let start = email.upperBound + 1
    let end = start + Int(bytes[email.upperBound]) * SessionEntry.byteCount
    guard end <= bytes.count else { throw Malformed() }
    return (email, start..<end)
  }

  /// The record's bytes; nil where nothing is left that needs one.
  var bytes: [UInt8]? {
    if entries.isEmpty, rest.isEmpty { return nil }
    var bytes = [Self.version, UInt8(email.count)] + email + [UInt8(entries.count)]
    for entry in entries { bytes += entry.bytes }
    return bytes + rest
  }

  /// Adds a session. Over `maxEntries` those that were never renewed go first; of them and of the rest those
  /// that end with their browser; of these the oldest.
  mutating func add(_ entry: SessionEntry) {
    while entries.count >= Self.maxEntries {
      let leaving = entries.indices.min { Self.rank(entries[$0]) < Self.rank(entries[$1]) } ?? 0
      entries.remove(at: leaving)
    }
    entries.append(entry)
  }

  private static func rank(_ entry: SessionEntry) -> (Int, Int) {
    ((entry.counter == 0 ? 0 : 2) + (entry.isRemembered ? 1 : 0), entry.madeAt)
  }

  /// Removes what ended before a time.
  ///
  /// - Returns: whether there was any.
  @discardableResult
  mutating func dropEnded(_ limits: SessionLimits, before time: Int) -> Bool {
    let count = entries.count
    entries.removeAll { limits.end(of: $0) <= time }
    return entries.count < count
  }
}

/// How long sessions last, in seconds.
struct SessionLimits: Hashable, Sendable {
  /// One that is remembered, at most (`session_lifetime`).
  var rememberedSeconds = 2_592_000
  /// The same without being renewed (`session_idle`).
  var idleSeconds = 1_209_600
  /// One that ends with its browser (`session_short_lifetime`).
  var shortSeconds = 43_200
  /// An access token (`token_lifetime`). No session lasts shorter.
  var tokenSeconds = 3_600

  /// How long an entry that has ended is kept: a clock may have been wrong.
  static let marginSeconds = 86_400

  /// When a session is over, in seconds since 1970.
  func end(of entry: SessionEntry) -> Int {
    guard entry.isRemembered else { return entry.madeAt + max(shortSeconds, tokenSeconds) }
    return min(
      entry.madeAt + max(rememberedSeconds, tokenSeconds),
      entry.renewedAt + max(idleSeconds, tokenSeconds))
  }
}

import CGIAuthLibC

/// A file of counts, such as that of failed logins and of registrations: a header and a fixed number of
/// cells, made in full with the first of them, so that counting needs no room later, and a flood takes none.
///
/// A key's place follows from a hash with bytes that only this file holds: nobody can aim at a place. A
/// place is a bucket of cells. Where all are taken, the count that matters least makes room. Each kind
/// of count has buckets of its own, so that a flood of one pushes out none of another. A total has a
/// cell of its own in the header.
///
/// Nothing is synced, and a file that is damaged is begun anew: after a power cut
/// some failures are forgotten.
struct AttemptTable {
  /// The name says which layout it has: programs of two versions, side by side, leave
  /// each other's counts alone.
  static let name = "attempts-2.table"
  /// What the first layout had. It is left where it is.
  static let formerName = "attempts.table"

  /// Which file it is.
  enum Layout {
    /// Failed logins and registrations.
    case attempts
    /// Mails that somebody who is not logged in asks for, and what is sent in all.
    case mail
    /// Failed logins since the last good one, which are remembered longer than all others.
    case streaks

    var name: String {
      switch self {
      case .attempts: AttemptTable.name
      case .mail: "mail-1.table"
      case .streaks: "failures-1.table"
      }
    }
    fileprivate var magic: [UInt8] {
      let text =
        switch self {
        case .attempts: "cgi-auth attempts 2\n"
        case .mail: "cgi-auth mail 1\n"
        case .streaks: "cgi-auth failures 1\n"
        }
      return Array(text.utf8)
    }
    private var bucketCount: Int {
      switch self {
      case .attempts: 8192
      case .mail: 4096
      case .streaks: 1024
      }
    }
    /// How large the file is.
    var fileBytes: Int { headerBytes + bucketCount * bucketBytes }
  }

  /// What is counted.
  enum Kind: UInt8 {
    /// The failures of an address from a network, and from a wider one around that.
    case pair, widerPair
    /// The failures of a network, and of a wider one.
    case network, widerNetwork
    /// The failures of an address.
    case address
    /// The registrations from a network, whether that is a wider one or not.
    case registration
    /// In the file of mails: those to an address within an hour, and within a day; those from a network;
    /// those that a browser asked for in which somebody has logged in before.
    case mailHour, mailDay, mailNetwork, mailDevice
    /// In the file of failures since the last good login: those of an address.
    case streak

    /// How many buckets it has: a power of two.
    var bucketCount: Int { self == .pair || self == .widerPair ? 2048 : 1024 }
    /// The first of them, of all in the file.
    var firstBucket: Int {
      switch self {
      case .pair: 0
      case .widerPair: 2048
      case .network: 4096
      case .widerNetwork: 5120
      case .address: 6144
      case .registration: 7168
      case .mailHour: 0
      case .mailDay: 1024
      case .mailNetwork: 2048
      case .mailDevice: 3072
      case .streak: 0
      }
    }
  }

  /// What is counted over all networks and addresses.
  enum Total: Int {
    /// The registrations of an hour.
    case registrations
    /// In the file of mails: those of an hour that people who are not logged in asked for, and the others.
    case mailsForStrangers, mailsForMembers
  }

  /// Where a key has its count, or would have it.
  struct Cell {
    fileprivate let offset: Int
    fileprivate let key: [UInt8]
    var count: AttemptCount?
  }

  private static let saltBytes = 16, keyBytes = 16, cellsPerBucket = 8
  private static let cellBytes = keyBytes + AttemptCount.byteCount
  private static let headerBytes = 4096, bucketBytes = cellsPerBucket * cellBytes
  /// Where the cells of totals begin, within the header.
  private static let totalsOffset = 2048
  /// The lock is held for microseconds. Whoever waits longer waits for a process that was stopped.
  var maxLockWaitMilliseconds = 1_000

  private let layout: Layout
  private let file: File

  /// Opens the file, which is made where it is missing.
  init(_ layout: Layout = .attempts, in directory: DataDirectory) throws(SystemError) {
    self.layout = layout
    file = try directory.open(layout.name, O_RDWR)
  }

  /// What keys are hashed with, or nil where this is no whole table.
  func salt() throws(SystemError) -> [UInt8]? {
    guard try file.status().st_size == layout.fileBytes else { return nil }
    let magic = layout.magic
    let header = try file.read(at: 0, count: magic.count + Self.saltBytes)
    guard header.starts(with: magic) else { return nil }
    return Array(header.dropFirst(magic.count))
  }

  /// Calls a function while nobody else changes the table, which is made anew first where it is no table.
  ///
  /// - Parameter limit: when waiting for others ends, if that comes before a second has passed.
  /// - Throws: ETIMEDOUT where somebody else had the lock all the time.
  ///
  /// The compiler makes one for each caller: a small one.
  @_optimize(size) func locked<Value>(
    _ randomness: Randomness, until limit: Deadline? = nil,
    _ body: (_ salt: [UInt8]) throws(SystemError) -> Value
  ) throws(SystemError) -> Value {
    let deadline = Deadline(milliseconds: maxLockWaitMilliseconds).orEarlier(limit)
    guard try file.lock(LOCK_EX, until: deadline) else {
      throw SystemError(operation: "lock \(file.name)", code: ETIMEDOUT)
    }
    defer { file.unlock() }
    if let salt = try salt() { return try body(salt) }
    return try body(begin(try randomness.bytes(Self.saltBytes)))
  }

  /// Fills the file with empty cells. Only when it has its size and then its header is it a table.
  private func begin(_ salt: [UInt8]) throws(SystemError) -> [UInt8] {
    try file.empty()
    do {
      // Written, not left as holes: they would need room later.
      let zeros = [UInt8](repeating: 0, count: 1 << 16)
      var offset = 0
      while offset < layout.fileBytes {
        let count = min(zeros.count, layout.fileBytes - offset)
        try file.write(count == zeros.count ? zeros : Array(zeros.prefix(count)), at: offset)
        offset += count
      }
      try file.write(layout.magic + salt, at: 0)
    } catch {
      // Gives back the room of half a table.
      try? file.empty()
      throw error
    }
    return salt
  }

  /// The cell of a key.
  ///
  /// - Parameters:
  ///   - others: cells that are written at the same time. Two keys of one bucket must not get one place.
  ///   - isRemembered: which counts of others are worth keeping, and which of the key's own still counts.
  func cell(
    _ kind: Kind, _ subject: [UInt8], salt: [UInt8], besides others: [Cell] = [],
    isRemembered: (AttemptCount) -> Bool
  ) throws(SystemError) -> Cell {
    let digest = SHA256.digest(of: salt + [kind.rawValue] + subject)
    let key = Array(digest.prefix(Self.keyBytes))
    let number = digest[Self.keyBytes..<Self.keyBytes + 4].reduce(0) { $0 << 8 | Int($1) }
    let bucket = kind.firstBucket + number % kind.bucketCount
    let start = Self.headerBytes + bucket * Self.bucketBytes
    let bytes = try file.read(at: start, count: Self.bucketBytes)
    guard bytes.count == Self.bucketBytes else {
      throw SystemError(operation: "read \(file.name)", code: EIO)
    }
    var least: (index: Int, count: AttemptCount?)?
    for index in 0..<Self.cellsPerBucket {
      let cell = bytes[index * Self.cellBytes..<(index + 1) * Self.cellBytes]
      var count = AttemptCount(bytes: cell.dropFirst(Self.keyBytes))
      if let found = count, !isRemembered(found) { count = nil }
      if cell.starts(with: key) {
        return Cell(offset: start + index * Self.cellBytes, key: key, count: count)
      }
      let isTaken = others.contains { $0.offset == start + index * Self.cellBytes }
      if !isTaken, Self.goesFirst(count, before: least) { least = (index, count) }
    }
    return Cell(offset: start + (least?.index ?? 0) * Self.cellBytes, key: key, count: nil)
  }

  /// The cell of a total.
  ///
  /// - Parameter isRemembered: whether its count still counts.
  func cell(
    _ total: Total, isRemembered: (AttemptCount) -> Bool
  ) throws(SystemError) -> Cell {
    let offset = Self.totalsOffset + total.rawValue * Self.cellBytes
    let bytes = try file.read(at: offset, count: Self.cellBytes)
    var count = AttemptCount(bytes: bytes.dropFirst(Self.keyBytes))
    if let found = count, !isRemembered(found) { count = nil }
    return Cell(offset: offset, key: [UInt8](repeating: 0, count: Self.keyBytes), count: count)
  }

  /// Whether a count makes room rather than the one found until now.
  private static func goesFirst(
    _ count: AttemptCount?, before least: (index: Int, count: AttemptCount?)?
  ) -> Bool {
    guard let least else { return true }
    guard let other = least.count else { return false }
    guard let count else { return true }
    return count.isLess(than: other)
  }

  /// Writes a cell back; one without a count becomes empty.
  func write(_ cell: Cell) throws(SystemError) {
    let bytes = cell.count.map { cell.key + $0.bytes } ?? [UInt8](repeating: 0, count: Self.cellBytes)
    try file.write(bytes, at: cell.offset)
  }
}

import CGIAuthLibC

/// The table of counts, as one request reads and changes it.
///
/// Where the table cannot be used, a line in the log says so and the request goes on uncounted: without
/// throttling the site still has its hashes, and with a lock on everybody it would have nothing.
package final class AttemptLedger {
  /// What follows from the counts.
  let policy: ThrottlePolicy
  private let counted: StaticString
  private let clock: Clock
  private let randomness: Randomness
  private let deadline: Deadline
  private let note: (String) -> Void
  /// Nil where nothing is counted, or no longer in this request.
  private var table: AttemptTable?

  /// Opens the table; none where that is of attempts, and `throttle` is off.
  ///
  /// - Parameters:
  ///   - counted: what the log says is not counted where the table cannot be used, such as `logins`.
  ///   - deadline: waits no longer than this for others.
  ///   - note: notes a line for the log.
  init(
    _ counted: StaticString, _ policy: ThrottlePolicy, _ layout: AttemptTable.Layout = .attempts,
    in directory: DataDirectory, _ clock: Clock,
    _ randomness: Randomness, until deadline: Deadline, note: @escaping (String) -> Void
  ) {
    self.counted = counted
    self.policy = policy
    self.clock = clock
    self.randomness = randomness
    self.deadline = deadline
    self.note = note
    guard policy.isOn || layout == .mail else { return }
    do { table = try AttemptTable(layout, in: directory) } catch { giveUp(error) }
  }

  /// Calls a function with the table as it is, unless there is none yet. Takes no lock.
  ///
  /// - Parameter body: tells for how many seconds the attempt has to wait.
  /// - Throws: `mustWait` where it has to.
  func read(_ body: (_ page: AttemptPage) throws(SystemError) -> Int) throws(ThrottleError) {
    var waitSeconds = 0
    do throws(SystemError) {
      guard let table, let salt = try table.salt() else { return }
      waitSeconds = try body(page(of: table, salt))
    } catch { giveUp(error) }
    guard waitSeconds == 0 else { throw .mustWait(seconds: waitSeconds) }
  }

  /// The same under the table's lock. The time is read there, too: whoever comes later has a later one.
  ///
  /// - Throws: `mustWait`; `crowded` where the request's own time is over before others let it have the lock.
  ///   It must not go on uncounted then: it would be enough to keep many requests waiting.
  ///
  /// The compiler makes one for each caller: a small one.
  @_optimize(size) func change(_ body: (_ page: AttemptPage) throws(SystemError) -> Int) throws(ThrottleError)
  {
    guard let table else { return }
    var waitSeconds = 0
    do throws(SystemError) {
      waitSeconds = try table.locked(randomness, until: deadline) { (salt) throws(SystemError) in
        try body(page(of: table, salt))
      }
    } catch {
      if error.code == ETIMEDOUT, deadline.hasPassed { throw .crowded }
      giveUp(error)
    }
    guard waitSeconds == 0 else { throw .mustWait(seconds: waitSeconds) }
  }

  private func page(of table: AttemptTable, _ salt: [UInt8]) -> AttemptPage {
    AttemptPage(table, salt, now: clock.now(), memorySeconds: policy.memorySeconds)
  }

  private func giveUp(_ error: SystemError) {
    table = nil
    note("throttle-unavailable \(error.text): \(counted) are not counted")
  }
}

/// Why an attempt is refused before anything is tried.
package enum ThrottleError: Error, Hashable, Sendable {
  /// Too many came before it.
  case mustWait(seconds: Int)
  /// Others did not let it have the table in time.
  case crowded
  /// So many failed that no password is tried any more from a browser that is not known.
  case recoveryNeeded
}

/// The table at one instant.
struct AttemptPage {
  private let table: AttemptTable
  private let salt: [UInt8]
  private let memorySeconds: Int
  /// Seconds since 1970.
  let now: Int

  fileprivate init(_ table: AttemptTable, _ salt: [UInt8], now: Int, memorySeconds: Int) {
    self.table = table
    self.salt = salt
    self.now = now
    self.memorySeconds = memorySeconds
  }

  /// The cell of a key, without what was forgotten since.
  ///
  /// - Parameter others: the cells of its kind that are written back with it.
  func cell(
    _ kind: AttemptTable.Kind, _ subject: [UInt8], besides others: [AttemptTable.Cell] = []
  ) throws(SystemError) -> AttemptTable.Cell {
    try cell(kind, subject, besides: others, memorySeconds: memorySeconds)
  }

  /// The cell of a key whose count is forgotten after so many seconds.
  func cell(
    _ kind: AttemptTable.Kind, _ subject: [UInt8], besides others: [AttemptTable.Cell] = [],
    memorySeconds: Int
  ) throws(SystemError) -> AttemptTable.Cell {
    try table.cell(kind, subject, salt: salt, besides: others) {
      $0.isRemembered(now: now, memorySeconds: memorySeconds)
    }
  }

  /// The cell of what is counted in all, which is forgotten after so many seconds.
  func cell(_ total: AttemptTable.Total, memorySeconds: Int) throws(SystemError) -> AttemptTable.Cell {
    try table.cell(total) { $0.isRemembered(now: now, memorySeconds: memorySeconds) }
  }

  /// Counts one more in each of these cells, if none of them has had as many as its limit.
  ///
  /// - Returns: whether it was counted.
  func charge(_ cells: inout [AttemptTable.Cell], within limits: [Int]) throws(SystemError) -> Bool {
    guard zip(cells, limits).allSatisfy({ ($0.count?.failures ?? 0) < $1 }) else { return false }
    for index in cells.indices { cells[index].count = .charged(cells[index].count, now: now) }
    try write(cells)
    return true
  }

  /// Writes cells back.
  func write(_ cells: [AttemptTable.Cell]) throws(SystemError) {
    for cell in cells { try table.write(cell) }
  }
}

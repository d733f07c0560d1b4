import CGIAuthLibC

/// A table of the data directory: keys and values in one GDBM file, which loses nothing.
///
/// GDBM loses a file whose writer dies half-way, so no file that readers see is ever written to. `TableWriter`
/// has the steps; docs/store.md says why each is there.
public struct Table: Sendable {
  /// How long one access waits for others, in all.
  static let maxWaitMilliseconds = 4_000

  private let files: TableFiles
  private let limit: Deadline?

  /// A table, whose file need not be there yet.
  ///
  /// - Parameters:
  ///   - name: the file's name without `.gdbm`.
  ///   - limit: no access waits for others beyond this, either.
  init(_ name: String, in directory: DataDirectory, until limit: Deadline? = nil) {
    files = TableFiles(directory: directory, name: name)
    self.limit = limit
  }

  private var deadline: Deadline { Deadline(milliseconds: Self.maxWaitMilliseconds).orEarlier(limit) }

  /// What a change does to a key.
  enum Change {
    /// Leaves it as it is.
    case keep
    /// Gives it this value.
    case set([UInt8])
    /// Removes it.
    case delete
  }

  /// The value of a key, or nil where there is none. Never waits for a writer of ours.
  func value(_ key: [UInt8]) throws(StoreError) -> [UInt8]? {
    guard let live = try files.openLive(until: deadline) else {
      return nil
    }
    return try files.mapping { () throws(GDBMFile.Failure) in try GDBMFile.reader(takingOver: live).value(key)
    }
  }

  /// Adds a key, unless it is there.
  ///
  /// - Returns: whether it was added: it is on the disk then.
  @discardableResult
  func insert(_ key: [UInt8], _ value: [UInt8]) throws(StoreError) -> Bool {
    try update(key) { $0 == nil ? .set(value) : .keep }
  }

  /// Removes a key.
  ///
  /// - Returns: whether it was there: it is gone from the disk then.
  @discardableResult
  func delete(_ key: [UInt8]) throws(StoreError) -> Bool {
    try update(key) { $0 == nil ? .keep : .delete }
  }

  /// Changes a key by a function of its present value, nil where there is none. Nobody writes in between.
  ///
  /// - Returns: whether there was a change: it is on the disk then.
  @discardableResult
  func update(_ key: [UInt8], _ change: (_ value: [UInt8]?) -> Change) throws(StoreError) -> Bool {
    let writer = TableWriter(files: files, deadline: deadline)
    return try writer.update(key, change)
  }

  /// Calls a function with every key and its value as they are now, in no order, until it returns false.
  func forEach(_ body: (_ key: [UInt8], _ value: [UInt8]) -> Bool) throws(StoreError) {
    guard let live = try files.openLive(until: deadline) else {
      return
    }
    try files.mapping { () throws(GDBMFile.Failure) in try GDBMFile.reader(live).forEach(body) }
  }

  /// Removes the table's files, for good, unless somebody is writing to it. For tables that nobody needs any more: what
  /// cannot be removed stays, and a power cut may bring any of it back.
  func remove() {
    guard let lock = try? File.open(files.lock, O_RDWR | O_CREAT),
      let isLocked = try? lock.lock(LOCK_EX, until: Deadline(milliseconds: 0)), isLocked,
      let isStill = try? lock.isStill(at: files.lock), isStill
    else { return }
    // The spare before the live file: a spare alone would be taken for a loss.
    for path in [files.work, files.old, files.spare, files.live, files.lock] {
      guard unlink(path) == 0 || errno == ENOENT else { return }
    }
  }
}

import CGIAuthLibC

/// A table of the data directory: keys and values in one GDBM file, which loses nothing.
///
/// GDBM loses a file whose writer dies half-way, so no file that readers see is ever written to.
/// `TableWriter` has the steps; docs/store.md says why each is there.
public struct Table: Sendable {
  /// How long one access waits for others, in all.
  static let maxWaitMilliseconds = 4_000

  let files: TableFiles
  let keys: Keys
  private let limit: Deadline?

  /// Who chooses a table's keys.
  enum Keys: Sendable {
    /// The programs: keys that are random, or hashes.
    case ours
    /// Anybody, so that they may all have one hash of GDBM's (`GDBMRoom`). None has a NUL.
    case chosenByStrangers
  }

  /// A table, whose file need not be there yet.
  ///
  /// - Parameters:
  ///   - name: the file's name without `.gdbm`.
  ///   - limit: no access waits for others beyond this, either.
  init(
    _ name: String, in directory: DataDirectory, keys: Keys = .ours, until limit: Deadline? = nil
  ) {
    files = TableFiles(directory: directory, name: name)
    self.keys = keys
    self.limit = limit
  }

  var deadline: Deadline { Deadline(milliseconds: Self.maxWaitMilliseconds).orEarlier(limit) }

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
  ///
  /// - Parameter evenly: takes as long for every key, whether it is there or not (`TableReader.value`).
  func value(_ key: [UInt8], evenly: Bool = false) throws(StoreError) -> [UInt8]? {
    let kept = files.directory.readers
    if let content = kept?.content(files.name) {
      // Without a lock: what was read counts if the file is still as it was when it was opened.
      let result = Result { () throws(GDBMFile.Failure) in
        try TableReader(file: content, keys: keys).value(key, evenly: evenly)
      }
      if kept?.isCurrent(files.name) == true {
        return try files.mapping { () throws(GDBMFile.Failure) in try result.get() }
      }
    }
    if kept?.isAbsent(files.name) == true { return nil }
    guard let live = try files.openLive(until: deadline) else {
      kept?.noteAbsence(files.name)
      return nil
    }
    defer { if kept != nil { live.unlock() } }
    return try files.mapping { () throws(GDBMFile.Failure) in
      let content =
        if let kept { try kept.open(live, files.name, path: files.live) } else { try GDBMDirectory(live) }
      return try TableReader(file: content, keys: keys).value(key, evenly: evenly)
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
    try write { transaction throws(StoreError) in
      switch change(try transaction.value(key)) {
      case .keep: return false
      case .set(let value): try transaction.set(key, value)
      case .delete: try transaction.set(key, nil)
      }
      return true
    }
  }

  /// Reads and changes any keys in one write: all of the changes are on the disk when this
  /// returns, or none is ever seen. Nobody writes in between. Where the function throws or changes
  /// nothing, nothing is written.
  func write<Value>(
    _ body: (TableTransaction) throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    try TableWriter(files: files, keys: keys, deadline: deadline).write(body)
  }

  /// Removes the table's files, for good, unless somebody is writing to it. For tables that nobody needs any
  /// more: what cannot be removed stays, and a power cut may bring any of it back.
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

import Glibc

/// A table of the data directory: keys and values in one GDBM file, which loses nothing.
///
/// GDBM loses a file whose writer dies half-way, so no file that readers see is ever written to. `TableWriter`
/// has the steps; docs/store.md says why each is there.
public struct Table: Sendable {
  /// How long one access waits for others, in all.
  static let maxWaitMilliseconds = 4_000

  private let files: TableFiles

  /// A table, whose file need not be there yet.
  ///
  /// - Parameter name: the file's name without `.gdbm`.
  init(_ name: String, in directory: DataDirectory) { files = TableFiles(directory: directory, name: name) }

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
    guard let live = try files.openLive(until: Deadline(milliseconds: Self.maxWaitMilliseconds)) else {
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
    let writer = TableWriter(files: files, deadline: Deadline(milliseconds: Self.maxWaitMilliseconds))
    return try writer.update(key, change)
  }

  /// Calls a function with every key and its value as they are now, in no order, until it returns false.
  func forEach(_ body: (_ key: [UInt8], _ value: [UInt8]) -> Bool) throws(StoreError) {
    guard let live = try files.openLive(until: Deadline(milliseconds: Self.maxWaitMilliseconds)) else {
      return
    }
    try files.mapping { () throws(GDBMFile.Failure) in try GDBMFile.reader(live).forEach(body) }
  }
}

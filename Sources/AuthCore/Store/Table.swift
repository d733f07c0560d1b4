import Glibc

/// A table of the data directory: keys and values in one GDBM file.
///
/// GDBM loses a file whose writer dies half-way, so no file that readers see is ever written to: a write
/// copies the file, changes and syncs the copy, and renames it into place. Readers never wait for a writer. What
/// another tool writes into the file is waited for, not undone: all access holds the lock that GDBM's own tools
/// take.
public struct Table: Sendable {
  /// How long a request waits for other writers.
  static let maxWaitMilliseconds = 4_000

  private let directory: DataDirectory
  private let name: String

  private var path: String { directory.path(name + ".gdbm") }
  private var workPath: String { directory.path(name + ".work") }

  /// A table, whose file need not be there yet.
  ///
  /// - Parameter name: the file's name without `.gdbm`.
  init(_ name: String, in directory: DataDirectory) {
    self.name = name
    self.directory = directory
  }

  /// The value of a key, or nil where there is none.
  func value(_ key: [UInt8]) throws(StoreError) -> [UInt8]? {
    guard let file = try openLive() else { return nil }
    return try mapping { () throws(GDBMFile.Failure) in try GDBMFile.reader(file).value(key) }
  }

  /// Adds a key, unless it is there.
  ///
  /// - Returns: whether it was added: it is on the disk then.
  func insert(_ key: [UInt8], _ value: [UInt8]) throws(StoreError) -> Bool {
    let lock = try system { () throws(SystemError) in
      try directory.make()
      return try File.open(directory.path(name + ".lock"), O_RDWR | O_CREAT)
    }
    guard
      try system({ () throws(SystemError) in try lock.lock(LOCK_EX, waitingAtMost: Self.maxWaitMilliseconds) }
      )
    else { throw .busy(table: name) }
    defer { withExtendedLifetime(lock) {} }
    // Held until the copy has taken its place: a tool that writes in place fails meanwhile, and loses nothing.
    let live = try openLive()
    if let live {
      let present = try mapping { () throws(GDBMFile.Failure) in
        let reader = try GDBMFile.reader(live)
        if try reader.value(key) != nil { return true }
        try reader.readEveryRecord()
        return false
      }
      if present { return false }
    }
    defer { withExtendedLifetime(live) {} }
    do {
      try system { () throws(SystemError) in try copy(live) }
      try mapping { () throws(GDBMFile.Failure) in
        let work = try GDBMFile.writer(workPath, creating: live == nil)
        guard try work.insert(key, value) else { return }
        try work.sync()
        guard try work.value(key) == value else {
          throw GDBMFile.Failure(text: "the record does not read back", systemCode: 0)
        }
        try work.close()
      }
      try system { () throws(SystemError) in
        guard rename(workPath, path) == 0 else { throw .last("rename \(name).work") }
        try directory.sync()
      }
    } catch {
      unlink(workPath)
      throw error
    }
    return true
  }

  /// The file that readers see, locked for reading, or nil where there is none yet.
  private func openLive() throws(StoreError) -> File? {
    let file = try system { () throws(SystemError) in try File.openIfPresent(path) }
    guard let file else { return nil }
    let isLocked = try system { () throws(SystemError) in
      try file.lock(LOCK_SH, waitingAtMost: Self.maxWaitMilliseconds)
    }
    guard isLocked else { throw .busy(table: name) }
    return file
  }

  /// Copies the live file, permissions and all: an administrator may have let the web server read it.
  private func copy(_ live: File?) throws(SystemError) {
    unlink(workPath)
    guard let live else { return }
    let status = try live.status()
    let work = try File.open(workPath, O_WRONLY | O_CREAT | O_EXCL)
    guard lseek(live.descriptor, 0, SEEK_SET) == 0 else { throw .last("seek \(live.name)") }
    while true {
      let bytes = try live.read(maxBytes: 1 << 18)
      if bytes.isEmpty { break }
      try work.write(bytes)
    }
    _ = fchown(work.descriptor, uid_t.max, status.st_gid)
    guard fchmod(work.descriptor, status.st_mode & 0o777) == 0 else { throw .last("chmod \(work.name)") }
  }

  private func system<Value>(_ body: () throws(SystemError) -> Value) throws(StoreError) -> Value {
    do { return try body() } catch { throw .system(error) }
  }

  private func mapping<Value>(_ body: () throws(GDBMFile.Failure) -> Value) throws(StoreError) -> Value {
    do { return try body() } catch {
      if error.systemCode != 0 {
        throw .system(SystemError(operation: "\(name).gdbm: \(error.text)", code: error.systemCode))
      }
      throw .damaged(table: name + ".gdbm", reason: error.text)
    }
  }
}

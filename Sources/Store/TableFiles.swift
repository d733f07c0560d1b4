import CGIAuthLibC

/// The files of one table.
struct TableFiles: Sendable {
  let directory: DataDirectory
  /// The table's name: its files are this and an ending.
  let name: String

  /// What readers see, Apache and htdbm among them. Replaced by rename(2), never written to.
  var live: String { directory.path(name + ".gdbm") }
  /// The file that was live before: the same but for the last operation.
  var spare: String { directory.path(name + ".spare") }
  /// A file that is being changed. One that is there when nobody holds the lock
  /// belongs to a writer that died.
  var work: String { directory.path(name + ".work") }
  /// A second name of the live file, for the moment in which another takes its place.
  var old: String { directory.path(name + ".old") }
  /// What writers lock, and where they leave their `TableNote`.
  var lock: String { directory.path(name + ".lock") }

  /// The live file, locked for reading, or nil where there is none yet.
  ///
  /// The lock keeps out tools that write in place, and writers that would reuse the file once it is no longer
  /// live. In the moment between opening and locking it may have ceased to be: then the next one is opened.
  func openLive(until deadline: Deadline) throws(StoreError) -> File? {
    var pause = Pause()
    while true {
      // No symlink: a rename would replace it, and then two files would claim to be the table.
      let file = try mapping { () throws(SystemError) in try File.openIfPresent(live, O_NOFOLLOW) }
      guard let file else { break }
      let isLive = try mapping { () throws(SystemError) in
        try file.lock(LOCK_SH, until: Deadline(milliseconds: 0)) ? file.isStill(at: live) : false
      }
      if isLive { return file }
      guard !deadline.hasPassed else { throw .busy(table: name) }
      pause.wait()
    }
    // Whoever deletes the file, or uploads another that begins with deleting this one, must not make every
    // address free to register. Writers leave a spare only where there is a live file.
    guard try !mapping({ () throws(SystemError) in try File.isThere(spare) }) else {
      throw .damaged(table: name + ".gdbm", reason: "it is missing, but \(name).spare is there")
    }
    return nil
  }

  /// Turns what the system says into what the table says.
  func mapping<Value>(_ body: () throws(SystemError) -> Value) throws(StoreError) -> Value {
    do { return try body() } catch { throw .system(error) }
  }

  /// Turns what GDBM says into what the table says: the system's fault, or the file's.
  func mapping<Value>(_ body: () throws(GDBMFile.Failure) -> Value) throws(StoreError) -> Value {
    do { return try body() } catch {
      if error.kind == .full { throw .full(table: name + ".gdbm", reason: error.text) }
      if error.systemCode != 0 {
        throw .system(SystemError(operation: "\(name).gdbm: \(error.text)", code: error.systemCode))
      }
      throw .damaged(table: name + ".gdbm", reason: error.text)
    }
  }

  /// The same while a file is being changed that was whole: GDBM refuses the header itself that it wrote for
  /// a directory beyond its limits.
  func mappingWork<Value>(_ body: () throws(GDBMFile.Failure) -> Value) throws(StoreError) -> Value {
    do { return try body() } catch {
      let failure: GDBMFile.Failure = error
      guard failure.kind == .badHeader else {
        return try mapping { () throws(GDBMFile.Failure) in throw failure }
      }
      throw .full(table: name + ".gdbm", reason: failure.text)
    }
  }
}

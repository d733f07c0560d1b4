import CGIAuthLibC

/// One write to a table.
///
/// The live file has a twin, the spare, which lacks the last write's operations only. A writer gives the
/// spare those and its own, waits until it is on the disk, and puts it in the live file's place; the file
/// that was live becomes the spare. So a write costs the same however many keys there are, and whatever
/// instant it dies at, the live file is whole.
struct TableWriter {
  /// How long to wait for a reader that still reads the spare, which was the live file when it began.
  private static let maxReaderWaitMilliseconds = 100

  /// How much larger than the live file the next one may be, beyond twice its size.
  static let maxGrowthBytes = 1 << 24

  let files: TableFiles
  let keys: Table.Keys
  let deadline: Deadline

  /// Changes keys; see `Table.write`.
  func write<Value>(
    _ body: (TableTransaction) throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    let lock = try lockTable()
    // Held until another file has taken its place: a tool that would write in place fails meanwhile.
    let live = try files.openLive(until: deadline)
    defer { withExtendedLifetime((lock, live)) {} }
    let seen = try files.mapping { () throws(SystemError) in try live?.identity() }
    let transaction = try TableTransaction(on: live, keys, files)
    let value = try body(transaction)
    let operations = try transaction.operations()
    guard !operations.isEmpty else { return value }
    do {
      let twin = try makeTwin(of: live, note: TableNote(in: lock), operations)
      try checkUnchanged(seen)
      try commit(twin, over: live, lock, operations)
    } catch {
      unlink(files.work)
      throw error
    }
    return value
  }

  /// Takes the lock of all writers, and removes what one that died left.
  func lockTable() throws(StoreError) -> File {
    let lock = try files.mapping { () throws(SystemError) -> File? in
      try files.directory.make()
      while true {
        let file = try File.open(files.lock, O_RDWR | O_CREAT)
        guard try file.lock(LOCK_EX, until: deadline) else { return nil }
        // If somebody deleted the file meanwhile, the next writer locks another one.
        if try file.isStill(at: files.lock) { return file }
      }
    }
    guard let lock else { throw .busy(table: files.name) }
    // What a writer that died left. If it cannot be removed, the steps below say so.
    unlink(files.work)
    unlink(files.old)
    return lock
  }

  /// Makes the work file: the live file's content and the operations, on the disk.
  ///
  /// - Returns: the work file, locked for reading, and read.
  private func makeTwin(
    of live: File?, note: TableNote?, _ operations: [TableNote.Operation]
  ) throws(StoreError) -> File {
    var missing: [TableNote.Operation] = []
    var work: File?
    if let live {
      work = try files.mapping { () throws(SystemError) in try takeSpare(of: live, note) }
      if work != nil {
        missing = note?.operations ?? []
      } else {
        // A file that was cut off gives itself away by nothing else, and GDBM would
        // write on in what is left of it.
        try files.mapping { () throws(GDBMFile.Failure) in
          try GDBMFile.reader(live).readEverything()
        }
        work = try files.mapping { () throws(SystemError) in try copy(live) }
      }
    }
    // In a damaged header, GDBM believes the end of the file: it would write zeros until the disk is full.
    let size = try files.mapping { () throws(SystemError) in Int(try live?.status().st_size ?? 0) }
    try limitingFileSize(bytes: 2 * size + Self.maxGrowthBytes) { () throws(StoreError) in
      try files.mappingWork { () throws(GDBMFile.Failure) in
        let table = try GDBMFile.writer(files.work, creating: live == nil)
        for operation in missing + operations { try table.set(operation.key, operation.value) }
        try table.sync()
        try table.close()
      }
    }
    // Ends the lock for writing that it may have.
    work = nil
    let twin = try files.mapping { () throws(SystemError) in try File.open(files.work, O_RDONLY) }
    // Held until the note is written: what a tool writes in place before that, the note would vouch for.
    let isLocked = try files.mapping { () throws(SystemError) in try twin.lock(LOCK_SH, until: deadline) }
    guard isLocked else { throw .busy(table: files.name) }
    try files.mappingWork { () throws(GDBMFile.Failure) in
      // From the file itself: the handle that wrote answers from its memory, whatever became of its writes.
      let written = try GDBMFile.reader(twin)
      for operation in operations {
        guard try written.value(operation.key) == operation.value else {
          throw GDBMFile.Failure(text: "a record does not read back", systemCode: 0)
        }
      }
    }
    return twin
  }

  /// Makes sure that the live file is still the one that was opened, in the same state: not every tool locks,
  /// and what cp(1) or mv(1) did meanwhile stays done.
  private func checkUnchanged(_ seen: FileIdentity?) throws(StoreError) {
    let now = try files.mapping { () throws(SystemError) in try File.openIfPresent(files.live)?.identity() }
    guard now == seen else { throw .busy(table: files.name) }
  }

  /// Makes the spare the work file, locked, if the note vouches for it and nobody reads it any more.
  private func takeSpare(of live: File, _ note: TableNote?) throws(SystemError) -> File? {
    guard let note, try live.identity() == note.live,
      let spare = try File.openIfPresent(files.spare, O_NOFOLLOW),
      try spare.identity() == note.spare,
      // Another name of the file may be somebody's backup.
      try spare.status().st_nlink == 1
    else { return nil }
    guard rename(files.spare, files.work) == 0 else { throw .last("rename \(files.name).spare") }
    // Before the first change: after a power cut, half a change must not lie under the spare's name.
    try files.directory.sync()
    let wait = Deadline(milliseconds: Self.maxReaderWaitMilliseconds)
    return try spare.lock(LOCK_EX, until: wait) ? spare : nil
  }

  /// Makes the work file a copy of the live file, permissions and all: an administrator may have let the web
  /// server read it.
  private func copy(_ live: File) throws(SystemError) -> File {
    unlink(files.work)
    let work = try File.open(files.work, O_RDWR | O_CREAT | O_EXCL)
    try work.copy(from: live)
    let status = try live.status()
    // Only root may give a file to any group; the owner's own groups work for everybody.
    _ = fchown(work.descriptor, uid_t.max, status.st_gid)
    guard fchmod(work.descriptor, status.st_mode & 0o777) == 0 else { throw .last("chmod \(work.name)") }
    return work
  }

  /// Puts the work file, `twin`, in the live file's place, and that in the spare's.
  private func commit(
    _ twin: File, over live: File?, _ lock: File, _ operations: [TableNote.Operation]
  ) throws(StoreError) {
    // Where a file system has no links, there is no spare, and every write copies.
    let hasOld = live != nil && link(files.live, files.old) == 0
    try files.mapping { () throws(SystemError) in
      guard rename(files.work, files.live) == 0 else { throw .last("rename \(files.name).work") }
    }
    let hasSpare = hasOld && rename(files.old, files.spare) == 0
    // From here on the write is done for every reader; with this it is for every power cut, too.
    try files.mapping { () throws(SystemError) in try files.directory.sync() }
    guard hasSpare, let live, let liveIdentity = try? twin.identity(),
      let spareIdentity = try? live.identity()
    else { return }
    try? TableNote(live: liveIdentity, spare: spareIdentity, operations: operations).write(to: lock)
  }
}

import CGIAuthLibC

// For whoever puts a backup back.
extension Table {
  /// Puts another file in the place of the live one, as a write does: readers have the one or the other, and
  /// the next write starts from the new one, since no note speaks of it.
  ///
  /// - Parameters:
  ///   - path: a file on the same file system, which is on the disk. It is gone from there then.
  ///   - before: the folder where the live file stays under its name, where there is one: whoever was added
  ///     until now is in it.
  func replace(by path: String, keepingIn before: DataDirectory?) throws(StoreError) {
    let lock = try TableWriter(files: files, keys: keys, deadline: deadline).lockTable()
    defer { withExtendedLifetime(lock) {} }
    try files.mapping { () throws(SystemError) in
      if try File.isThere(files.live) {
        var status = stat()
        guard lstat(files.live, &status) == 0 else { throw .last("look at \(files.name)") }
        if let before { try files.directory.keep(files.name + ".gdbm", in: before) }
        // An administrator may have let the web server read it.
        _ = chown(path, uid_t.max, status.st_gid)
        guard chmod(path, status.st_mode & 0o777) == 0 else { throw .last("chmod \(files.name)") }
      }
      guard rename(path, files.live) == 0 else { throw .last("rename \(files.name)") }
      try files.directory.sync()
    }
  }

  /// Removes the table's files but the lock, so that it is empty.
  func clear() throws(StoreError) {
    let lock = try TableWriter(files: files, keys: keys, deadline: deadline).lockTable()
    defer { withExtendedLifetime(lock) {} }
    try files.mapping { () throws(SystemError) in
      // The spare before the live file: a spare alone would be taken for a loss.
      for path in [files.spare, files.live] {
        guard unlink(path) == 0 || errno == ENOENT else { throw .last("remove \(files.name)") }
      }
      try files.directory.sync()
    }
  }

  /// Reads every record as GDBM does.
  func readEverything() throws(StoreError) {
    guard let live = try files.openLive(until: deadline) else { return }
    try files.mapping { () throws(GDBMFile.Failure) in try GDBMFile.reader(live).readEverything() }
  }

  /// Changes the records of a file that nobody else uses, in place, and reads all of it then. It is on the
  /// disk when this returns.
  ///
  /// - Parameter change: the record of a key as it shall be; nil leaves it.
  func rewrite(_ change: (_ key: [UInt8], _ value: [UInt8]) -> [UInt8]?) throws(StoreError) {
    guard let live = try files.openLive(until: deadline) else { return }
    let size = try files.mapping { () throws(SystemError) in Int(try live.status().st_size) }
    // In a damaged header, GDBM believes the end of the file: it would write zeros until the disk is full.
    try limitingFileSize(bytes: 2 * size + TableWriter.maxGrowthBytes) { () throws(StoreError) in
      try files.mappingWork { () throws(GDBMFile.Failure) in
        let writer = try GDBMFile.writer(files.live, creating: false)
        let directory = try GDBMDirectory(live)
        var place = 0
        // No key is added, so that no bucket is split; each is read before anything in it is changed.
        while place < 1 << directory.bits {
          let bucket = try directory.bucket(at: place)
          var records: [(name: [UInt8], value: [UInt8])] = []
          for entry in bucket.entries {
            let (name, value) = try directory.record(entry)
            if let changed = changed(name, value, change) { records.append((name, changed)) }
          }
          for record in records { try writer.set(record.name, record.value) }
          place = directory.place(after: place, bucket)
        }
        try writer.sync()
        try writer.close()
        try GDBMFile.reader(live).readEverything()
      }
    }
  }

  /// A record of the file with its value changed, wherever it lies.
  private func changed(
    _ name: [UInt8], _ value: [UInt8], _ change: (_ key: [UInt8], _ value: [UInt8]) -> [UInt8]?
  ) -> [UInt8]? {
    guard keys == .chosenByStrangers, Overflow.owns(name) else { return change(name, value) }
    guard name != Overflow.secretName, let record = Overflow.record(of: value) else { return nil }
    return change(record.key, record.value).map { Overflow.content(record.key, $0) }
  }
}

extension DataDirectory {
  /// Gives a file the same name in another folder, too, which is on the disk then: what takes its place here
  /// leaves that alone. Where the file system has no links, it is copied.
  func keep(_ name: String, in other: DataDirectory) throws(SystemError) {
    if link(path(name), other.path(name)) != 0 {
      guard errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK else {
        throw .last("keep \(name)")
      }
      let copy = try File.open(other.path(name), O_RDWR | O_CREAT | O_EXCL)
      try copy.copy(from: try File.open(path(name), O_RDONLY | O_NOFOLLOW))
      try copy.sync()
    }
    try other.sync()
  }
}

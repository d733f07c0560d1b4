import CGIAuthLibC

/// The live files of several tables as they were at one instant, for whoever copies them.
struct TableSnapshot {
  /// The tables that are there. One that was never written to has no file.
  private(set) var names: [String] = []
  /// A file each, locked for reading. While they are open, no writer of ours changes them or uses them again:
  /// what is read is of that instant, however long it takes.
  private(set) var files: [File] = []

  /// Opens them. No writer waits for it.
  init(of tables: [String], in directory: DataDirectory, until deadline: Deadline) throws(StoreError) {
    var pause = Pause()
    while try !open(tables, in: directory, until: deadline) {
      guard !deadline.hasPassed else { throw .busy(table: tables[0]) }
      pause.wait()
    }
  }

  /// - Returns: whether all were live when the last one was opened. They were if all still are: a locked file
  ///   that was replaced does not come back.
  private mutating func open(
    _ tables: [String], in directory: DataDirectory, until deadline: Deadline
  ) throws(StoreError) -> Bool {
    names = []
    files = []
    for name in tables {
      if let file = try TableFiles(directory: directory, name: name).openLive(until: deadline) {
        names.append(name)
        files.append(file)
      }
    }
    var opened = 0
    for name in tables {
      let table = TableFiles(directory: directory, name: name)
      if opened < names.count, names[opened].utf8.elementsEqual(name.utf8) {
        let file = files[opened]
        guard try table.mapping({ () throws(SystemError) in try file.isStill(at: table.live) }) else {
          return false
        }
        opened += 1
      } else if try table.mapping({ () throws(SystemError) in try File.isThere(table.live) }) {
        return false
      }
    }
    return true
  }
}

/// Tables of one folder that stay open for reading between the requests of one process.
///
/// A table that was replaced, or that another tool has written to, is opened anew at its next use. No lock
/// stays. Not for several threads.
final class KeptReaders: @unchecked Sendable {
  /// The most tables; the one that was opened first goes.
  private static let maxTables = 8
  private var readers: [Reader] = []

  private final class Reader {
    let table: String
    let file: SeenFile
    let content: GDBMDirectory

    init(_ table: String, _ file: SeenFile, _ content: GDBMDirectory) {
      self.table = table
      self.file = file
      self.content = content
    }
  }

  /// The folder as it was when it was looked after; nil where it had changed so lately that another change
  /// might not show.
  private var folder: FileStamp?
  /// Tables that were not there. None is while the folder is as it was: a file that is made in it, or gets
  /// another name, changes it.
  private var absent: [String] = []

  /// Whether the folder is as it was when it was looked after (`keep`): the same files are in it.
  func isKept(_ folder: FileStamp) -> Bool { self.folder == folder }

  /// Keeps what the folder was before somebody looked after it.
  ///
  /// - Parameter moment: when that was, or before, in seconds since 1970.
  func keep(_ folder: FileStamp, seenAt moment: Int) {
    self.folder = folder.isOfSomething && folder.isSettled(at: moment) ? folder : nil
    absent = []
  }

  /// Whether a table is known not to be there.
  func isAbsent(_ table: String) -> Bool { absent.contains { $0.isEqual(to: table) } }

  /// Notes that a table is not there.
  func noteAbsence(_ table: String) {
    guard folder != nil else { return }
    if absent.count == Self.maxTables { absent.removeFirst() }
    absent.append(table)
  }

  /// The content of a table that is open, as it was then; nil where it is not open. What is read of it counts
  /// if it `isCurrent` afterwards.
  func content(_ table: String) -> GDBMDirectory? { reader(of: table)?.content }

  /// Whether a table that is open is as it was when it was opened, so that all that was read of it since is
  /// of one state. One that is not is no longer open.
  func isCurrent(_ table: String) -> Bool {
    guard let reader = reader(of: table) else { return false }
    if reader.file.isAsItWas { return true }
    readers.removeAll { $0 === reader }
    return false
  }

  private func reader(of table: String) -> Reader? { readers.first { $0.table.isEqual(to: table) } }

  /// Opens the content of a file that is locked for reading, and keeps it open unless it has changed so
  /// lately that another change might not show.
  func open(_ file: File, _ table: String, path: String) throws(GDBMFile.Failure) -> GDBMDirectory {
    let stamp = FileStamp(file)
    guard stamp.isSettled(at: Clock.system.now()) else { return try GDBMDirectory(file) }
    let content = try GDBMDirectory(file, cache: BucketCache())
    if readers.count == Self.maxTables { readers.removeFirst() }
    readers.append(Reader(table, SeenFile(path, stamp), content))
    return content
  }
}

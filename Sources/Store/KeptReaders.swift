/// Tables that stay open for reading between the requests of one process.
///
/// A table that was replaced, or that another tool has written to, is opened anew at its next use. No lock
/// stays. Not for several threads.
final class KeptReaders: @unchecked Sendable {
  /// The most tables; the one that was opened first goes.
  private static let maxTables = 8
  private var readers: [(path: String, content: GDBMDirectory, stamp: FileStamp)] = []
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
  func isAbsent(_ path: String) -> Bool { absent.contains { $0.isEqual(to: path) } }

  /// Notes that a table is not there.
  func noteAbsence(_ path: String) {
    guard folder != nil else { return }
    if absent.count == Self.maxTables { absent.removeFirst() }
    absent.append(path)
  }

  /// The content of a table that is open, as it was then; nil where it is not open. What is read of it counts
  /// if it `isCurrent` afterwards.
  func content(_ path: String) -> GDBMDirectory? { place(of: path).map { readers[$0].content } }

  /// Whether a table that is open is as it was when it was opened, so that all that was read of it since is
  /// of one state. One that is not is no longer open.
  func isCurrent(_ path: String) -> Bool {
    guard let place = place(of: path) else { return false }
    if FileStamp(path: path) == readers[place].stamp { return true }
    readers.remove(at: place)
    return false
  }

  private func place(of path: String) -> Int? { readers.firstIndex { $0.path.isEqual(to: path) } }

  /// Opens the content of a file that is locked for reading, and keeps it open unless it has changed so
  /// lately that another change might not show.
  func open(_ file: File, path: String) throws(GDBMFile.Failure) -> GDBMDirectory {
    let stamp = FileStamp(file)
    guard stamp.isSettled(at: Clock.system.now()) else { return try GDBMDirectory(file) }
    let content = try GDBMDirectory(file, cache: BucketCache())
    if readers.count == Self.maxTables { readers.removeFirst() }
    readers.append((path, content, stamp))
    return content
  }
}

import CGIAuthLibC

/// Tables that stay open for reading between the requests of one process.
///
/// A table that was replaced, or that another tool has written to, is opened anew at its next use. No lock
/// stays. Not for several threads.
final class KeptReaders: @unchecked Sendable {
  /// The most tables; the one that was opened first goes.
  private static let maxTables = 8
  private var readers: [Reader] = []

  /// A table that is open.
  final class Reader {
    let path: String
    let file: File
    let content: GDBMFile
    /// The file as it was when it was opened.
    let stamp: FileStamp

    init(path: String, file: File, content: GDBMFile, stamp: FileStamp) {
      self.path = path
      self.file = file
      self.content = content
      self.stamp = stamp
    }
  }

  /// The table of a path, locked for reading, where it is open and as it was then; nil else.
  func locked(_ path: String) -> Reader? {
    guard let place = readers.firstIndex(where: { $0.path.isEqual(to: path) }) else { return nil }
    let reader = readers[place]
    // Locked first: what is written in place is written under a lock.
    if (try? reader.file.lock(LOCK_SH, until: Deadline(milliseconds: 0))) == true,
      FileStamp(path: path) == reader.stamp
    {
      return reader
    }
    readers.remove(at: place)
    return nil
  }

  /// Opens the content of a file that is locked for reading, and keeps it open unless it has changed so
  /// lately that another change might not show.
  func open(_ file: File, path: String) throws(GDBMFile.Failure) -> GDBMFile {
    let content = try GDBMFile.reader(file, maxCachedBuckets: Self.maxCachedBuckets)
    let stamp = FileStamp(file)
    guard stamp.isSettled(at: Clock.system.now()) else { return content }
    if readers.count == Self.maxTables { readers.removeFirst() }
    readers.append(Reader(path: path, file: file, content: content, stamp: stamp))
    return content
  }

  /// Of a table of a million users not all buckets are to stay in memory.
  private static let maxCachedBuckets: Int32 = 32
}

import CGIAuthLibC

/// A file's state at a moment, to notice that it has changed, was replaced, made or removed.
struct FileStamp: Equatable {
  /// Nil where nothing was there.
  private let status: stat?

  /// The state of what a path leads to.
  init(path: UnsafePointer<CChar>) {
    var status = stat()
    self.status = stat(path, &status) == 0 ? status : nil
  }

  /// The state of an open file.
  init(_ file: File) {
    var status = stat()
    self.status = fstat(file.descriptor, &status) == 0 ? status : nil
  }

  /// Whether something was there.
  var isOfSomething: Bool { status != nil }

  static func == (one: FileStamp, other: FileStamp) -> Bool {
    guard let one = one.status, let other = other.status else {
      return one.status == nil && other.status == nil
    }
    return one.st_ino == other.st_ino && one.st_dev == other.st_dev && one.st_size == other.st_size
      && isSame(one.st_mtim, other.st_mtim) && isSame(one.st_ctim, other.st_ctim)
  }

  private static func isSame(_ one: timespec, _ other: timespec) -> Bool {
    one.tv_sec == other.tv_sec && one.tv_nsec == other.tv_nsec
  }

  /// Whether the file had this state for more than a second before a moment. A later change than that would
  /// not show where it fell into the same tick of the file system's clock.
  ///
  /// - Parameter moment: seconds since 1970.
  func isSettled(at moment: Int) -> Bool {
    guard let status else { return true }
    return status.st_ctim.tv_sec < moment - 1 && status.st_mtim.tv_sec < moment - 1
  }
}

/// A file as it was at a moment.
final class SeenFile {
  /// For C: it is made once.
  private let path: [CChar]
  let stamp: FileStamp

  init(_ path: String, _ stamp: FileStamp) {
    self.path = Array(path.utf8CString)
    self.stamp = stamp
  }

  /// Whether what the path leads to is as it was.
  @inline(never)
  var isAsItWas: Bool { FileStamp(path: path) == stamp }
}

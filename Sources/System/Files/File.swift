package import CGIAuthLibC

/// An open file. Closed when the last reference goes.
package final class File {
  let descriptor: Int32
  private let path: String
  /// What errors call this file: its name without the folder.
  var name: String { Self.name(ofPath: path) }

  private init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  /// Opens a file (open(2)); it is closed on exec. A final symlink is followed.
  ///
  /// - Parameters:
  ///   - flags: O_RDONLY, O_RDWR | O_CREAT and so on.
  ///   - mode: the permissions of a file this makes, whatever the umask takes away.
  package static func open(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(SystemError) -> File {
    if flags & O_ACCMODE != O_RDONLY { failBeyondSizeLimit() }
    guard let file = openOrNil(path, flags, mode) else { throw .last("open \(name(ofPath: path))") }
    return file
  }

  /// Under a host's limit on the size of files (RLIMIT_FSIZE, setrlimit(2)), a write then fails with EFBIG
  /// instead of ending the process.
  static func failBeyondSizeLimit() { ignoreSignal(SIGXFSZ) }

  private static func openOrNil(_ path: String, _ flags: Int32, _ mode: mode_t = 0) -> File? {
    var descriptor: Int32
    repeat {
      descriptor = CGIAuthLibC.open(path, flags | O_CLOEXEC, mode)
    } while descriptor < 0 && errno == EINTR
    if (0...2).contains(descriptor) { descriptor = leavingStandardStreams(descriptor) }
    return descriptor < 0 ? nil : File(descriptor: descriptor, path: path)
  }

  /// Another descriptor for a file that got that of standard input, output or error, because the program was
  /// started without it: nothing that is written there may reach the file. /dev/null takes the place.
  private static func leavingStandardStreams(_ descriptor: Int32) -> Int32 {
    let moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    let null = CGIAuthLibC.open("/dev/null", O_RDWR, 0)
    if null >= 0 { dup2(null, descriptor) } else { close(descriptor) }
    if null > 2 { close(null) }
    return moved
  }

  /// Opens a file for reading, or returns nil where there is none of that name.
  ///
  /// - Parameter flags: O_NOFOLLOW refuses a symlink (ELOOP).
  package static func openIfPresent(_ path: String, _ flags: Int32 = 0) throws(SystemError) -> File? {
    if let file = openOrNil(path, O_RDONLY | flags) { return file }
    guard errno == ENOENT else { throw .last("open \(name(ofPath: path))") }
    return nil
  }

  /// Whether something has this path (access(2)).
  ///
  /// - Throws: where that cannot be told: what a failing disk hides is not gone.
  package static func isThere(_ path: String) throws(SystemError) -> Bool {
    if access(path, F_OK) == 0 { return true }
    guard errno == ENOENT || errno == ENOTDIR else { throw .last("look for \(name(ofPath: path))") }
    return false
  }

  /// What errors call the file of a path.
  static func name(ofPath path: String) -> String {
    String(decoding: path.utf8.split(separator: UInt8(ascii: "/")).last ?? "/".utf8[...], as: UTF8.self)
  }

  /// Where a symbolic link leads (readlink(2)); nil where that is not known.
  static func target(ofLink path: String) -> [UInt8]? {
    var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &target, target.count)
    return count > 0 ? Array(target[..<count]) : nil
  }

  /// Whether the path still leads to this file. Between opening and locking, another may take its place.
  package func isStill(at path: String) throws(SystemError) -> Bool {
    var current = stat()
    guard stat(path, &current) == 0 else { return false }
    return try status().st_ino == current.st_ino
  }

  /// Takes the file's permissions back from all but its owner, as a backup or an FTP client may have given
  /// them. Where the file is somebody else's, this does nothing.
  ///
  /// - Parameter status: the file's metadata.
  func keepFromOthers(_ status: stat) {
    if status.st_mode & 0o077 != 0 { _ = fchmod(descriptor, 0o600) }
  }

  /// The file's metadata (fstat(2)).
  package func status() throws(SystemError) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last("stat \(name)") }
    return status
  }

  /// The next bytes, at most `maxBytes`; none at the end of the file.
  package func read(maxBytes: Int) throws(SystemError) -> [UInt8] {
    var failure: SystemError?
    let bytes = [UInt8](unsafeUninitializedCapacity: maxBytes) { buffer, count in
      var got: Int
      repeat {
        got = CGIAuthLibC.read(descriptor, buffer.baseAddress, maxBytes)
      } while got < 0 && errno == EINTR
      if got < 0 { failure = .last("read \(name)") }
      count = max(got, 0)
    }
    if let failure { throw failure }
    return bytes
  }

  /// The rest of the file, or nil where it is longer than `maxBytes`.
  package func readAll(maxBytes: Int) throws(SystemError) -> [UInt8]? {
    // A regular file gives what was asked for, but for its end (read(2)).
    let bytes = try read(maxBytes: maxBytes + 1)
    return bytes.count <= maxBytes ? bytes : nil
  }

  /// Writes every byte.
  package func write(_ bytes: [UInt8]) throws(SystemError) {
    guard Self.write(bytes, to: descriptor) else { throw .last("write \(name)") }
  }

  /// Writes every byte to a descriptor; false, with the reason in errno, where that fails.
  ///
  /// - Parameter waits: whether to wait for a reader where the descriptor does not block.
  static func write(_ bytes: [UInt8], to descriptor: Int32, waits: Bool = true) -> Bool {
    bytes.withUnsafeBytes { buffer in
      Transfer.all(buffer.count, waiting: { waits && Transfer.wait(for: POLLOUT, of: descriptor) }) { done in
        CGIAuthLibC.write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
      } == buffer.count
    }
  }

  /// Waits until the file's content is on the disk (fsync(2)).
  package func sync() throws(SystemError) {
    guard fsync(descriptor) == 0 else { throw .last("fsync \(name)") }
  }

  /// Replaces the whole content by these bytes. A crash in between leaves less.
  func overwrite(_ bytes: [UInt8]) throws(SystemError) {
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw .last("truncate \(name)")
    }
    try write(bytes)
  }

  /// Copies the whole of another file to here, an empty file: by sharing its blocks where the file system can
  /// (XFS, Btrfs: FICLONE, ioctl_ficlone(2)), else through memory.
  func copy(from source: File) throws(SystemError) {
    if ficlone(descriptor, source.descriptor) == 0 { return }
    guard lseek(source.descriptor, 0, SEEK_SET) == 0 else { throw .last("seek \(source.name)") }
    while true {
      let bytes = try source.read(maxBytes: 1 << 18)
      if bytes.isEmpty { break }
      try write(bytes)
    }
    guard try status().st_size == source.status().st_size else {
      throw SystemError(operation: "copy \(source.name)", code: EIO)
    }
  }

  /// Tries to lock the file (flock(2)) until a deadline, once at least.
  ///
  /// - Parameter operation: LOCK_SH or LOCK_EX.
  /// - Returns: false where another process held a lock all the time.
  package func lock(_ operation: Int32, until deadline: Deadline) throws(SystemError) -> Bool {
    var pause = Pause()
    while flock(descriptor, operation | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw .last("lock \(name)") }
      guard !deadline.hasPassed else { return false }
      pause.wait()
    }
    return true
  }

  /// What tells this file, in its present state, from every other: a change to it gives other times.
  func identity() throws(SystemError) -> FileIdentity { FileIdentity(try status()) }

  /// The same as text.
  package func identityText() throws(SystemError) -> String { try identity().text }
}

/// Calls a function while no file can grow beyond a size (RLIMIT_FSIZE, setrlimit(2)): a write
/// that would fails with EFBIG.
func limitingFileSize<Value, Thrown: Error>(
  bytes: Int, _ body: () throws(Thrown) -> Value
) throws(Thrown) -> Value {
  var before = fileSizeLimitAtStart
  var limit = rlimit(rlim_cur: min(before.rlim_cur, rlim_t(bytes)), rlim_max: before.rlim_max)
  File.failBeyondSizeLimit()
  setrlimit(fileSizeResource, &limit)
  defer { setrlimit(fileSizeResource, &before) }
  return try body()
}

/// Read once: of two threads that write at a time, one would take the other's limit for the
/// one to go back to, for ever.
private let fileSizeLimitAtStart: rlimit = {
  var limit = rlimit()
  getrlimit(fileSizeResource, &limit)
  return limit
}()

private let fileSizeResource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)

/// A file in one state of its content: inode, size, and the times of its last changes, to the nanosecond.
struct FileIdentity: Hashable {
  /// The same as text, for files.
  let text: String

  /// An identity that was written down.
  init(text: String) { self.text = text }

  static func == (one: Self, other: Self) -> Bool { one.text.isEqual(to: other.text) }

  /// The identity of what stat(2) tells of.
  init(_ status: stat) {
    text =
      "\(status.st_dev) \(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) "
      + "\(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
  }
}

/// Waits between two tries: longer each time, up to 8 ms, and by chance, so that many who
/// wait do not all wake at once.
struct Pause {
  private var microseconds: UInt32 = 500

  /// Waits.
  mutating func wait() {
    usleep(UInt32.random(in: microseconds / 2...microseconds))
    microseconds = min(microseconds * 2, 8_000)
  }
}

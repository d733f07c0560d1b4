import CGIAuthLibC

/// A log in the data directory, `audit.log` or `error.log`: lines, appended by many processes at once.
///
/// It tells what happened and is no part of what is promised: lines are not waited for to be on the disk.
struct LogFile: Sendable {
  static let auditLog = "audit.log"
  /// How long to wait for other writers. Then the line is written beside them: a process that was stopped
  /// while it held the lock must not stop logins.
  static let maxWaitMilliseconds = 200
  /// How much of the file is its end.
  private static let endBytes = 4096

  let name: String
  let directory: DataDirectory
  /// A file that would become longer is put aside first.
  let maxBytes: Int
  /// How many files are kept that were put aside: `audit.log.1`, the newest, and so on.
  let keptFiles: Int

  /// Appends a line, which must have no line end in it.
  ///
  /// - Parameter isSaid: tells, by the end of the file, whether there is no need to.
  func append(_ line: [UInt8], unless isSaid: ((_ end: [UInt8]) -> Bool)? = nil) throws(SystemError) {
    let deadline = Deadline(milliseconds: Self.maxWaitMilliseconds)
    while true {
      let file = try open()
      let isLocked = (try? file.lock(LOCK_EX, until: deadline)) ?? false
      if isLocked, try !file.isStill(at: directory.path(name)) {
        // Somebody has put it aside.
        continue
      }
      let size = Int(try file.status().st_size)
      if let isSaid, isSaid(try file.read(at: max(0, size - Self.endBytes), count: Self.endBytes)) { return }
      guard isLocked else {
        // However long the lock is held, the file does not grow for ever.
        guard size < 2 * maxBytes else { throw SystemError(operation: "lock \(name)", code: EBUSY) }
        return try write(line, to: file, size: size, isAlone: false)
      }
      if size == 0 || size + line.count + 1 <= maxBytes {
        return try write(line, to: file, size: size, isAlone: true)
      }
      try putAside()
    }
  }

  private func open() throws(SystemError) -> File {
    // Without waiting: somebody could have put a pipe here, which nobody reads.
    let file = try directory.open(name, O_RDWR | O_APPEND | O_NONBLOCK)
    guard try file.status().fileType == .regular else {
      throw SystemError(operation: "open \(name)", code: EINVAL)
    }
    return file
  }

  /// Writes a line in one piece, which O_APPEND puts behind everybody else's (write(2)).
  ///
  /// - Parameter isAlone: whether this process has the lock.
  private func write(_ line: [UInt8], to file: File, size: Int, isAlone: Bool) throws(SystemError) {
    var text = line + [0x0A]
    // Behind a line that somebody did not finish, on a full disk or because the
    // process died, begins a new one.
    if try !file.endsWithNewline(size: size) { text.insert(0x0A, at: 0) }
    var count: Int
    repeat { count = CGIAuthLibC.write(file.descriptor, text, text.count) } while count < 0 && errno == EINTR
    guard count >= 0 else { throw .last("write \(name)") }
    guard count < text.count else { return }
    // Takes back what got there, unless somebody without the lock has written behind it.
    if isAlone, Int(try file.status().st_size) == size + count { ftruncate(file.descriptor, off_t(size)) }
    throw SystemError(operation: "write \(name)", code: ENOSPC)
  }

  /// Makes room for a new file: `audit.log` becomes `audit.log.1`, that `audit.log.2`, up to the first number
  /// that is free, or the last one, whose file goes.
  private func putAside() throws(SystemError) {
    let paths = [directory.path(name)] + (1...keptFiles).map { directory.path("\(name).\($0)") }
    let last = (1..<keptFiles).first { access(paths[$0], F_OK) != 0 } ?? keptFiles
    for number in stride(from: last, to: 0, by: -1) {
      guard rename(paths[number - 1], paths[number]) == 0 else { throw .last("rename \(name)") }
    }
    // Those of a time when more were kept.
    var surplus = keptFiles + 1
    while unlink(directory.path("\(name).\(surplus)")) == 0 { surplus += 1 }
  }
}

extension LogFile {
  /// Its files that are there, opened for reading, the newest first. None is there twice, though a writer
  /// puts them aside meanwhile.
  func files() throws(SystemError) -> [File] {
    var files: [File] = []
    var inodes: [ino_t] = []
    for number in 0...keptFiles {
      let path = directory.path(number == 0 ? name : "\(name).\(number)")
      guard let file = try File.openIfPresent(path, O_NOFOLLOW | O_NONBLOCK) else { continue }
      let status = try file.status()
      guard status.fileType == .regular, !inodes.contains(status.st_ino) else { continue }
      files.append(file)
      inodes.append(status.st_ino)
    }
    return files
  }
}

extension File {
  /// Reads what is left of a text, line by line. A line of more than 64 KiB is none of ours: it comes in
  /// parts.
  ///
  /// - Returns: whether the deadline left time for all of it.
  func readLines(until deadline: Deadline, _ take: ([UInt8]) -> Void) throws(SystemError) -> Bool {
    var rest: [UInt8] = []
    while true {
      let bytes = try read(maxBytes: 1 << 16)
      guard !bytes.isEmpty else { break }
      guard !deadline.hasPassed else { return false }
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      for line in lines.dropLast() {
        take(rest + line)
        rest = []
      }
      rest += lines.last ?? []
      if rest.count > 1 << 16 { rest = [] }
    }
    // A line without its end is still being written.
    return true
  }

  /// Whether a file of this size is empty or its last byte ends a line.
  fileprivate func endsWithNewline(size: Int) throws(SystemError) -> Bool {
    guard size > 0 else { return true }
    var last: UInt8 = 0
    guard pread(descriptor, &last, 1, off_t(size - 1)) >= 0 else { throw .last("read \(name)") }
    return last == 0x0A
  }
}

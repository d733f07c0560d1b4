import CGIAuthLibC

/// Reading and writing in the middle of a file, and locks on parts of it.
extension File {
  /// The bytes at a place; fewer at the end of the file (pread(2)).
  package func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
    try Transfer.bytes(of: descriptor, at: offset, count: count, "read \(name)")
  }

  /// Writes every byte at a place (pwrite(2)).
  func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
    let written = bytes.withUnsafeBytes { buffer in
      Transfer.all(buffer.count) { done in
        pwrite(
          descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done))
      }
    }
    guard written == bytes.count else { throw .last("write \(name)") }
  }

  /// Cuts the file to no bytes (ftruncate(2)).
  func empty() throws(SystemError) {
    guard ftruncate(descriptor, 0) == 0 else { throw .last("truncate \(name)") }
  }

  /// Ends the lock that `lock` took.
  func unlock() { flock(descriptor, LOCK_UN) }

  /// Tries to lock one byte, which need not be there, for this process (F_SETLK, fcntl(2)). The kernel ends
  /// the lock with the process, or when it closes the file.
  ///
  /// - Returns: false where another process has it.
  func lockByte(_ offset: Int) throws(SystemError) -> Bool {
    if setLock(F_WRLCK, offset) { return true }
    guard errno == EACCES || errno == EAGAIN || errno == EINTR else { throw .last("lock \(name)") }
    return false
  }

  /// Ends the lock of one byte.
  func unlockByte(_ offset: Int) { _ = setLock(F_UNLCK, offset) }

  /// Whether another process has locked a byte of a range (F_GETLK, fcntl(2)).
  func isLocked(_ range: Range<Int>) throws(SystemError) -> Bool {
    var lock = Self.lock(F_WRLCK, range)
    guard fcntl(descriptor, F_GETLK, &lock) == 0 else { throw .last("lock \(name)") }
    return lock.l_type != Int16(F_UNLCK)
  }

  private func setLock(_ type: Int32, _ offset: Int) -> Bool {
    var lock = Self.lock(type, offset..<offset + 1)
    return fcntl(descriptor, F_SETLK, &lock) == 0
  }

  private static func lock(_ type: Int32, _ range: Range<Int>) -> CGIAuthLibC.flock {
    CGIAuthLibC.flock(
      l_type: Int16(type), l_whence: Int16(SEEK_SET), l_start: off_t(range.lowerBound),
      l_len: off_t(range.count), l_pid: 0)
  }
}

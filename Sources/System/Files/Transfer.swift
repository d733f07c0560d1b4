import CGIAuthLibC

/// Moving bytes by system calls that may move fewer than they are asked to, or be interrupted.
enum Transfer {
  /// Repeats a system call until so many bytes are moved, or none more are to be had.
  ///
  /// - Parameters:
  ///   - wait: called where a descriptor that does not block is not ready (EAGAIN): whether to try again.
  ///   - move: moves bytes behind those that are done, and returns how many, or -1 and errno.
  /// - Returns: how many were moved; nil where a call failed, with the reason in errno.
  static func all(_ count: Int, waiting wait: () -> Bool = { false }, _ move: (_ done: Int) -> Int) -> Int? {
    var done = 0
    while done < count {
      let moved = move(done)
      if moved < 0 && (errno == EINTR || (errno == EAGAIN && wait())) { continue }
      guard moved >= 0 else { return nil }
      if moved == 0 { break }
      done += moved
    }
    return done
  }

  /// The bytes of a file at a place; fewer at the end of the file (pread(2)).
  ///
  /// - Parameter operation: what an error calls it.
  static func bytes(
    of descriptor: Int32, at offset: Int, count: Int, _ operation: @autoclosure () -> String
  ) throws(SystemError) -> [UInt8] {
    var failure: SystemError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      let read = all(count) { done in
        pread(descriptor, buffer.baseAddress.map { $0 + done }, count - done, off_t(offset + done))
      }
      if read == nil { failure = .last(operation()) }
      filled = read ?? 0
    }
    if let failure { throw failure }
    return bytes
  }

  /// Waits for a reader where an output does not block (poll(2)).
  static func waitForReader(of output: Int32) -> Bool {
    var poller = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
    return poll(&poller, 1, -1) >= 0 || errno == EINTR
  }
}

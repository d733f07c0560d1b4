import CGIAuthLibC

/// Moving bytes by system calls that may move fewer than they are asked to, or be interrupted.
package enum Transfer {
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

  /// Waits until a descriptor is ready for POLLIN or POLLOUT (poll(2)), for ever where there is no deadline.
  ///
  /// - Returns: false where it was not ready in time, or cannot be asked.
  package static func wait(for events: Int32, of descriptor: Int32, until deadline: Deadline? = nil) -> Bool {
    while true {
      let left = deadline.map { $0.millisecondsLeft }
      if let left, left <= 0 { return false }
      var poller = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      let ready = poll(&poller, 1, Int32(left ?? -1))
      if ready < 0 && errno == EINTR { continue }
      return ready > 0
    }
  }
}

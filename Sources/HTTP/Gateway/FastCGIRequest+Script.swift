import CGIAuthLibC

extension FastCGIRequest {
  /// The most bytes that are taken from a script, or kept for it, at once.
  private static let maxScriptBytes = 1 << 16

  /// Lets a script answer: it reads the body, and what it writes is handed on as it comes.
  ///
  /// The web server decides how long that may take: where it aborts the request or closes the connection, the
  /// script is ended.
  ///
  /// - Throws: where the connection is of no more use.
  func answer(by script: ChildProcess) throws(Broken) {
    do {
      try carry(script)
      if isAborted { script.terminate() }
    } catch {
      script.terminate()
      throw error
    }
  }

  private func carry(_ script: ChildProcess) throws(Broken) {
    // What of the body has come, and the script has not taken.
    var waiting: ArraySlice<UInt8> = []
    // Standard error, which what the script has started may hold open, ends with standard output.
    var hasErrors = true
    while !isAborted {
      // What was written is not to wait for more.
      try send()
      take(&waiting, for: script)
      while connection.hasArrived, waiting.isEmpty, !isAborted {
        try readBody()
        take(&waiting, for: script)
      }
      // A negative descriptor is passed over (poll(2)).
      var pollers = [
        pollfd(fd: script.output, events: Int16(POLLIN), revents: 0),
        pollfd(fd: hasErrors ? script.errors : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: waiting.isEmpty ? -1 : script.input ?? -1, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: connection.descriptor, events: Int16(waiting.isEmpty ? POLLIN : 0), revents: 0),
      ]
      guard poll(&pollers, nfds_t(pollers.count), -1) > 0 else { continue }
      if pollers[3].revents != 0 { try readBody() }
      if pollers[2].revents != 0, let input = script.input {
        let count = waiting.withUnsafeBytes { CGIAuthLibC.write(input, $0.baseAddress, $0.count) }
        if count >= 0 {
          waiting = waiting.dropFirst(count)
        } else if errno != EAGAIN && errno != EINTR {
          // The script reads no more.
          script.closeInput()
          waiting = []
        }
      }
      if pollers[1].revents != 0 {
        let bytes = Self.bytes(of: script.errors)
        try write(log: bytes[...])
        hasErrors = !bytes.isEmpty
      }
      if pollers[0].revents != 0 {
        let bytes = Self.bytes(of: script.output)
        if bytes.isEmpty { return }
        try write(bytes[...])
      }
    }
  }

  /// Takes what has come of the body. What the script does not want goes, so that an abort behind it is read.
  private func take(_ waiting: inout ArraySlice<UInt8>, for script: ChildProcess) {
    guard waiting.isEmpty || script.input == nil else { return }
    let bytes = takeBody()
    if bytes == nil { script.closeInput() }
    waiting = script.input == nil ? [] : (bytes ?? [])[...]
  }

  /// What can be read now; none at the end.
  private static func bytes(of descriptor: Int32) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: maxScriptBytes) { buffer, filled in
      var count: Int
      repeat {
        count = read(descriptor, buffer.baseAddress, buffer.count)
      } while count < 0 && errno == EINTR
      filled = max(count, 0)
    }
  }
}

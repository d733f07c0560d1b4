import CGIAuthLibC

extension BodySource {
  /// Standard input, waited for no longer than `milliseconds` in all: a client that promises bytes and
  /// does not send them must not hold a process for as long as the web server lets it.
  public static func standardInput(waitingAtMost milliseconds: Int) -> BodySource {
    descriptor(STDIN_FILENO, waitingAtMost: milliseconds)
  }

  /// Throws away what nobody read of standard input, where that is a socket. Call it last.
  ///
  /// Apache's mod_cgid makes it one, and a process that ends with bytes unread there resets the connection:
  /// Apache then gives the client no answer, though one was written. Nothing more can come after shutdown(2).
  public static func discardStandardInput() {
    guard shutdown(STDIN_FILENO, Int32(SHUT_RD)) == 0 else { return }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    var got: Int
    repeat {
      got = CGIAuthLibC.read(STDIN_FILENO, &bytes, bytes.count)
    } while got > 0 || (got < 0 && errno == EINTR)
  }

  static func descriptor(_ descriptor: Int32, waitingAtMost milliseconds: Int) -> BodySource {
    BodySource { count throws(RequestError) in
      let deadline = monotonicMilliseconds() + milliseconds
      var bytes = [UInt8](repeating: 0, count: count)
      var filled = 0
      while filled < count {
        let left = deadline - monotonicMilliseconds()
        var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard left > 0 else { throw .malformed }
        let ready = poll(&poller, 1, Int32(left))
        if ready < 0 && errno == EINTR { continue }
        guard ready > 0 else { throw .malformed }
        let got = bytes.withUnsafeMutableBytes {
          CGIAuthLibC.read(descriptor, $0.baseAddress.map { $0 + filled }, count - filled)
        }
        if got < 0 && errno == EINTR { continue }
        guard got > 0 else { throw .malformed }
        filled += got
      }
      return bytes
    }
  }
}

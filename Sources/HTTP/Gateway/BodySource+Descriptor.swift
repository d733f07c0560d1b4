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
      let deadline = Deadline(milliseconds: milliseconds)
      var bytes = [UInt8](repeating: 0, count: count)
      let filled = bytes.withUnsafeMutableBytes { buffer in
        Transfer.all(count) { done in
          guard Transfer.wait(for: POLLIN, of: descriptor, until: deadline) else { return 0 }
          return CGIAuthLibC.read(descriptor, buffer.baseAddress.map { $0 + done }, count - done)
        }
      }
      guard filled == count else { throw .malformed }
      return bytes
    }
  }
}

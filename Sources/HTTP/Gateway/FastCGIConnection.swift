import CGIAuthLibC

/// A connection of a web server. Closed with the last reference.
final class FastCGIConnection {
  let descriptor: Int32
  /// How long the other side may take over a record once it has begun, and over each piece of an answer.
  private static let maxWaitMilliseconds = 5_000

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// The next record.
  ///
  /// - Throws: where the connection has ended, stands still, or does not speak FastCGI.
  func record() throws(FastCGIRequest.Broken) -> FastCGIRecord {
    let deadline = monotonicMilliseconds() + Self.maxWaitMilliseconds
    guard let header = FastCGIRecord.Header(try read(FastCGIRecord.headerBytes, until: deadline)) else {
      throw FastCGIRequest.Broken()
    }
    let content = try read(header.contentBytes, until: deadline)
    _ = try read(header.paddingBytes, until: deadline)
    return FastCGIRecord(type: header.type, requestID: header.requestID, content: content)
  }

  private func read(_ count: Int, until deadline: Int) throws(FastCGIRequest.Broken) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      guard isReady(Int16(POLLIN), until: deadline) else { throw FastCGIRequest.Broken() }
      let got = bytes.withUnsafeMutableBytes {
        recv(descriptor, $0.baseAddress.map { $0 + filled }, count - filled, Int32(MSG_DONTWAIT))
      }
      if got < 0 && (errno == EINTR || errno == EAGAIN) { continue }
      guard got > 0 else { throw FastCGIRequest.Broken() }
      filled += got
    }
    return bytes
  }

  /// Writes every byte.
  ///
  /// - Throws: where the other side has gone, or takes nothing for too long.
  func write(_ bytes: [UInt8]) throws(FastCGIRequest.Broken) {
    var written = 0
    while written < bytes.count {
      let deadline = monotonicMilliseconds() + Self.maxWaitMilliseconds
      guard isReady(Int16(POLLOUT), until: deadline) else { throw FastCGIRequest.Broken() }
      let count = bytes.withUnsafeBytes {
        send(
          descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written,
          Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
      }
      if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
      guard count > 0 else { throw FastCGIRequest.Broken() }
      written += count
    }
  }

  private func isReady(_ events: Int16, until deadline: Int) -> Bool {
    while true {
      let left = deadline - monotonicMilliseconds()
      guard left > 0 else { return false }
      var poller = pollfd(fd: descriptor, events: events, revents: 0)
      let ready = poll(&poller, 1, Int32(left))
      if ready < 0 && errno == EINTR { continue }
      return ready > 0
    }
  }
}

import CGIAuthLibC

/// A connection of a web server. Closed with the last reference.
final class FastCGIConnection {
  let descriptor: Int32
  /// How long the other side may take over a record once it has begun.
  private static let maxWaitMilliseconds = 5_000
  /// How long it may take nothing of an answer: as long as a client may stand still for a web server that
  /// holds nothing back (Apache's Timeout).
  private static let maxStandstillMilliseconds = 60_000

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// The next record.
  ///
  /// - Throws: where the connection has ended, stands still, or does not speak FastCGI.
  func record() throws(FastCGIRequest.Broken) -> FastCGIRecord {
    let deadline = Deadline(milliseconds: Self.maxWaitMilliseconds)
    guard let header = FastCGIRecord.Header(try read(FastCGIRecord.headerBytes, until: deadline)) else {
      throw FastCGIRequest.Broken()
    }
    let content = try read(header.contentBytes, until: deadline)
    _ = try read(header.paddingBytes, until: deadline)
    return FastCGIRecord(type: header.type, requestID: header.requestID, content: content)
  }

  private func read(_ count: Int, until deadline: Deadline) throws(FastCGIRequest.Broken) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let filled = bytes.withUnsafeMutableBytes { buffer in
      Transfer.all(count, waiting: { Transfer.wait(for: POLLIN, of: descriptor, until: deadline) }) { done in
        recv(descriptor, buffer.baseAddress.map { $0 + done }, count - done, Int32(MSG_DONTWAIT))
      }
    }
    guard filled == count else { throw FastCGIRequest.Broken() }
    return bytes
  }

  /// Writes every byte.
  ///
  /// - Throws: where the other side has gone, or takes nothing for too long.
  func write(_ bytes: [UInt8]) throws(FastCGIRequest.Broken) {
    let written = bytes.withUnsafeBytes { buffer in
      Transfer.all(bytes.count, waiting: { isTakenFromInTime() }) { done in
        send(
          descriptor, buffer.baseAddress.map { $0 + done }, bytes.count - done,
          Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
      }
    }
    guard written == bytes.count else { throw FastCGIRequest.Broken() }
  }

  private func isTakenFromInTime() -> Bool {
    Transfer.wait(
      for: POLLOUT, of: descriptor, until: Deadline(milliseconds: Self.maxStandstillMilliseconds))
  }
}

import CGIAuthLibC

/// A connection of a web server. Closed with the last reference.
final class FastCGIConnection {
  let descriptor: Int32
  /// Whether `FastCGIArrivals` looks at it.
  var isWatched = false
  /// How long the other side may take over a record once it has begun.
  private static let maxWaitMilliseconds = 5_000
  /// How long it may take nothing of an answer: as long as a client may stand still for a web server that
  /// holds nothing back (Apache's Timeout).
  private static let maxStandstillMilliseconds = 60_000

  /// How much is taken at once of what has come.
  private static let maxArrivedBytes = 1 << 14
  /// What has come and was not read yet.
  private var arrived: ArraySlice<UInt8> = []

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Whether something was taken from `descriptor` that was not read yet.
  var hasArrived: Bool { !arrived.isEmpty }

  deinit { close(descriptor) }

  /// The next record.
  ///
  /// - Throws: where the connection has ended, stands still, or does not speak FastCGI.
  func record() throws(FastCGIRequest.Broken) -> FastCGIRecord {
    // From when it has to be waited for. Mostly all of it is there.
    var deadline: Deadline?
    guard let header = FastCGIRecord.Header(try read(FastCGIRecord.headerBytes, until: &deadline)) else {
      throw FastCGIRequest.Broken()
    }
    // A body may hold a password.
    let isBody = header.type == FastCGIRecord.Kind.standardInput.rawValue && header.contentBytes > 0
    if isBody { wipeFreedMemory(true) }
    let content = try read(header.contentBytes, until: &deadline)
    _ = try read(header.paddingBytes, until: &deadline)
    return FastCGIRecord(type: header.type, requestID: header.requestID, content: content.array)
  }

  private func read(
    _ count: Int, until deadline: inout Deadline?
  ) throws(FastCGIRequest.Broken) -> ArraySlice<UInt8> {
    guard count > 0 else { return [] }
    if arrived.isEmpty { arrived = try receive(until: &deadline)[...] }
    let piece = take(count)
    guard piece.count < count else { return piece }
    var bytes = piece.array
    while bytes.count < count {
      arrived = try receive(until: &deadline)[...]
      bytes += take(count - bytes.count)
    }
    return bytes[...]
  }

  /// Takes bytes out of what has come; fewer where there are no more.
  private func take(_ count: Int) -> ArraySlice<UInt8> {
    let piece = arrived.prefix(count)
    // The memory goes as soon as all of it is read.
    arrived = piece.endIndex == arrived.endIndex ? [] : arrived[piece.endIndex...]
    return piece
  }

  /// What comes next.
  private func receive(until deadline: inout Deadline?) throws(FastCGIRequest.Broken) -> [UInt8] {
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.maxArrivedBytes) { buffer, filled in
      var got: Int
      repeat {
        got = recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
      } while got < 0 && (errno == EINTR || (errno == EAGAIN && isSentInTime(&deadline)))
      filled = max(got, 0)
    }
    guard !bytes.isEmpty else { throw FastCGIRequest.Broken() }
    return bytes
  }

  private func isSentInTime(_ deadline: inout Deadline?) -> Bool {
    let end = deadline ?? Deadline(milliseconds: Self.maxWaitMilliseconds)
    deadline = end
    return Transfer.wait(for: POLLIN, of: descriptor, until: end)
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

import CGIAuthCore
import CGIAuthLibC

/// A connection to a mail server, by TLS from some moment on.
final class MailStream {
  private let socket: Socket
  private var tls: TLSClient?
  private var received: [UInt8] = []
  private let authorities: String?

  /// Connects to the first address that answers.
  init(
    _ server: MailServer, _ addresses: [HostAddress], authorities: String?, connectingMilliseconds: Int,
    until deadline: Deadline
  ) throws(MailFailure) {
    var failure = MailFailure(.unreachable, "the name of the server has no address")
    var found: Socket?
    for address in addresses where found == nil {
      do throws(MailFailure) {
        found = try Socket(
          to: address, port: server.port,
          until: Deadline(milliseconds: connectingMilliseconds).orEarlier(deadline))
      } catch { failure = error }
    }
    guard let found else { throw failure }
    socket = found
    self.authorities = authorities
  }

  /// The address of this end, as EHLO names it (RFC 5321 section 4.1.3).
  var ownAddress: String { socket.ownAddress }

  /// Begins TLS. What came before is not believed: it could have been put there by others (RFC 3207 section
  /// 6).
  func beginTLS(with server: MailServer, until deadline: Deadline) throws(MailFailure) {
    guard received.isEmpty else { throw MailFailure(.tls, "the server said more before TLS began") }
    tls = try TLSClient(
      over: socket, host: server.host, authorities: authorities, until: deadline)
  }

  /// Sends bytes.
  func write(_ bytes: [UInt8], until deadline: Deadline) throws(MailFailure) {
    if let tls { try tls.write(bytes, until: deadline) } else { try socket.write(bytes, until: deadline) }
  }

  /// Waits for an answer.
  func reply(until deadline: Deadline) throws(MailFailure) -> SMTPReply {
    while true {
      if let reply = try SMTPReply(takingFrom: &received) { return reply }
      let piece: [UInt8]
      if let tls { piece = try tls.read(until: deadline) } else { piece = try socket.read(until: deadline) }
      guard !piece.isEmpty else { throw MailFailure(.unreachable, "the server closed the connection") }
      received += piece
    }
  }
}

/// A TCP connection that does not block.
final class Socket {
  let descriptor: Int32

  /// Connects, or with `isDatagram` only names whom datagrams go to and come from (connect(2)).
  init(
    to address: HostAddress, port: UInt16, isDatagram: Bool = false, until deadline: Deadline
  ) throws(MailFailure) {
    let kind = Int32((isDatagram ? SOCK_DGRAM : SOCK_STREAM).rawValue)
    descriptor = socket(
      address.family, kind | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard descriptor >= 0 else { throw Self.failure("open a socket", errno) }
    let name = address.socketAddress(port: port)
    let connected = name.withUnsafeBytes { bytes in
      connect(descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
    }
    if connected == 0 { return }
    guard errno == EINPROGRESS else { throw Self.failure("connect", errno) }
    guard Transfer.wait(for: POLLOUT, of: descriptor, until: deadline) else {
      throw MailFailure(.unreachable, "connect: no answer in time")
    }
    var code: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
    guard code == 0 else { throw Self.failure("connect", code) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private static func failure(_ operation: String, _ code: Int32) -> MailFailure {
    MailFailure(.unreachable, SystemError(operation: operation, code: code).text)
  }

  /// Waits until there is something to do.
  func wait(for events: Int32, until deadline: Deadline) throws(MailFailure) {
    guard Transfer.wait(for: events, of: descriptor, until: deadline) else {
      throw MailFailure(.timeout, "the server did not answer in time")
    }
  }

  /// The next bytes; none where the other end has closed the connection.
  func read(until deadline: Deadline) throws(MailFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(descriptor, &bytes, bytes.count, 0)
      if count >= 0 { return Array(bytes.prefix(count)) }
      guard errno == EAGAIN || errno == EINTR else { throw Self.failure("read", errno) }
      try wait(for: POLLIN, until: deadline)
    }
  }

  /// Sends every byte.
  func write(_ bytes: [UInt8], until deadline: Deadline) throws(MailFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count > 0 {
        rest = rest.dropFirst(count)
        continue
      }
      guard errno == EAGAIN || errno == EINTR else { throw Self.failure("write", errno) }
      try wait(for: POLLOUT, until: deadline)
    }
  }

  /// The address of this end, as an address literal.
  var ownAddress: String {
    var name = [UInt8](repeating: 0, count: 28)
    var size = socklen_t(name.count)
    let isNamed = name.withUnsafeMutableBytes { bytes in
      getsockname(descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &size) == 0
    }
    return isNamed ? HostAddress(socketAddress: name).literal : "[127.0.0.1]"
  }
}

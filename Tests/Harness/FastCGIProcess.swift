import Foundation

/// A built program that answers by FastCGI, as a web server's process manager starts it: a listening socket
/// is its standard input. The records are written and read here anew, from the specification (FastCGI 1.0),
/// and by none of the program's code.
public final class FastCGIProcess: @unchecked Sendable {
  /// The process.
  public let command: RunningCommand
  private let folder: TemporaryFolder
  private let listener: FileHandle
  private let path: String

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - path: the program's file.
  ///   - isAlone: whether it is started without standard output and error (FastCGI 1.0 section 2.2).
  public init(path: String, withoutStreams isAlone: Bool = false) throws {
    self.path = path
    folder = try TemporaryFolder()
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    listener = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    let bound = Self.withAddress(folder.path("s")) { bind(descriptor, $0, $1) }
    guard bound == 0, listen(descriptor, 64) == 0 else { throw POSIXError(.EADDRINUSE) }
    command =
      isAlone
      ? try RunningCommand(
        "/bin/sh", ["-c", "exec \"$0\" >&- 2>&-", path], environment: [:], standardInput: listener)
      : try RunningCommand(path, environment: [:], standardInput: listener)
  }

  /// Starts a built program as the FastCGI specification allows it: without standard output and error.
  public convenience init(closingStreamsOf name: String) throws {
    try self.init(path: Project.program(name), withoutStreams: true)
  }

  /// Starts a built program.
  public convenience init(_ name: String) throws { try self.init(path: Project.program(name)) }

  /// Starts the same program once more, on the same socket.
  public func another() throws -> RunningCommand {
    try RunningCommand(path, environment: [:], standardInput: listener)
  }

  /// Ends the socket that it listens on.
  public func shutDown() { _ = shutdown(listener.fileDescriptor, Int32(SHUT_RDWR)) }

  deinit { command.terminate() }

  private static func withAddress<Result>(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  /// Connects to it.
  public func connect() throws -> Connection {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    let connected = Self.withAddress(folder.path("s")) { Glibc.connect(descriptor, $0, $1) }
    guard connected == 0 else { throw POSIXError(.ECONNREFUSED) }
    return Connection(descriptor)
  }

  /// Asks on a connection of its own.
  public func ask(_ variables: [String: String], _ body: [UInt8] = []) throws -> Exchange {
    let connection = try connect()
    try connection.send(Self.request(1, variables, body))
    return try connection.answer(to: 1)
  }

  /// Asks, as an authorizer is asked, which is sent no body.
  public func askToAuthorize(_ variables: [String: String]) throws -> Exchange {
    let connection = try connect()
    try connection.send(
      Self.begin(1, role: 2) + Self.record(4, 1, Self.pairs(variables)) + Self.record(4, 1, []))
    return try connection.answer(to: 1)
  }

  // MARK: Records

  /// A record.
  public static func record(_ type: UInt8, _ id: UInt16, _ content: [UInt8], padding: Int = 0) -> [UInt8] {
    [
      1, type, UInt8(id >> 8), UInt8(id & 255), UInt8(content.count >> 8), UInt8(content.count & 255),
      UInt8(padding), 0,
    ] + content + [UInt8](repeating: 0xAA, count: padding)
  }

  /// FCGI_BEGIN_REQUEST.
  public static func begin(_ id: UInt16, role: UInt8 = 1, keep: Bool = false) -> [UInt8] {
    record(1, id, [0, role, keep ? 1 : 0, 0, 0, 0, 0, 0])
  }

  /// Name-value pairs.
  public static func pairs(_ variables: [String: String]) -> [UInt8] {
    func length(_ count: Int) -> [UInt8] {
      count < 128
        ? [UInt8(count)]
        : [UInt8(count >> 24) | 0x80, UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)]
    }
    return variables.sorted { $0.key < $1.key }.flatMap {
      length($0.key.utf8.count) + length($0.value.utf8.count) + Array($0.key.utf8) + Array($0.value.utf8)
    }
  }

  /// A whole request.
  public static func request(
    _ id: UInt16, _ variables: [String: String], _ body: [UInt8] = [], keep: Bool = false
  ) -> [UInt8] {
    var bytes = begin(id, keep: keep) + record(4, id, pairs(variables), padding: 3) + record(4, id, [])
    var rest = body[...]
    while !rest.isEmpty {
      bytes += record(5, id, Array(rest.prefix(1000)))
      rest = rest.dropFirst(1000)
    }
    return bytes + record(5, id, [])
  }

  /// What came of a request.
  public struct Exchange: Sendable {
    /// FCGI_STDOUT.
    public var output: [UInt8] = []
    /// FCGI_STDERR.
    public var errors: [UInt8] = []
    /// FCGI_END_REQUEST's protocol status; nil where the connection ended before.
    public var status: UInt8?

    /// The answer, as of a CGI program.
    public func answer() throws -> Answer {
      try Answer(cgi: output, errors: String(decoding: errors, as: UTF8.self))
    }
  }

  /// A connection to the program. Two threads may use it, where one sends and the other reads.
  public final class Connection: @unchecked Sendable {
    private let descriptor: Int32
    private var records: [(type: UInt8, id: UInt16, content: [UInt8])] = []

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Sends bytes, whatever they are.
    public func send(_ bytes: [UInt8]) throws {
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes {
          Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { throw POSIXError(.EPIPE) }
        rest = rest.dropFirst(count)
      }
    }

    /// Says that nothing more comes.
    public func shutDownWriting() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    /// The next record, nil at the end of the connection.
    public func record() throws -> (type: UInt8, id: UInt16, content: [UInt8])? {
      let header = try read(8)
      guard header.count == 8 else { return nil }
      let content = try read(Int(header[4]) << 8 | Int(header[5]))
      _ = try read(Int(header[6]))
      return (header[1], UInt16(header[2]) << 8 | UInt16(header[3]), content)
    }

    /// All that comes of a request, up to its end or that of the connection.
    public func answer(to id: UInt16) throws -> Exchange {
      var exchange = Exchange()
      while let record = try record() {
        guard record.id == id else { continue }
        switch record.type {
        case 6: exchange.output += record.content
        case 7: exchange.errors += record.content
        case 3:
          exchange.status = record.content[4]
          return exchange
        default: break
        }
      }
      return exchange
    }

    private func read(_ count: Int) throws -> [UInt8] {
      var bytes = [UInt8](repeating: 0, count: count)
      var filled = 0
      while filled < count {
        var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&poller, 1, 120_000) == 1 else { throw POSIXError(.ETIMEDOUT) }
        let got = bytes.withUnsafeMutableBytes {
          recv(descriptor, $0.baseAddress.map { $0 + filled }, count - filled, 0)
        }
        guard got > 0 else { return Array(bytes.prefix(filled)) }
        filled += got
      }
      return bytes
    }
  }
}

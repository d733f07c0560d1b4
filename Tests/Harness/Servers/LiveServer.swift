public import Foundation
import Synchronization

/// A web server that scripts/serve runs on a port of its own, with a site of its own. It ends with the last
/// reference to it.
public final class LiveServer: Sendable {
  /// What runs.
  public let variant: ServerVariant
  /// The port of 127.0.0.1 that it listens on.
  public let port: Int
  /// The site: `cgi-bin`, `public`, and `auth-data` once the programs have made it.
  public let folder: TemporaryFolder
  private let script: RunningCommand

  /// Cheap hashes, and as many registrations as a test likes: most tests are about neither.
  public static let cheapHash = [
    "AUTH_PASSWORD_HASH": CGISite.cheapHash, "AUTH_THROTTLE_REGISTRATION_FREE_TRIES": "65000",
    "AUTH_REGISTRATIONS_PER_HOUR": "65000",
  ]

  /// A server that does not come up.
  public struct DidNotStart: Error, CustomStringConvertible {
    /// What it said.
    public let description: String

    /// A server that said this.
    public init(description: String) { self.description = description }
  }

  /// Starts a server and waits until it answers.
  ///
  /// - Parameters:
  ///   - settings: what the server's configuration sets in the programs' environment.
  ///   - configuration: further lines of it, given the site's folder.
  ///   - isPlain: whether it knows nothing of the project: what is in `cgi-bin` runs.
  ///   - parent: where the site's folder is made, with `/` at its end; nil for where all are.
  ///   - prepare: fills the site's folder first.
  public init(
    _ variant: ServerVariant, settings: [String: String] = cheapHash,
    configuration: (_ folder: String) -> String = { _ in "" },
    isPlain: Bool = false, in parent: String? = nil,
    prepare: (_ folder: TemporaryFolder) throws -> Void = { _ in }
  ) throws {
    self.variant = variant
    folder = try TemporaryFolder(in: parent)
    try prepare(folder)
    try folder.write("extra.conf", variant.configuration(of: settings) + configuration(folder.root))
    port = Self.freePort()
    let own = [
      "PORT": "\(port)", "SITE_DIR": folder.root, "SITE_CONF": folder.path("extra.conf"),
      "PLAIN": isPlain ? "1" : "",
    ]
    let environment = variant.environment.merging(own) { $1 }
    script = try RunningCommand(
      watched: "\(Project.root)/scripts/serve",
      environment: ProcessInfo.processInfo.environment.merging(environment) { $1 })
    let (port, script) = (port, script)
    let listens = Result {
      try eventually("it listens") { Self.isListening(port) || !script.isRunning }
    }
    guard case .success = listens, script.isRunning else {
      stop()
      throw DidNotStart(description: "\(variant.testDescription) did not start: \(script.errorsSoFar)")
    }
  }

  deinit { stop() }

  /// Stops the server and waits for its end.
  public func stop() { script.stop() }

  /// The server's error log until now. Lines come by a pipe: all are there once the server is stopped.
  public var log: String { script.errorsSoFar }

  /// The server's error log, once it has this text.
  public func log(with text: String) throws -> String {
    try eventually("\(text) in the log: \(log)") { log.contains(text) }
    return log
  }

  /// The address of the site, without a `/` at its end.
  public var origin: String { "\(variant.scheme)://127.0.0.1:\(port)" }

  /// A file of the data directory.
  public func data(_ name: String) -> String { folder.path("auth-data/\(name)") }

  /// The ports that were given out: one is free until its server listens, which takes a while.
  private static let givenPorts = Mutex<Set<Int>>([])

  /// A port of 127.0.0.1 that nobody uses, below those that the system gives to clients. Another each time.
  public static func freePort() -> Int {
    while true {
      let port = Int.random(in: 20_000..<30_000)
      guard givenPorts.withLock({ $0.insert(port).inserted }) else { continue }
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
      defer { close(descriptor) }
      if withLoopback(port, { bind(descriptor, $0, $1) }) == 0 { return port }
    }
  }

  /// Whether somebody listens on a port of 127.0.0.1.
  public static func isListening(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    return withLoopback(port) { connect(descriptor, $0, $1) } == 0
  }

  /// Calls `body` with the socket address of a port of 127.0.0.1.
  public static func withLoopback<Result>(
    _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}

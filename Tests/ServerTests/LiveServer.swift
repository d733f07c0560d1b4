import Foundation
import TestSupport

/// A web server that scripts/serve runs on a port of its own, with a site of its own. It ends with the last
/// reference to it.
final class LiveServer: Sendable {
  let variant: ServerVariant
  let port: Int
  /// The site: `cgi-bin`, `public`, and `auth-data` once the programs have made it.
  let folder: TemporaryFolder
  private let script: RunningCommand

  /// Runs a program until standard input ends, so that tests that crash leave no server behind.
  static let watched = """
    exec 3<&0
    "$0" "$@" 3<&- & program=$!
    { cat <&3; kill $program; } 2>/dev/null &
    wait $program
    """

  /// Cheap hashes: most tests are not about their strength.
  static let cheapHash = ["AUTH_PASSWORD_HASH": CGISite.cheapHash]

  /// A server that does not come up.
  struct DidNotStart: Error, CustomStringConvertible {
    let description: String
  }

  /// Starts a server and waits until it answers.
  ///
  /// - Parameters:
  ///   - settings: what the server's configuration sets in the programs' environment.
  ///   - configuration: further lines of it, given the site's folder.
  ///   - prepare: fills the site's folder first.
  init(
    _ variant: ServerVariant, settings: [String: String] = cheapHash,
    configuration: (_ folder: String) -> String = { _ in "" },
    prepare: (_ folder: TemporaryFolder) throws -> Void = { _ in }
  ) throws {
    self.variant = variant
    folder = try TemporaryFolder()
    try prepare(folder)
    try folder.write("extra.conf", variant.configuration(of: settings) + configuration(folder.root))
    port = Self.freePort()
    let own = ["PORT": "\(port)", "SITE_DIR": folder.root, "SITE_CONF": folder.path("extra.conf")]
    let environment = variant.environment.merging(own) { $1 }
    script = try RunningCommand(
      "/bin/sh", ["-c", Self.watched, "\(Project.root)/scripts/serve"],
      environment: ProcessInfo.processInfo.environment.merging(environment) { $1 }, keepInputOpen: true)
    let deadline = Date(timeIntervalSinceNow: 20)
    while !Self.isListening(port) {
      guard script.isRunning, Date() < deadline else {
        stop()
        throw DidNotStart(description: "\(variant.testDescription) did not start: \(script.errorsSoFar)")
      }
      usleep(10_000)
    }
  }

  deinit { stop() }

  /// Stops the server and waits for its end.
  func stop() {
    try? script.input?.close()
    _ = try? script.wait()
  }

  /// The server's error log until now. Lines come by a pipe: all are there once the server is stopped.
  var log: String { script.errorsSoFar }

  /// The server's error log, once it has this text or enough time has passed.
  func log(with text: String) -> String {
    let deadline = Date(timeIntervalSinceNow: 10)
    while !log.contains(text), Date() < deadline { usleep(10_000) }
    return log
  }

  /// The address of the site, without a `/` at its end.
  var origin: String { "\(variant.scheme)://127.0.0.1:\(port)" }

  /// A file of the data directory.
  func data(_ name: String) -> String { folder.path("auth-data/\(name)") }

  /// A port of 127.0.0.1 that nobody uses, below those that the system gives to clients.
  static func freePort() -> Int {
    while true {
      let port = Int.random(in: 20_000..<30_000)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
      defer { close(descriptor) }
      if withLoopback(port, { bind(descriptor, $0, $1) }) == 0 { return port }
    }
  }

  /// Whether somebody listens on a port of 127.0.0.1.
  static func isListening(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    return withLoopback(port) { connect(descriptor, $0, $1) } == 0
  }

  /// Calls `body` with the socket address of a port of 127.0.0.1.
  static func withLoopback<Result>(
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

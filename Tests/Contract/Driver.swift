import Foundation
import Testing

@testable import CGIAuthHarness

/// A way to ask the programs.
struct Driver: Sendable, CustomTestStringConvertible {
  /// How near to a visitor it is.
  enum Level: Sendable {
    /// The feature, in this process.
    case function
    /// The built program, by environment, standard input and standard output.
    case process
    /// The built program, which stays and answers all cases, by FastCGI.
    case fastCGI
    /// The built program under a web server, by HTTP.
    case server(ServerVariant)
  }

  let level: Level
  let isHTTPS: Bool
  let testDescription: String

  /// Those without a server, by HTTP and by HTTPS.
  static let local = [false, true].flatMap { isHTTPS in
    [("function", Level.function), ("process", .process), ("fastcgi", .fastCGI)].map {
      Driver(level: $0.1, isHTTPS: isHTTPS, testDescription: $0.0 + (isHTTPS ? "-https" : "-http"))
    }
  }

  /// The servers, and those whose programs stay.
  static let servers = ServerVariant.all + ServerVariant.fastCGI

  /// All.
  static let all =
    local
    + servers.map {
      Driver(level: .server($0), isHTTPS: $0.isHTTPS, testDescription: $0.testDescription)
    }

  /// Where a case has settings of its own, or damages a file, a server would have to be started for it.
  var isLocal: Bool {
    if case .server = level { false } else { true }
  }
}

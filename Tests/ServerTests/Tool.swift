import Foundation
import TestSupport

/// A program of Debian's that the tests use. One that is missing fails its tests.
enum Tool: String {
  case curl = "/usr/bin/curl"
  case gdbmtool = "/usr/bin/gdbmtool"
  case htdbm = "/usr/bin/htdbm"
  case openssl = "/usr/bin/openssl"
  /// Debian's own, whatever else is in PATH: it has Debian's PyJWT.
  case python = "/usr/bin/python3"

  private var package: String {
    switch self {
    case .curl: "curl"
    case .gdbmtool: "gdbmtool"
    case .htdbm: "apache2-utils"
    case .openssl: "openssl"
    case .python: "python3-jwt"
    }
  }

  /// A tool that cannot be used.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs it to its end, whatever its status.
  func result(_ arguments: [String], input: [UInt8] = []) throws -> CommandResult {
    guard FileManager.default.isExecutableFile(atPath: rawValue) else {
      throw Failure(description: "\(rawValue) is missing: install \(package)")
    }
    return try run(rawValue, arguments, input: input)
  }

  /// What it writes to standard output and error. A status other than 0 fails the test.
  @discardableResult
  func output(_ arguments: [String], input: String = "") throws -> String {
    let result = try result(arguments, input: Array(input.utf8))
    guard result.status == 0 else {
      throw Failure(description: "\(rawValue) \(arguments): status \(result.status), \(result.errors)")
    }
    return result.text + result.errors
  }
}

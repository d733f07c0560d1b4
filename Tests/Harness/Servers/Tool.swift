import Foundation

/// A program of Debian's that the tests use. One that is missing fails its tests.
public enum Tool: String {
  /// The WebDriver server of Chromium.
  case chromedriver = "/usr/bin/chromedriver"
  /// An HTTP client.
  case curl = "/usr/bin/curl"
  /// The command line of GDBM files.
  case gdbmtool = "/usr/bin/gdbmtool"
  /// The command line of Apache's DBM user files.
  case htdbm = "/usr/bin/htdbm"
  /// A Java machine.
  case java = "/usr/bin/java"
  /// OpenSSL's command line.
  case openssl = "/usr/bin/openssl"
  /// Debian's own, whatever else is in PATH: it has Debian's PyJWT.
  case python = "/usr/bin/python3"

  private var package: String {
    switch self {
    case .chromedriver: "chromium-driver"
    case .curl: "curl"
    case .gdbmtool: "gdbmtool"
    case .htdbm: "apache2-utils"
    case .java: "default-jre-headless"
    case .openssl: "openssl"
    case .python: "python3-jwt"
    }
  }

  /// A tool that cannot be used.
  public struct Failure: Error, CustomStringConvertible {
    /// What it said.
    public let description: String

    /// A failure that says this.
    public init(description: String) { self.description = description }
  }

  /// Its path, where it is installed.
  public func path() throws -> String {
    guard FileManager.default.isExecutableFile(atPath: rawValue) else {
      throw Failure(description: "\(rawValue) is missing: install \(package)")
    }
    return rawValue
  }

  /// Runs it to its end, whatever its status.
  public func result(_ arguments: [String], input: [UInt8] = []) throws -> CommandResult {
    try run(path(), arguments, input: input)
  }

  /// What it writes to standard output and error. A status other than 0 fails the test.
  @discardableResult
  public func output(_ arguments: [String], input: String = "") throws -> String {
    let result = try result(arguments, input: Array(input.utf8))
    guard result.status == 0 else {
      throw Failure(description: "\(rawValue) \(arguments): status \(result.status), \(result.errors)")
    }
    return result.text + result.errors
  }
}

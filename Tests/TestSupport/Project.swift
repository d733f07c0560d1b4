import Foundation

/// Where the project's own files are.
public enum Project {
  /// The folder of Package.swift.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The names of the programs, without `.cgi`.
  public static let programs = ["register", "login", "logout", "protected"]

  /// The built program that the web server runs: a test without it must fail, not pass over it.
  public static func program(_ name: String) throws -> String {
    let path = "\(root)/cgi-bin/\(name).cgi"
    guard FileManager.default.isExecutableFile(atPath: path) else { throw NotBuilt(path: path) }
    return path
  }

  /// A program of `make build` is not there.
  public struct NotBuilt: Error, CustomStringConvertible {
    let path: String
    /// What to do about it.
    public var description: String { "\(path) is not built: run 'make build' first" }
  }
}

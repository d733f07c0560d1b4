import Foundation

/// Where the project's own files are.
public enum Project {
  /// The folder of Package.swift.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The names of the programs, without `.cgi`.
  public static let programs = ["register", "login", "logout", "protected", "guard"]

  /// The names of the programs in `Examples/`, which are built and not uploaded.
  public static let examples = ["members"]

  /// The built program that the web server runs: a test without it must fail, not pass over it.
  public static func program(_ name: String) throws -> String {
    let path = "\(root)/\(examples.contains(name) ? ".build/release" : "cgi-bin")/\(name).cgi"
    guard FileManager.default.isExecutableFile(atPath: path) else { throw NotBuilt(path: path) }
    return path
  }

  /// Copies a built program, by a process of its own: a file that a test itself wrote to could still be open for
  /// writing in a child that another test is just starting, and the kernel runs no such file (ETXTBSY).
  public static func copyProgram(_ name: String, to path: String) throws {
    let result = try run("/bin/cp", [try program(name), path])
    guard result.status == 0 else { throw NotBuilt(path: path) }
  }

  /// A program of `make build` is not there.
  public struct NotBuilt: Error, CustomStringConvertible {
    let path: String
    /// What to do about it.
    public var description: String { "\(path) is not built: run 'make build' first" }
  }
}

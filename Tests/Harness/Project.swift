import Foundation

/// Where the project's own files are.
public enum Project {
  /// The folder of Package.swift.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The names of the programs, without `.cgi`.
  public static let programs = names("programs")

  /// The names of the programs that no web server starts: others do.
  public static let helpers = names("helpers")

  /// The names of the programs that people start from a shell.
  public static let commands = names("commands")

  /// The names in a list of Package.swift.
  private static func names(_ list: String) -> [String] {
    let manifest = (try? String(contentsOfFile: root + "/Package.swift", encoding: .utf8)) ?? ""
    guard let begin = manifest.firstRange(of: "\nlet \(list) = [") else { return [] }
    return manifest[begin.upperBound...].prefix { $0 != "]" }.matches(of: /"([\w-]+)"/).map { String($0.1) }
  }

  /// The targets of the programs' features.
  public static let features = (programs + helpers + commands).map { "CGIAuth\(feature($0))" }

  /// The name of a program's feature, and of its folder.
  public static func feature(_ program: String) -> String {
    commands.contains(program) ? "Command" : program.capitalized
  }

  /// The names of the programs in `Examples/`, which are built and not uploaded.
  public static let examples = ["members"]

  /// A file of the sources, by its path in the project.
  public struct Source: Sendable {
    /// Its path in the project.
    public let path: String
    /// Its content.
    public let text: String

    /// A file of this path and content.
    public init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }

  /// Every Swift file of the sources, but for the list of common passwords.
  public static func sources(in folder: String = "Sources") throws -> [Source] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)")
    return try names.filter { $0.hasSuffix(".swift") && !$0.hasPrefix("CommonPasswords") }.sorted().map {
      Source(
        path: "\(folder)/\($0)", text: try String(contentsOfFile: "\(root)/\(folder)/\($0)", encoding: .utf8))
    }
  }

  /// The built program that the web server runs: a test without it must fail, not pass over it.
  public static func program(_ name: String) throws -> String {
    let path = "\(root)/\(examples.contains(name) ? ".build/release" : "cgi-bin")/\(fileName(name))"
    guard FileManager.default.isExecutableFile(atPath: path) else { throw NotBuilt(path: path) }
    return path
  }

  /// The name of a program's file.
  public static func fileName(_ program: String) -> String {
    (helpers + commands).contains(program) ? program : "\(program).cgi"
  }

  /// Copies a built program, by a process of its own: a file that a test itself wrote to could still be open
  /// for writing in a child that another test is just starting, and the kernel runs no such file (ETXTBSY).
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

import Foundation
import CGIAuthHarness
import Testing

/// A Python script of this folder: it runs the built programs, reads the user file by
/// Python's GDBM, and counts.
///
/// `TORTURE=20` in the environment makes it do so many times more, `SEED` repeats what it said on failure.
enum Script {
  /// Runs a script, which must find nothing wrong.
  ///
  /// - Returns: what it counted.
  static func counts(_ name: String, _ arguments: [String]) throws -> [String: Int] {
    var environment = ProcessInfo.processInfo.environment
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    let result = try run(
      "/usr/bin/python3", ["\(Project.root)/Tests/Torture/tools/\(name).py"] + arguments,
      environment: environment)
    try #require(result.status == 0, "\(name) \(arguments): \(result.text)\(result.errors)")
    var counts: [String: Int] = [:]
    for word in result.text.split(whereSeparator: \.isWhitespace) {
      let parts = word.split(separator: "=")
      counts[String(parts[0])] = Int(parts[1])
    }
    print(([name] + arguments).joined(separator: " "), "->", result.text, terminator: "")
    return counts
  }

  /// The same of a command in one text, as the script's head lists them.
  static func counts(_ command: String) throws -> [String: Int] {
    let words = command.split(separator: " ").map(String.init)
    return try counts(words[0], Array(words.dropFirst()))
  }

  /// How many times more than `make test` to do.
  static let torture = Int(ProcessInfo.processInfo.environment["TORTURE"] ?? "") ?? 1
}

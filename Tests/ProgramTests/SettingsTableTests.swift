import Foundation
import CGIAuthHarness
import Testing

/// docs/settings.md has the settings that the sources have: scripts/settings-table wrote it.
@Suite struct SettingsTableTests {
  /// A copy of what the script reads.
  private func copy() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.makeFolder("scripts")
    try folder.makeFolder("docs")
    for name in ["scripts/settings-table", "docs/settings.md", "Sources"] {
      try FileManager.default.copyItem(atPath: "\(Project.root)/\(name)", toPath: folder.path(name))
    }
    return folder
  }

  private func check(_ root: String) throws -> CommandResult {
    try run("\(root)/scripts/settings-table", ["--check"])
  }

  @Test func areCurrent() throws {
    let result = try check(Project.root)
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test(arguments: [
    // A meaning, a default in a comment, one in the code, a range, a name, a heading.
    ("AuthCore/Configuration/Setting+Common.swift", "/// The name of the cookie.", "/// Its name."),
    ("AuthCore/Configuration/Setting+Common.swift", "/// Default: `auto`.", "/// Default: `always`."),
    ("AuthCore/Throttle/ThrottlePolicy.swift", "var freeTries = 5", "var freeTries = 6"),
    ("AuthCore/Configuration/Setting+Common.swift", "1...1_000", "1...1_001"),
    ("Features/Guard/Guard+Settings.swift", "\"AUTH_GUARD_INDEX\"", "\"AUTH_INDEX\""),
    ("AuthCore/Configuration/Setting+Common.swift", "// The audit log\n", "// The log\n"),
    // What cannot be written.
    ("AuthCore/Configuration/Setting+Common.swift", "/// Default: `auto`.\n", ""),
    ("AuthCore/Configuration/Setting+Common.swift", "    /// The longest wait.\n", ""),
  ])
  func areNotCurrentAfter(_ file: String, _ text: String, _ other: String) throws {
    let folder = try copy()
    let path = folder.path("Sources/\(file)")
    let source = try String(contentsOfFile: path, encoding: .utf8)
    try #require(source.components(separatedBy: text).count == 2)
    try source.replacing(text, with: other).write(toFile: path, atomically: true, encoding: .utf8)
    let result = try check(folder.root)
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("settings-table: ") && result.errors.split(separator: "\n").count == 1)
  }

  @Test func areWrittenOnce() throws {
    let folder = try copy()
    let page = folder.path("docs/settings.md")
    let before = try String(contentsOfFile: page, encoding: .utf8)
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    let without = lines.filter { !$0.hasPrefix("| `") }.joined(separator: "\n")
    #expect(before != without)
    try without.write(toFile: page, atomically: true, encoding: .utf8)
    #expect(try check(folder.root).status == 1)
    #expect(try run(folder.path("scripts/settings-table"), []).status == 0)
    #expect(try String(contentsOfFile: page, encoding: .utf8) == before)
  }
}

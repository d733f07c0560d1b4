import Foundation
import CGIAuthHarness
import Testing

/// scripts/lint-columns: prose in Markdown and comments in sources are held to 110 columns.
@Suite struct LineLengthTests {
  /// 110 columns of text that can be broken, and one more where the name says so.
  static let full = String(repeating: "word ", count: 21) + "words"
  static let over = full + "s"
  static let code = String(repeating: "x", count: 120)

  /// The numbers of the lines of a file that the script finds.
  private func found(_ name: String, _ content: String) throws -> [Int] {
    let folder = try TemporaryFolder()
    try content.write(toFile: folder.path(name), atomically: true, encoding: .utf8)
    let result = try run("\(Project.root)/scripts/lint-columns", [name], workingFolder: folder.root)
    let numbers = result.text.split(separator: "\n").compactMap { line in
      line.hasSuffix(": longer than 110 columns") ? Int(line.split(separator: ":")[1]) : nil
    }
    #expect(result.status == (numbers.isEmpty ? 0 : 1), "\(result.errors)")
    return numbers
  }

  @Test(
    arguments: [
      ("a.md", "\(full)\n\(over)\n", [2]), ("a.md", "- \(over)\n", [1]), ("a.md", "| \(over) |\n", []),
      ("a.md", "```\n\(over)\n```\n\(over)\n", [4]), ("a.md", "- <https://example.com/\(code)>\n", []),
      ("a.md", "ä" + full.dropFirst() + "\n", []),
      ("a.swift", "/// \(over)\n", [1]), ("a.swift", "  // \(over)\nlet a = 1  // \(over)\n", [1, 2]),
      ("a.swift", "let a = \"\(over)\"\n", []),
      ("a.swift", "let a = \"\"\"\n  \(over)\n  \"\"\"\n// \(over)\n", [4]),
      ("a.c", "// \(over)\n/* \(over) */\n", [1, 2]), ("a.c", "int \(code);\n", []),
      ("a.py", "# \(over)\na = 1  # \(over)\n", [1, 2]), ("a.py", "\"\"\"One.\n\n\(over)\n\"\"\"\n", [3]),
      ("a.py", "a = \"# \(over)\"\n", []), ("a.py", "def a():\n    \"\"\"\(over)\"\"\"\n", [2]),
      ("a", "#!/bin/sh\n# \(over)\n: \(over)\n", [2]),
      ("a", "#!/usr/bin/python3\n\"\"\"\(over)\"\"\"\n", [2]),
      ("a.conf", "  # \(over)\nServerName \(code)\n", [1]),
      ("Makefile", "# \(over)\n\t\(over)\n", [1]),
      ("a.txt", "\(over)\n", []),
    ] as [(String, String, [Int])])
  func findsWhatIsLonger(_ name: String, _ content: String, _ lines: [Int]) throws {
    #expect(Self.full.count == 110)
    #expect(try found(name, content) == lines)
  }
}

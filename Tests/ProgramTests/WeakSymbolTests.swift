import CGIAuthHarness
import Foundation
import Testing

/// What the linker takes for one must be one: see weak-symbols.py.
@Suite struct WeakSymbolTests {
  private func compare(_ folders: [String]) throws -> CommandResult {
    try run("/usr/bin/python3", ["\(Project.root)/Tests/ProgramTests/tools/weak-symbols.py"] + folders)
  }

  @Test func noTwoDataOfOurProgramsHaveOneName() throws {
    let folders =
      ["CGIAuthCore", "CGIAuthCommonPasswords"] + Project.features
      + (Project.programs + Project.helpers + Project.commands + Project.examples).map { "cgi-auth-\($0)" }
    let result = try compare(folders.map { "\(Project.root)/.build/release/\($0).build" })
    #expect(result.status == 0, "\(result.text)")
    // All of them were there, and they share some.
    let counts = result.text.split(whereSeparator: { !$0.isNumber }).suffix(3).compactMap { Int($0) }
    try #require(counts.count == 3)
    #expect(counts[0] >= folders.count && counts[1] > 20 && counts[2] > 0, "\(result.text)")
  }

  /// The same data in both; another size; another content; another target of the same bytes.
  @Test(arguments: [
    ("const int table[2] = {1, 2};", "const int table[2] = {1, 2};", true),
    ("const int table[2] = {1, 2};", "const int table[3] = {1, 2, 3};", false),
    ("const int table[2] = {1, 2};", "const int table[2] = {2, 1};", false),
    (
      "extern int a; int *const table[1] = {&a};", "extern int b; int *const table[1] = {&b};", false
    ),
    ("extern int a; int *const table[1] = {&a};", "extern int a; int *const table[1] = {&a};", true),
  ])
  func tellsTwoDataOfOneName(_ one: String, _ other: String, _ isSame: Bool) throws {
    let folder = try TemporaryFolder()
    for (name, source) in [("one", one), ("other", other)] {
      try folder.write("\(name).c", Array("#pragma weak table\n\(source)\n".utf8))
      let built = try run("/usr/bin/gcc", ["-c", "-o", folder.path("\(name).o"), folder.path("\(name).c")])
      try #require(built.status == 0, "\(built.errors)")
    }
    let result = try compare([folder.root])
    #expect((result.status == 0) == isSame, "\(result.text)")
    #expect(result.text.contains("table differs in one.o, other.o") != isSame)
    #expect(result.text.contains("2 objects, 1 weak data symbols, 1 in several objects"))
  }
}

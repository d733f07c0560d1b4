import CGIAuthHarness
import Testing

/// A name leads to one file, and a file's name says what is in it.
@Suite struct SourceNameTests {
  /// What is wrong with the names of these files.
  static func problems(_ sources: [Project.Source]) -> [String] {
    let named = sources.filter { fileName($0) != "main" }
    let suites = sources.flatMap { source in Self.suites(source).map { ($0, source.path) } }
    return repeated(named.map { (fileName($0), $0.path) }) + repeated(suites)
      + named.filter { !isNamedAfterItsContent($0) }
      .map { "\($0.path) has \(content($0) ?? "nothing")" }
  }

  private static func repeated(_ names: [(name: String, path: String)]) -> [String] {
    Dictionary(grouping: names, by: \.name).filter { $0.value.count > 1 }.map {
      "\($0.key): \($0.value.map(\.path).sorted().joined(separator: ", "))"
    }.sorted()
  }

  private static func fileName(_ source: Project.Source) -> String {
    String(source.path.split(separator: "/").last?.dropLast(6) ?? "")
  }

  private static func suites(_ source: Project.Source) -> [String] {
    "\n\(source.text)".matches(of: /\n *@Suite.* struct (\w+)/).map { String($0.1) }
  }

  /// A file with a suite is named after that; any other after the first type or function that other files
  /// see. An extension's is `Type+Topic`.
  private static func content(_ source: Project.Source) -> String? {
    if let suite = suites(source).first { return suite }
    let declaration =
      /\n(?:@\w+ )*(?:(?:public|package|final) )*(struct|class|enum|actor|protocol|extension|func) ([\w.]+)/
    guard let found = "\n\(source.text)".firstMatch(of: declaration) else { return nil }
    return found.1 == "extension" ? "\(found.2)+" : String(found.2)
  }

  private static func isNamedAfterItsContent(_ source: Project.Source) -> Bool {
    guard let content = content(source) else { return false }
    let name = fileName(source)
    // What a feature says and can be told is named after the feature.
    if let feature = source.path.firstMatch(of: /^Sources\/Features\/(\w+)\//) {
      if name.hasPrefix("\(feature.1)+") { return true }
    }
    return content.hasSuffix("+") ? name.hasPrefix(content) : name.lowercased() == content.lowercased()
  }

  @Test func areUniqueAndSayWhatIsInAFile() throws {
    let sources = try Project.sources() + Project.sources(in: "Tests")
    #expect(sources.count > 300)
    #expect(Self.problems(sources) == [])
  }

  @Test(
    arguments: [
      (["Tests/A/XTests.swift": "@Suite struct XTests {"], []),
      (["Tests/A/XTests.swift": "@Suite(.serialized)\n  @Suite struct XTests {\n@Suite struct YTests {"], []),
      (["Tests/A/X.swift": "private enum Y {}\npublic final class X {"], []),
      (["Tests/A/X+More.swift": "extension X {", "Tests/B/Do.swift": "public func do() {"], []),
      (["Sources/A/main.swift": "f()", "Sources/B/main.swift": "g()"], []),
      (
        ["Sources/A/X.swift": "struct X {", "Tests/B/X.swift": "struct X {"],
        ["X: Sources/A/X.swift, Tests/B/X.swift"]
      ),
      (
        [
          "Tests/A/XTests.swift": "@Suite struct XTests {",
          "Tests/A/YTests.swift": "@Suite struct YTests {\n  @Suite struct XTests {",
        ],
        ["XTests: Tests/A/XTests.swift, Tests/A/YTests.swift"]
      ),
      (["Tests/A/X.swift": "struct Y {\n}\nstruct X {"], ["Tests/A/X.swift has Y"]),
      (["Tests/A/X.swift": "struct X {\n}\n@Suite struct XTests {"], ["Tests/A/X.swift has XTests"]),
      (["Tests/A/X.swift": "extension X {"], ["Tests/A/X.swift has X+"]),
      (["Tests/A/Y+More.swift": "extension X {"], ["Tests/A/Y+More.swift has X+"]),
      (["Sources/Features/X/X+Text.swift": "extension Phrase {"], []),
      (
        ["Sources/Features/X/Y+Text.swift": "extension Phrase {"],
        ["Sources/Features/X/Y+Text.swift has Phrase+"]
      ),
      (["Tests/A/X.swift": "import Testing"], ["Tests/A/X.swift has nothing"]),
    ] as [([String: String], [String])])
  func seesANameThatIsWrong(_ files: [String: String], _ problems: [String]) {
    #expect(Self.problems(files.map { Project.Source(path: $0, text: $1) }) == problems)
  }
}

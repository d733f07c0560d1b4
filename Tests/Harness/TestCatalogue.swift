import Foundation

/// The tests that there are, as the sources in `Tests/` have them.
public struct TestCatalogue: Sendable {
  /// The claims of every suite. Suites of one name, which two targets may have, are one.
  private var claims: [String: Set<String>] = [:]

  /// Reads every Swift file in `Tests/`.
  public init() throws {
    let folder = Project.root + "/Tests"
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) where name.hasSuffix(".swift") {
      add(try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8))
    }
  }

  /// Reads a source: a suite's name ends in `Tests`, and a claim is what follows `@Test`.
  private mutating func add(_ source: String) {
    var suite: String?
    var isTest = false
    for line in source.split(whereSeparator: \.isNewline) {
      let words = line.split { !Self.isPartOfAName($0) && $0 != "@" }.map(String.init)
      func word(after keyword: String) -> String? {
        words.firstIndex(of: keyword).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
      }
      if ["@Suite", "struct", "extension"].contains(words.first),
        let name = word(after: "struct") ?? word(after: "extension"), name.hasSuffix("Tests")
      {
        suite = name
        claims[name, default: []].formUnion([])
      }
      if words.first == "@Test" { isTest = true }
      if isTest, let suite, let claim = word(after: "func") {
        claims[suite]?.insert(claim)
        isTest = false
      }
    }
  }

  /// Whether there is such a suite, `SomeTests`, or such a test in it, `SomeTests.claim`.
  public func has(_ name: String) -> Bool {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard let suite = parts.first.flatMap({ claims[$0] }) else { return false }
    return parts.count == 1 || suite.contains(parts[1])
  }

  /// The names in a text in Markdown that look like `SomeTests` or `SomeTests.claim`, in the text's order.
  public static func names(in text: String) -> [String] {
    text.split(separator: "`").map(String.init).filter { word in
      let parts = word.split(separator: ".", omittingEmptySubsequences: false)
      return parts.count <= 2 && parts[0].hasSuffix("Tests")
        && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isPartOfAName) }
    }
  }

  private static func isPartOfAName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}

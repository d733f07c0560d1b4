import Foundation
import CGIAuthTestSupport
import Testing

/// What README.md shows is what happens, word for word.
@Suite struct ReadmeTests {
  /// The commands of README.md that begin with `$ curl`, each with the output under it.
  static func transcript() throws -> [(command: String, output: String)] {
    let text = try String(contentsOfFile: Project.root + "/README.md", encoding: .utf8)
    var steps: [(command: String, output: String)] = []
    var isOutput = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("$ curl ") {
        steps.append((String(line.dropFirst(2)), ""))
        isOutput = true
      } else if line.isEmpty || line.hasPrefix("```") {
        isOutput = false
      } else if isOutput {
        steps[steps.count - 1].output += line
      }
    }
    return steps
  }

  @Test(arguments: ServerVariant.http)
  func showsWhatHappens(_ variant: ServerVariant) throws {
    let steps = try Self.transcript()
    #expect(steps.count == 7)
    let server = try LiveServer(variant, settings: [:])
    defer { server.stop() }
    let folder = try TemporaryFolder()
    for step in steps {
      let command = step.command.replacing("http://127.0.0.1:8080", with: server.origin)
      #expect(command != step.command, "\(command) names another address")
      let result = try run("/bin/sh", ["-c", command], workingFolder: folder.root)
      #expect(result.status == 0, "\(command)")
      #expect(result.text == step.output, "\(command)")
    }
  }

  /// The names in README.md that look like `SomeTests` or `SomeTests.claim`.
  static func namedTests() throws -> [(suite: String, claim: String?)] {
    let text = try String(contentsOfFile: Project.root + "/README.md", encoding: .utf8)
    return text.split(separator: "`").compactMap { word in
      let parts = word.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard parts[0].hasSuffix("Tests"), parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isLetter) }) else {
        return nil
      }
      return (parts[0], parts.count > 1 ? parts[1] : nil)
    }
  }

  @Test func namesTestsThatThereAre() throws {
    let files =
      FileManager.default.enumerator(atPath: Project.root + "/Tests")?.compactMap { $0 as? String } ?? []
    let named = try Self.namedTests()
    #expect(named.count > 20)
    for (suite, claim) in named where !files.contains(suite) {
      // Two targets may have a suite of the same name.
      let sources = try files.filter { $0.hasSuffix("/\(suite).swift") }.map {
        try String(contentsOfFile: "\(Project.root)/Tests/\($0)", encoding: .utf8)
      }
      #expect(!sources.isEmpty, "there is no \(suite)")
      guard let claim else { continue }
      let isThere = sources.contains { $0.contains("func \(claim)(") }
      #expect(isThere, "\(suite) has no \(claim)")
    }
  }
}

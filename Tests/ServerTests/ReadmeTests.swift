import Foundation
import CGIAuthHarness
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

  @Test func namesTestsThatThereAre() throws {
    let text = try String(contentsOfFile: Project.root + "/README.md", encoding: .utf8)
    let folders = try FileManager.default.contentsOfDirectory(atPath: Project.root + "/Tests")
    let tests = try TestCatalogue()
    let named = TestCatalogue.names(in: text)
    #expect(named.count > 20)
    for name in named where !folders.contains(name) { #expect(tests.has(name), "there is no \(name)") }
  }

  /// The promises of the section "Security", by their numbers.
  @Test func everyPromiseNamesATest() throws {
    let text = try String(contentsOfFile: Project.root + "/README.md", encoding: .utf8)
    let lines = try #require(text.split(separator: "## Security\n").last).split(separator: "\n")
    var promises: [(number: Int, text: String)] = []
    for line in lines.prefix(while: { !$0.hasPrefix("## ") }) {
      if let number = Int(line.prefix { $0 != "." }) {
        promises.append((number, String(line)))
      } else if line.hasPrefix("   "), !promises.isEmpty {
        promises[promises.count - 1].text += "\n" + line
      }
    }
    #expect(promises.count > 20)
    #expect(promises.map(\.number) == Array(1...promises.count))
    for promise in promises {
      let isShown = !TestCatalogue.names(in: promise.text).isEmpty || promise.text.contains("`make fuzz`")
      #expect(isShown, "\(promise.number)")
    }
  }
}

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

  /// The lines of a text in Markdown.
  static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  @Test func isReadInAFewMinutes() throws {
    let text = try String(contentsOfFile: Project.root + "/README.md", encoding: .utf8)
    #expect(Self.lines(text).count - 1 <= 150)
  }

  /// README.md, SECURITY.md and what is in docs/.
  static func documents() throws -> [String] {
    let folder = try FileManager.default.contentsOfDirectory(atPath: Project.root + "/docs")
    return ["README.md", "SECURITY.md"] + folder.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
  }

  @Test func theDocumentsNameTestsThatThereAre() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Project.root + "/Tests")
    let tests = try TestCatalogue()
    var count = 0
    for document in try Self.documents() {
      let text = try String(contentsOfFile: "\(Project.root)/\(document)", encoding: .utf8)
      let named = TestCatalogue.names(in: text)
      count += named.count
      for name in named where !folders.contains(name) {
        // Not the whole catalogue in what failed.
        let isThere = tests.has(name)
        #expect(isThere, "\(document): there is no \(name)")
      }
    }
    #expect(count > 100)
  }

  @Test func namesEveryPageOfTheDocumentation() throws {
    let text = try String(contentsOfFile: Project.root + "/README.md", encoding: .utf8)
    for document in try Self.documents() where document.hasPrefix("docs/") {
      let isNamed = text.contains("\n- [\(document)](\(document)): ")
      #expect(isNamed, "\(document)")
    }
  }

  /// The anchor of a heading, as the sites that show a repository make it.
  static func anchor(_ heading: some StringProtocol) -> String {
    let title = heading.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces).lowercased()
    let kept = title.filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }
    return kept.replacing(" ", with: "-")
  }

  /// What the links of a document lead to, without those to other sites.
  static func links(_ text: String) -> [(file: Substring, anchor: Substring?)] {
    text.matches(of: #/\]\(([^)#:\s]*)(?:#([^)\s]+))?\)/#).map { ($0.output.1, $0.output.2) }
  }

  @Test func everyLinkOfADocumentLeadsSomewhere() throws {
    var count = 0
    for document in try Self.documents() + ["CHANGELOG.md"] {
      let path = "\(Project.root)/\(document)"
      for link in Self.links(try String(contentsOfFile: path, encoding: .utf8)) {
        count += 1
        let folder = (path as NSString).deletingLastPathComponent
        let target = link.file.isEmpty ? path : "\(folder)/\(link.file)"
        guard FileManager.default.fileExists(atPath: target) else {
          Issue.record("\(document): there is no \(link.file)")
          continue
        }
        guard let anchor = link.anchor else { continue }
        let lines = Self.lines(try String(contentsOfFile: target, encoding: .utf8))
        let anchors = lines.filter { $0.hasPrefix("#") }.map { Self.anchor($0) }
        #expect(anchors.contains(String(anchor)), "\(document): \(link.file) has no heading \(anchor)")
      }
    }
    #expect(count > 50)
  }

  @Test(arguments: [
    ("## What happens, in this order", "what-happens-in-this-order"), ("# NFS", "nfs"),
    ("## `stateless = yes`", "stateless--yes"), ("### Files", "files"),
  ])
  func knowsTheAnchorOfAHeading(_ heading: String, _ anchor: String) {
    #expect(Self.anchor(heading) == anchor)
  }

  /// The promises of SECURITY.md, by their numbers.
  @Test func everyPromiseNamesATest() throws {
    let text = try String(contentsOfFile: Project.root + "/SECURITY.md", encoding: .utf8)
    let lines = try #require(text.split(separator: "## Promises\n").last).split(separator: "\n")
    var promises: [(number: Int, text: String)] = []
    for line in lines.prefix(while: { !$0.hasPrefix("## ") }) {
      if let number = Int(line.prefix { $0 != "." }) {
        promises.append((number, String(line)))
      } else if line.hasPrefix("   "), !promises.isEmpty {
        promises[promises.count - 1].text += "\n" + line
      }
    }
    #expect(promises.count >= 26)
    #expect(promises.map(\.number) == Array(1...promises.count))
    for promise in promises {
      let isShown = !TestCatalogue.names(in: promise.text).isEmpty || promise.text.contains("`make fuzz`")
      #expect(isShown, "\(promise.number)")
    }
  }
}

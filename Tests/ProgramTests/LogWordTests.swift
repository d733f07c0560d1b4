import Foundation
import CGIAuthHarness
import Testing

/// The reason words of the web server's log: docs/host.md, docs/guard.md and docs/mail.md
/// have a row for each.
@Suite struct LogWordTests {
  /// Of other kinds are: directives of a Content-Security-Policy, and the names of what is hashed.
  static let others: Set<Substring> = ["base-uri", "default-src", "script-src", "cgi-auth"]

  /// The words that a source begins log lines with.
  static func words(of source: String) -> Set<Substring> {
    let code = source.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
      .joined(separator: "\n")
    let lines = code.matches(of: #/"([a-z]+(?:-[a-z]+)+) (?:[a-z0-9]|\\\()/#).map(\.output.1)
    let notes = code.matches(of: #/note\("([a-z-]+)", /#).map(\.output.1)
    return Set(lines + notes).subtracting(others)
  }

  /// The words in the first cells of a document's tables.
  static func rows(_ document: String) -> Set<Substring> {
    let cells = document.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap {
      $0.split(separator: "|").first
    }
    return Set(cells.flatMap { $0.matches(of: #/`([a-z]+(?:-[a-z]+)+)[` ]/#).map(\.output.1) })
  }

  @Test func everyWordHasARowAndEveryRowAWord() throws {
    let folder = "\(Project.root)/Sources"
    let sources = try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
      $0.hasSuffix(".swift")
    }
    var words = try sources.reduce(into: Set<Substring>()) { words, name in
      words.formUnion(Self.words(of: try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)))
    }
    let rows = try ["host", "guard", "mail"].reduce(into: Set<Substring>()) { rows, name in
      rows.formUnion(
        Self.rows(try String(contentsOfFile: "\(Project.root)/docs/\(name).md", encoding: .utf8)))
    }
    // What a mail is not taken for: cases whose raw values are the words.
    let failures = try String(
      contentsOfFile: "\(folder)/Features/Send/Transport/MailFailure.swift", encoding: .utf8)
    words.formUnion(failures.matches(of: #/case \w+ = "(mail-[a-z]+)"/#).map(\.output.1))
    #expect(words.count > 20)
    #expect(words.subtracting(rows).sorted() == [])
    #expect(rows.subtracting(words).sorted() == [])
  }

  @Test(
    arguments: [
      ("note(\"disk-full \\(error.text)\")", ["disk-full"]),
      ("Failure(.later, \"disk-full no room\")", ["disk-full"]),
      ("note(\"disk-full\", error)", ["disk-full"]), ("Refusal(.conflict, \"email-taken\", x)", []),
      ("\"default-src 'none'\"", []), ("\"a well-known text\"", []),
      ("  /// \"context-specific words\"", []),
    ] as [(String, [String])])
  func readsASource(_ source: String, _ words: [String]) {
    #expect(Self.words(of: source).sorted() == words.map { Substring($0) })
  }

  @Test func readsATable() {
    let rows = Self.rows("| `disk-full`, `tape-torn x` | `not-this` |\n| `x` | |\n`nor-that`\n")
    #expect(rows.sorted() == ["disk-full", "tape-torn"])
  }
}

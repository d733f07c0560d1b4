import Foundation
import CGIAuthHarness
import Testing

/// The tables at the end of SECURITY.md: what three standards ask for, and where the project stands.
@Suite struct StandardsTests {
  /// A row of a table.
  struct Row {
    /// The heading of its table.
    let table: String
    let cells: [String]

    var number: String { cells.first ?? "" }
    var level: String { cells.count > 1 ? cells[1] : "" }
    var state: String { cells.count > 3 ? cells[3] : "" }
    /// The tests that show it, or the reason.
    var evidence: String { cells.last ?? "" }
    /// The standard alone, without the part of it.
    var standard: String { String(table.prefix { $0 != "," }) }
    /// The number without the letters that tell several demands of a section apart.
    var section: String { String(number.prefix { !$0.isLetter }) }
  }

  static let tests = Result { try TestCatalogue() }
  static let states = ["met", "not yet", "not meant"]

  static func document() throws -> String {
    try String(contentsOfFile: Project.root + "/SECURITY.md", encoding: .utf8)
  }

  /// The rows whose first cell is a number, under the headings of the third rank.
  static func rows(_ text: String) -> [Row] {
    var rows: [Row] = []
    var table: String?
    for line in text.split(separator: "\n") {
      if line.hasPrefix("### ") { table = String(line.dropFirst(4)) }
      guard let table, line.hasPrefix("| "), line.dropFirst(2).first?.isNumber == true else { continue }
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
      rows.append(Row(table: table, cells: cells.map { $0.trimmingCharacters(in: .whitespaces) }))
    }
    return rows
  }

  /// What is wrong with a row.
  static func problems(_ row: Row, _ tests: TestCatalogue) -> [String] {
    guard row.cells.count == 5 else { return ["it has \(row.cells.count) cells"] }
    let names = TestCatalogue.names(in: row.evidence)
    var problems = names.filter { !tests.has($0) }.map { "there is no \($0)" }
    // What stands between the backquotes is no prose.
    let prose = row.evidence.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset.isMultiple(of: 2) }.flatMap { $0.element.split(separator: " ") }
    switch row.state {
    case "met": if names.isEmpty { problems.append("it names no test") }
    case "not yet", "not meant": if prose.count < 2 { problems.append("it gives no reason") }
    default: problems.append("it is neither met, not yet nor not meant")
    }
    return problems
  }

  /// The numbers that a standard has twice.
  static func repeated(_ rows: [Row]) -> [String] {
    Dictionary(grouping: rows) { "\($0.standard) \($0.number)" }.filter { $0.value.count > 1 }.map(\.key)
  }

  @Test func everyRowNamesItsTestsOrItsReason() throws {
    let rows = Self.rows(try Self.document())
    let tests = try Self.tests.get()
    #expect(rows.count > 200)
    for row in rows {
      let problems = Self.problems(row, tests)
      #expect(problems == [], "\(row.table): \(row.number)")
    }
    #expect(Self.repeated(rows) == [])
  }

  @Test(
    arguments: [
      ("| 1.1.1 | 1 | x | met | so: `StandardsTests.seesWhatIsWrongWithARow`, `RFC7914Tests` |", []),
      ("| 1.1.1 | 1 | x | not yet | nobody did it |", []),
      ("| 1.1.1 | 1 | x | not meant | nobody wants it (`StandardsTests`) |", []),
      ("| 1.1.1 | 1 | x | met | `NoSuchTests` |", ["there is no NoSuchTests"]),
      ("| 1.1.1 | 1 | x | met | `StandardsTests.rows` |", ["there is no StandardsTests.rows"]),
      ("| 1.1.1 | 1 | x | met | `AnswerTests`, `AnswerTests.lies` |", ["there is no AnswerTests.lies"]),
      ("| 1.1.1 | 1 | x | not yet | as `NoSuchTests` says |", ["there is no NoSuchTests"]),
      ("| 1.1.1 | 1 | x | met | it is so |", ["it names no test"]),
      ("| 1.1.1 | 1 | x | met | |", ["it names no test"]),
      ("| 1.1.1 | 1 | x | not yet | |", ["it gives no reason"]),
      ("| 1.1.1 | 1 | x | not meant | `AnswerTests` |", ["it gives no reason"]),
      ("| 1.1.1 | 1 | x | nearly | `AnswerTests` |", ["it is neither met, not yet nor not meant"]),
      ("| 1.1.1 | 1 | met | `AnswerTests` |", ["it has 4 cells"]),
    ] as [(String, [String])])
  func seesWhatIsWrongWithARow(_ line: String, _ problems: [String]) throws {
    let rows = Self.rows("### A standard, chapter 1\n\n| | level | | | |\n|---|---|---|---|---|\n\(line)\n")
    try #require(rows.count == 1)
    #expect(Self.problems(rows[0], try Self.tests.get()) == problems)
  }

  @Test func seesANumberThatIsThereTwice() {
    let row = "| 1.1.1 | 1 | x | not yet | nobody did it |\n"
    #expect(Self.repeated(Self.rows("### A, chapter 1\n\(row)### B, chapter 1\n\(row)")) == [])
    #expect(Self.repeated(Self.rows("### A, chapter 1\n\(row)### A, chapter 2\n\(row)")) == ["A 1.1.1"])
  }

  @Test func everyTableIsCounted() throws {
    let text = try Self.document()
    for (table, rows) in Dictionary(grouping: Self.rows(text), by: \.table) {
      let counts = Self.states.map { state in String(rows.count { $0.state == state }) }
      let line = "\n| \(table) | \(counts.joined(separator: " | ")) |\n"
      // Not the whole document in what failed.
      let isThere = text.contains(line)
      #expect(isThere, "\(line)")
    }
  }

  // MARK: What there is to be answered

  /// How many requirements of level 1 and 2 the sections of ASVS 5.0.0 begin with: those of level 3 follow.
  static let asvs = [
    ("3.2", 2), ("3.3", 4), ("3.4", 6), ("3.5", 5), ("3.7", 2),
    ("6.1", 3), ("6.2", 12), ("6.3", 4), ("6.4", 4), ("6.5", 5), ("6.6", 3), ("6.8", 4),
    ("7.1", 3), ("7.2", 4), ("7.3", 2), ("7.4", 5), ("7.5", 2), ("7.6", 2),
    ("8.1", 2), ("8.2", 3), ("8.3", 1), ("8.4", 1), ("9.1", 3), ("9.2", 4),
    ("16.1", 1), ("16.2", 5), ("16.3", 4), ("16.4", 3), ("16.5", 3),
  ]

  /// The sections of NIST SP 800-63B-4 from 3 to 5 that ask for something.
  static let nist: Set<String> = [
    "3.1.1.1", "3.1.1.2", "3.1.2", "3.1.3", "3.1.4", "3.1.5", "3.1.6", "3.1.7", "3.2.1", "3.2.2", "3.2.3",
    "3.2.4", "3.2.5", "3.2.6", "3.2.7", "3.2.8", "3.2.9", "3.2.10", "3.2.11", "3.2.12", "3.2.13", "4.1",
    "4.1.1", "4.1.2.1", "4.1.2.2", "4.1.3", "4.1.4", "4.2.1", "4.2.1.1", "4.2.1.2", "4.2.1.3", "4.2.1.4",
    "4.2.2.1", "4.2.2.2", "4.2.2.3", "4.2.3", "4.3", "4.4", "4.5", "4.6", "5.1", "5.1.1", "5.1.2", "5.2",
    "5.3",
  ]

  @Test func nothingIsLeftOut() throws {
    let all = Self.rows(try Self.document())
    func rows(of standard: String) -> [Row] { all.filter { $0.standard == standard } }

    let asvs = rows(of: "OWASP ASVS 5.0")
    let wanted = Self.asvs.flatMap { section, last in (1...last).map { "\(section).\($0)" } }
    #expect(wanted.count == 102)
    #expect(asvs.filter { ["1", "2"].contains($0.level) }.map(\.number) == wanted)
    #expect(asvs.allSatisfy { ["1", "2", "3"].contains($0.level) })
    #expect(asvs.allSatisfy { $0.level != "3" || $0.state == "met" })

    #expect(Set(rows(of: "NIST SP 800-63B-4").map(\.section)) == Self.nist)
    #expect(Set(rows(of: "RFC 8725").map(\.section)) == Set((1...12).map { "3.\($0)" }))
  }
}

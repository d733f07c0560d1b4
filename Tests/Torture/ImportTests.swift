import CGIAuthHarness
import Foundation
import Testing

/// An import of many lines, which is killed again and again.
@Suite struct ImportTests {
  private static let count = 100_000
  private static let hash = "$2y$04$abcdefghijklmnopqrstuuM4YxJ8v1oTDhIbQkZ4Z2ZrBvYv5K3c2"

  /// What stands in each line: of a thousand, some are broken, come again, or have a hash of another kind.
  private static func line(_ number: Int) -> (text: String, reason: String?) {
    switch number % 1000 {
    case 1: ("broken", "line-malformed")
    case 2: ("u\(number - 2)@example.com:\(hash)", "repeated")
    case 3: ("u\(number)@example.com:$apr1$XB6p8WA8$0BgFMvFSQiKb7Kc459koR/", "hash-apr1")
    default: ("u\(number)@example.com:\(hash)", nil)
    }
  }

  /// Requirement: every good line is in, every bad one is named by number, and killed and run again it ends
  /// the same.
  @Test func endsTheSameHoweverOftenItIsKilled() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("data")
    var text = ""
    var bad: [String] = []
    var good: Set<String> = []
    for number in 0..<Self.count {
      let line = Self.line(number)
      text += line.text + "\n"
      if let reason = line.reason {
        bad.append("line \(number + 1): \(reason)")
      } else {
        good.insert("u\(number)@example.com:\(Self.hash)")
      }
    }
    try folder.write("lines", text)
    let user = geteuid() == 0 ? ["--user", "root"] : []
    let environment = ["AUTH_DATA_DIR": folder.path("data")]
    func start(_ words: [String]) throws -> RunningCommand {
      try RunningCommand(Project.program("cgi-auth"), user + words, environment: environment)
    }
    func size() -> Int {
      let file = try? FileManager.default.attributesOfItem(atPath: folder.path("data/users.gdbm"))
      return file?[.size] as? Int ?? 0
    }
    for _ in 1...3 {
      let command = try start(["import", folder.path("lines")])
      let before = size()
      try eventually("a larger table") { size() > before + 500_000 }
      kill(command.processID, SIGKILL)
      #expect(try command.wait().status == -SIGKILL)
    }
    let last = try start(["import", folder.path("lines"), "--json"]).wait()
    #expect(last.status == 65)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(last.output)) as? [String: Any])
    let (added, present) = (report["added"] as? Int ?? 0, report["present"] as? Int ?? 0)
    #expect(added > 0 && present > 0 && added + present == good.count)
    #expect(report["refused"] as? Int == bad.count)
    let named = last.errors.split(separator: "\n").map {
      $0.split(separator: ":", maxSplits: 2).prefix(2).joined(separator: ":")
    }
    #expect(named == bad)
    let exported = try start(["export", "--format", "htpasswd"]).wait().text.split(separator: "\n")
    #expect(exported.count == good.count && Set(exported.map(String.init)) == good)
  }

  /// What was there stays, what is in the file is there whole or not at all, and the next import takes the
  /// rest.
  @Test func losesNobodyOnAFullDisk() throws {
    let counts = try Script.counts("imports")
    #expect(counts["imports", default: 0] > 0 && counts["full", default: 0] > 3)
    #expect(counts["some", default: 0] > 0)
  }
}

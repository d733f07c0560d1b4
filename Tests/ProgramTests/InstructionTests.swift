import Foundation
import CGIAuthHarness
import Testing

/// Speed, without a clock: what a signed-in request takes is counted, and may not change unseen.
@Suite struct InstructionTests {
  @Test func protectedTakesTheInstructionsItTook() throws {
    _ = try Project.program("protected")
    let result = try run("/usr/bin/python3", ["\(Project.root)/bench/instructions.py", "record"])
    try #require(result.status == 0, "\(result.errors)")
    let now = try InstructionCount(result.text)
    let path = Project.root + "/" + InstructionCount.file(now.architecture)
    let committed =
      FileManager.default.fileExists(atPath: path)
      ? try InstructionCount(String(contentsOfFile: path, encoding: .utf8)) : nil
    print("protected.cgi:", now.instructions, "instructions, committed:", committed?.instructions ?? 0)
    if let complaint = now.complaint(against: committed) { Issue.record("\(complaint)") }
    // The bar, whatever was committed: 50,000 for the look at the session, which is a keyed read, beyond the
    // 233,947 that it took without.
    if now.architecture == "x86_64" { #expect(now.instructions <= 283_947) }
  }

  static let committed = InstructionCount(
    instructions: 1_000_000, versions: ["swift": "6.3.1", "valgrind": "1:3.19.0-1"])

  @Test(arguments: [950_000, 1_000_000, 1_050_000])
  func passesOverWhatIsWithin5Percent(_ count: Int) {
    #expect(InstructionCount(instructions: count).complaint(against: Self.committed) == nil)
  }

  @Test(arguments: [(1_050_001, "5.0 % more"), (1_200_000, "20.0 % more"), (900_000, "10.0 % fewer")])
  func saysHowToRenewWhatIsBeyond(_ count: Int, _ change: String) throws {
    let now = InstructionCount(instructions: count, versions: Self.committed.versions)
    let complaint = try #require(now.complaint(against: Self.committed))
    #expect(complaint.contains(change))
    #expect(complaint.contains("`make instructions`"))
    #expect(!complaint.contains("versions"))
  }

  @Test func namesTheVersionsThatChanged() throws {
    let now = InstructionCount(
      instructions: 2_000_000, versions: ["swift": "6.4", "valgrind": "1:3.19.0-1"])
    let complaint = try #require(now.complaint(against: Self.committed))
    #expect(complaint.contains("swift was 6.3.1 and is 6.4"))
    #expect(!complaint.contains("valgrind"))
  }

  @Test func doesNotPassWhereThereIsNoCount() throws {
    let now = InstructionCount(instructions: 1_000_000, architecture: "aarch64")
    let complaint = try #require(now.complaint(against: nil))
    #expect(complaint.contains("`make instructions` writes Tests/ProgramTests/instructions/aarch64.txt"))
  }

  @Test(arguments: [
    "", "instructions 5", "architecture x86_64", "instructions 0\narchitecture x86_64", "a b c",
  ])
  func refusesARecordThatIsNotWhole(_ text: String) {
    #expect(throws: InstructionCount.Unreadable.self) { try InstructionCount(text) }
  }
}

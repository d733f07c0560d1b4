import Testing

/// User files that others made, changed, replaced or damaged.
@Suite struct AdoptionTests {
  @Test(arguments: ["htdbm", "gdbmtool", "python"])
  func takesOverAFileThatAnotherToolMade(_ tool: String) throws {
    #expect(try Script.counts("adoption maker \(tool)")["records", default: 0] >= 5)
  }

  /// Inserted, changed, deleted, replaced by cp, cp -p and mv, between registrations.
  @Test func neverUndoesWhatAnAdministratorDid() throws {
    #expect(try Script.counts("adoption tools")["rounds", default: 0] >= 120)
  }

  /// The same, while a write is under way.
  @Test func neverUndoesWhatAnAdministratorDidMeanwhile() throws {
    let counts = try Script.counts("adoption meanwhile")
    #expect(counts["stops", default: 0] > 150)
    #expect(counts["refused", default: 0] > 0)
    #expect(counts["tool_refused", default: 0] > 0)
  }

  @Test func keepsPermissionsAndGroup() throws {
    #expect(try Script.counts("adoption mode")["registrations"] == 8)
  }

  @Test func reportsAFileThatItCannotReadAndLeavesIt() throws {
    #expect(try Script.counts("adoption unreadable")["files", default: 0] >= 25)
  }

  @Test func answersWhateverBytesAreDamaged() throws {
    let counts = try Script.counts("adoption fuzz")
    #expect(counts["answers_200", default: 0] > 0)
    #expect(counts["answers_503", default: 0] > 0)
  }
}

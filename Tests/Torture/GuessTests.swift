import Testing

/// The table of failed logins, under what can happen to login.cgi.
@Suite struct GuessTests {
  /// Before every system call, and at instructions in between.
  @Test func countsOnWhereverALoginIsKilled() throws {
    let counts = try Script.counts("guess kill later")
    #expect(counts["kills", default: 0] >= 2 * counts["calls", default: .max])
    #expect(counts["counted", default: 0] > 0)
    #expect(counts["uncounted", default: 0] > 0)
    #expect(counts["no_table"] == 0)
  }

  @Test func startsWhereverTheFirstLoginWasKilled() throws {
    let counts = try Script.counts("guess kill first")
    #expect(counts["kills", default: 0] >= 2 * counts["calls", default: .max])
    #expect(counts["counted", default: 0] > 0)
    #expect(counts["no_table", default: 0] > 20)
  }

  @Test(arguments: ["ENOSPC", "EIO"])
  func hindersNobodyWhicheverCallFails(_ error: String) throws {
    let counts = try Script.counts("guess fault \(error)")
    #expect(counts["uncounted", default: 0] > 20)
    #expect(counts["unlimited", default: 0] > 1)
    #expect(counts["answers_401", default: 0] > counts["uncounted", default: .max])
  }

  /// With the table locked, in a slot, in between.
  @Test func letsOthersInBesideALoginThatIsStopped() throws {
    let counts = try Script.counts("guess freeze")
    #expect(counts["stops", default: 0] > 40)
    #expect(counts["locked", default: 0] > 3)
  }

  @Test func triesNoMoreThanItCountsThoughSomeAreKilled() throws {
    let counts = try Script.counts("guess crowd")
    #expect(counts["killed", default: 0] > 3)
    #expect(counts["tried", default: 0] >= counts["rounds", default: .max])
  }

  /// A tmpfs, filled to the last block. Where none can be mounted, this fails.
  @Test func countsOnAFullDiskWhereItsTableIsAndHindersNobodyWhereNot() throws {
    let counts = try Script.counts("guess full")
    #expect(counts["counted"] == 6)
    #expect(counts["unavailable", default: 0] > 3)
  }
}

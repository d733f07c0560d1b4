import Testing

/// `cgi-auth backup` and `restore`: beside a crowd, on full disks, killed or starved at their system calls.
@Suite struct BackupTortureTests {
  /// Requirement: it opens, and has every user who was acknowledged before it began.
  @Test func hasEverybodyWhoRegisteredBeforeItBegan() throws {
    let counts = try Script.counts("backup crowd")
    #expect(counts["backups", default: 0] >= 5)
    #expect(counts["registered", default: 0] > 50)
    #expect(counts["during", default: 0] > 0)
  }

  /// A few of the stops in `make test`, among them every rename and link; all of them in `make torture`.
  @Test(arguments: ["backup", "restore"], ["kill", "fail ENOSPC", "fail EIO", "full ENOSPC"])
  func isThereWholeOrNotAtAll(_ what: String, _ mode: String) throws {
    let counts = try Script.counts("backup \(what) \(mode)")
    #expect(counts["stops", default: 0] >= 10)
    #expect(counts["not_done", default: 0] > 0)
    if Script.torture > 1 && mode == "kill" {
      #expect(counts["done", default: 0] > 0)
      #expect(counts["stops", default: 0] >= 2 * counts["calls", default: .max])
    }
  }

  @Test func leavesNothingHalfOnAFullDisk() throws {
    let counts = try Script.counts("backup disk")
    #expect(counts["backups", default: 0] > 0 && counts["restores", default: 0] > 0)
    #expect(counts["full", default: 0] > 5)
  }
}

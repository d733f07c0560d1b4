import Testing

/// kill -9 of register.cgi, over files whose next user makes GDBM split a bucket or double its directory.
@Suite struct KillTests {
  static let fewer = [
    "tiny fresh", "split fresh", "doubling replay", "second-doubling spare", "late-split spare",
    "overflow replay",
  ]
  static let all = ["tiny", "split", "doubling", "second-doubling", "late-split", "overflow"].flatMap {
    store in
    ["fresh", "spare", "replay"].map { "\(store) \($0)" }
  }

  /// Before every system call from the reading of the body to the end, and at instructions in between.
  @Test(arguments: Script.torture > 1 ? all : fewer)
  func losesNobodyWhereverAWriterIsKilled(_ store: String) throws {
    let counts = try Script.counts("kill \(store)")
    #expect(counts["kills", default: 0] >= 2 * counts["calls", default: .max])
    #expect(counts["whole", default: 0] > 0)
    #expect(counts["absent", default: 0] > 0)
  }

  /// Before every system call of the program: the data directory and the key file are made, too.
  @Test func startsWhereverTheFirstWriterWasKilled() throws {
    let counts = try Script.counts("kill first")
    #expect(counts["kills", default: 0] >= 2 * counts["calls", default: .max])
    #expect(counts["whole", default: 0] > 0)
    #expect(counts["absent", default: 0] > 0)
  }

  /// The control: without the store's care the same kills lose users.
  @Test(arguments: ["mmap split", "mmap doubling", "nommap split", "nommap doubling"])
  func wouldLoseUsersByWritingInPlace(_ kind: String) throws {
    let counts = try Script.counts("kill control \(kind)")
    #expect(counts["harmed", default: 0] > 0)
    #expect(counts["lost", default: 0] > 50)
  }
}

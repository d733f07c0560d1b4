import Testing

/// Many processes at once, some of them stopped or ended half-way.
@Suite struct WriterCrowdTests {
  @Test func serves100WritersBeside100Readers() throws {
    let counts = try Script.counts("crowd storm")
    #expect(counts["written"] == 300)
    #expect(counts["read"] == 500)
  }

  @Test func writesBesideAReaderThatHangs() throws {
    #expect(try Script.counts("crowd reader")["registrations"] == 6)
  }

  /// After each of its system calls under the lock. Logins go on meanwhile; those who
  /// waited for the lock get it.
  @Test(arguments: ["CONT", "KILL", "TERM"])
  func survivesAWriterThatIsStopped(_ signal: String) throws {
    let counts = try Script.counts("crowd writer \(signal)")
    let stops = counts["stops", default: 0]
    #expect(stops > 60)
    #expect(signal == "CONT" ? counts["answers_200"] == stops : counts["answers_200", default: 0] < stops)
  }

  /// Before the first rename, between the renames and after the last one, among others.
  @Test func givesUpBesideAWriterThatHangsForLong() throws {
    #expect(try Script.counts("crowd busy")["renames"] == 3)
  }

  @Test func canBeBackedUpByCpAndRestored() throws {
    let counts = try Script.counts("crowd backup")
    #expect(counts["copies", default: 0] >= 60)
    #expect(counts["registrations", default: 0] > 10)
  }
}

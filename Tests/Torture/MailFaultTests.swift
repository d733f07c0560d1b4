import Testing

/// The program that sends, killed and starved at every one of its system calls.
@Suite struct MailFaultTests {
  @Test func losesNoMailWhereverItIsKilled() throws {
    let counts = try Script.counts("mail kill")
    #expect(counts["stops", default: 0] > 100)
    #expect(counts["sent_later", default: 0] > 50)
    // Between the handing over and the end of its entry: the only place where two come of one.
    #expect((1...40).contains(counts["sent_twice", default: 0]))
  }

  @Test(arguments: ["fail ENOSPC", "fail EIO", "full ENOSPC"])
  func losesNoMailWhereNothingCanBeWritten(_ mode: String) throws {
    let counts = try Script.counts("mail \(mode)")
    #expect(counts["stops", default: 0] > 20)
    #expect(counts["sent_later", default: 0] > 3)
  }
}

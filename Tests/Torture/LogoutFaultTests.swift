import Testing

/// logout.cgi killed, starved and cut short at every one of its system calls.
@Suite struct LogoutFaultTests {
  @Test func keepsALogoutThatWasAnsweredWhereverTheProgramIsKilled() throws {
    let counts = try Script.counts("logout kill")
    #expect(counts["stops", default: 0] > 200)
    #expect(counts["answers_200", default: 0] > 0)
    #expect(counts["answers_0", default: 0] > 100)
  }

  @Test(arguments: ["fail ENOSPC", "fail EIO", "full ENOSPC"])
  func neverPromisesALogoutThatDidNotHappen(_ mode: String) throws {
    let counts = try Script.counts("logout \(mode)")
    #expect(counts["answers_503", default: 0] > 20)
    #expect(counts["audit_writes", default: 0] > 0)
  }

  @Test func finishesAWriteThatWasCutShort() throws {
    let counts = try Script.counts("logout short")
    #expect(counts["stops", default: 0] > 5)
  }
}

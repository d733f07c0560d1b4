import Testing

/// refresh.cgi, and the session of a login, killed, starved and cut short at every one of their system calls.
@Suite struct RenewalFaultTests {
  @Test func letsTheClientGoOnWhereverTheProgramIsKilled() throws {
    let counts = try Script.counts("renew kill")
    #expect(counts["stops", default: 0] > 150)
    #expect(counts["answers_200", default: 0] > 0)
    #expect(counts["answers_0", default: 0] > 100)
  }

  @Test(arguments: ["fail ENOSPC", "fail EIO", "full ENOSPC", "short"])
  func neverEndsASessionThatCouldNotBeRenewed(_ mode: String) throws {
    let counts = try Script.counts("renew \(mode)")
    #expect(counts["stops", default: 0] > (mode == "short" ? 5 : 20))
    if mode != "short" { #expect(counts["answers_503", default: 0] > 10) }
  }

  @Test(arguments: ["login-fail ENOSPC", "login-full ENOSPC"])
  func logsInWithoutASessionWhereNoneCanBeKept(_ mode: String) throws {
    let counts = try Script.counts("renew \(mode)")
    #expect(counts["without_session", default: 0] > 10)
  }
}

import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct RevocationsTests {
  private let folder: TemporaryFolder
  private let revocations: Revocations

  init() throws {
    folder = try TemporaryFolder()
    revocations = Revocations(in: folder.data)
  }

  private func tables() throws -> [String] {
    try folder.names("data").filter { $0.hasSuffix(".gdbm") }
  }

  @Test func hasNothingBeforeTheFirstLogout() throws {
    #expect(try !revocations.contains(accessToken()))
    #expect(try folder.names() == [])
  }

  @Test func knowsWhatWasRevokedAndNothingElse() throws {
    #expect(try revocations.add(accessToken()))
    #expect(try revocations.contains(accessToken()))
    for id in ["t2", "T1", "t1 ", "t", "t1\u{0}"] { #expect(try !revocations.contains(accessToken(id))) }
    // One that ends at another time is another token, whatever it calls itself.
    #expect(try !revocations.contains(accessToken(expiresAt: HandMadeToken.now + 36_000)))
    #expect(try tables() == ["revoked-4096-415039.gdbm"])
    let stored = try Table("revoked-4096-415039", in: folder.data).value(bytes("t1"))
    #expect(stored == bytes("1700003600"))
  }

  @Test func writesNothingForTheSecondLogout() throws {
    #expect(try revocations.add(accessToken()))
    let before = try folder.bytes("data/revoked-4096-415039.gdbm")
    let names = try folder.names("data")
    #expect(try !revocations.add(accessToken()))
    #expect(try folder.bytes("data/revoked-4096-415039.gdbm") == before)
    #expect(try folder.names("data") == names)
  }

  @Test(arguments: [64, 65, 3000])
  func tellsLongIdsApartAtTheirLastByte(count: Int) throws {
    let long = String(repeating: "é", count: count / 2) + String(repeating: "x", count: count % 2)
    #expect(long.utf8.count == count)
    #expect(try revocations.add(accessToken(long)))
    #expect(try revocations.contains(accessToken(long)))
    #expect(try !revocations.contains(accessToken(String(long.dropLast()) + "y")))
  }

  @Test func reportsADamagedTable() throws {
    #expect(try revocations.add(accessToken()))
    try folder.write("data/revoked-4096-415039.gdbm", "garbage")
    let token = try accessToken("t2")
    let errors = [
      thrown { () throws(StoreError) in _ = try revocations.contains(token) },
      thrown { () throws(StoreError) in _ = try revocations.add(token) },
    ]
    for error in errors {
      guard case .damaged = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    #expect(try folder.text("data/revoked-4096-415039.gdbm") == "garbage")
  }

  private static func isBusy(_ error: StoreError) -> Bool {
    if case .busy = error { true } else { false }
  }

  @Test func letsOneOfFiftyLogoutsOfATokenBeTheFirst() throws {
    let revocations = revocations
    let token = try accessToken()
    let results = onThreads(50) { _ in
      repeating(while: Self.isBusy) { () throws(StoreError) in try revocations.add(token) }
    }
    #expect(try results.filter { try $0.get() }.count == 1)
    #expect(try revocations.contains(token))
  }

  // MARK: Cleaning

  @Test func removesWholeTablesOnceTheirTokensHaveExpired() throws {
    let users = Table("users", in: folder.data)
    try users.insert(bytes("a@example.com"), bytes("x"))
    // Twice, so that there is a spare.
    for id in ["t1", "t2"] { #expect(try revocations.add(accessToken(id))) }
    #expect(try revocations.add(accessToken(expiresAt: HandMadeToken.now + 86_400)))
    let end = 4096 * 415_040
    revocations.removePassed(now: end + 60 + 86_399)
    #expect(try revocations.contains(accessToken()))
    // A table whose lock somebody holds is left to the next logout.
    for _ in 0..<1_000 where try revocations.contains(accessToken()) {
      revocations.removePassed(now: end + 60 + 86_400)
    }
    #expect(try !revocations.contains(accessToken()))
    #expect(
      try folder.names("data") == [
        ".htaccess", "revoked-131072-12970.gdbm", "revoked-131072-12970.lock", "users.gdbm", "users.lock",
      ])
    #expect(try revocations.contains(accessToken(expiresAt: HandMadeToken.now + 86_400)))
  }

  /// Somebody's own files, and what a process that died in the middle of this left.
  @Test func removesWhatIsLeftOfATableAndNothingElse() throws {
    try folder.data.make()
    let others = ["revoked-4096-1-old.gdbm", "revoked-mine", "revoked-4096.gdbm", "revoked-2048-1.gdbm"]
    for name in others + ["revoked-4096-1.lock", "revoked-4096-2.gdbm", "revoked-4096-2.lock"] {
      try folder.write("data/\(name)", "x")
    }
    revocations.removePassed(now: HandMadeToken.now)
    #expect(try folder.names("data") == ([".htaccess"] + others).sorted())
  }

  /// Two hundred logouts, an hour apart.
  @Test func keepsFewFiles() throws {
    var most = 0
    for hour in 0..<200 {
      let now = HandMadeToken.now + hour * 3600
      #expect(try revocations.add(accessToken("t\(hour)", issuedAt: now, expiresAt: now + 3600)))
      revocations.removePassed(now: now)
      most = max(most, try tables().count)
    }
    #expect(most <= 24)
    #expect(try tables().count <= 24)
  }
}

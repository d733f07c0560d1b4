import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct RevocationEpochTests {
  private func epoch(issuedAt: Int = 1_700_000_000, lifetime: Int) throws -> RevocationEpoch {
    RevocationEpoch(of: try accessToken(issuedAt: issuedAt, expiresAt: issuedAt + lifetime))
  }

  /// As wide as a token lives, rounded up to a power of two, from 4,096 s on.
  @Test(arguments: [
    (-119, 4096), (0, 4096), (1, 4096), (3600, 4096), (4096, 4096), (4097, 8192), (86_400, 131_072),
    (31_536_000, 33_554_432), (251_702_300_799, 274_877_906_944),
  ])
  func isAsWideAsATokenLives(lifetime: Int, width: Int) throws {
    let epoch = try epoch(lifetime: lifetime)
    #expect(epoch.widthSeconds == width)
    #expect(epoch.number == (1_700_000_000 + lifetime) / width)
    #expect(epoch.tableName == "revoked-\(width)-\((1_700_000_000 + lifetime) / width)")
    #expect(RevocationEpoch(tableName: epoch.tableName) == epoch)
  }

  @Test func isSharedByTokensThatEndTogether() throws {
    let start = 4096 * 415_039
    #expect(try epoch(issuedAt: start - 3600, lifetime: 3600) == epoch(issuedAt: start + 495, lifetime: 3600))
    #expect(try epoch(issuedAt: start - 3600, lifetime: 3600) != epoch(issuedAt: start + 496, lifetime: 3600))
  }

  /// A token is taken until 60 s after its end, and a day more is for clocks.
  @Test(arguments: [3600, 86_400, 31_536_000])
  func hasNotPassedWhileATokenOfItCouldBeGood(lifetime: Int) throws {
    let epoch = try epoch(lifetime: lifetime)
    let end = (epoch.number + 1) * epoch.widthSeconds
    #expect(end > 1_700_000_000 + lifetime)
    #expect(!epoch.hasPassed(now: end + 60 + 86_399))
    #expect(epoch.hasPassed(now: end + 60 + 86_400))
  }

  @Test(arguments: [
    "", "users", "revoked", "revoked-", "revoked-4096", "revoked-4096-", "revoked-4096-01", "revoked-04096-1",
    "revoked-4096-+1", "revoked-4096--1", "revoked-4096-1-1", "revoked-2048-1", "revoked-5000-1",
    "revoked-0-1",
    "revoked-549755813888-1", "revoked-4096-67108865", "revoked-4096-9223372036854775807",
    "revoked-4096-99999999999999999999", "revoked--4096-1", "revoked-4096-1 ", "Revoked-4096-1",
    "revoker-4096-1",
  ])
  func isNoOtherName(name: String) { #expect(RevocationEpoch(tableName: name) == nil) }

  @Test func hasRoomForTheLastTokenThereCanBe() throws {
    let last = try epoch(issuedAt: 253_402_300_799, lifetime: 0)
    #expect(RevocationEpoch(tableName: last.tableName) == last)
    #expect(!last.hasPassed(now: 253_402_300_799))
  }
}

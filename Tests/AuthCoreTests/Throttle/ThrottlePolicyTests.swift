import CGIAuthLibC
import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

extension AttemptCounts {
  /// Of one network that no other lies around.
  fileprivate init(
    pair: AttemptCount? = nil, network: AttemptCount? = nil, address: AttemptCount? = nil, share: Int = 1
  ) {
    self.init(networks: [Network(share: share, pair: pair, network: network)], address: address)
  }
}

@Suite struct ThrottlePolicyTests {
  private static let now = 1_800_000_000

  private func count(_ failures: Int, ago seconds: Int = 0) -> AttemptCount {
    AttemptCount(first: Self.now - 3_600, last: Self.now - seconds, failures: failures, charges: 0)
  }

  @Test(arguments: [
    (1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (14, 512), (15, 900), (16, 900), (65_535, 900),
  ])
  func letsFiveFailuresPassAndThenDoublesTheWait(failures: Int, seconds: Int) {
    let policy = ThrottlePolicy()
    #expect(policy.waitSeconds(AttemptCounts(pair: count(failures)), now: Self.now) == seconds)
    #expect(policy.waitSeconds(AttemptCounts(pair: count(failures, ago: seconds)), now: Self.now) == 0)
    if seconds > 1 {
      #expect(policy.waitSeconds(AttemptCounts(pair: count(failures, ago: 1)), now: Self.now) == seconds - 1)
    }
  }

  @Test(arguments: [(99, 0), (100, 1), (101, 2), (111, 900)])
  func letsAHundredFailuresOfANetworkPass(failures: Int, seconds: Int) {
    #expect(ThrottlePolicy().waitSeconds(AttemptCounts(network: count(failures)), now: Self.now) == seconds)
  }

  @Test func takesTheLongerOfTwoWaits() {
    let counts = AttemptCounts(pair: count(7), network: count(103))
    #expect(ThrottlePolicy().waitSeconds(counts, now: Self.now) == 8)
  }

  @Test func neverMakesAnyoneWaitForWhatOthersDid() {
    #expect(ThrottlePolicy().waitSeconds(AttemptCounts(address: count(65_535)), now: Self.now) == 0)
  }

  @Test(arguments: [(19, 1, 0), (19, 4, 0), (20, 1, 1), (20, 2, 2), (20, 4, 8), (20, 5, 16)])
  func leavesOneFreeTryToAnAddressUnderAttack(address: Int, pair: Int, seconds: Int) {
    let counts = AttemptCounts(pair: count(pair), address: count(address))
    #expect(ThrottlePolicy().waitSeconds(counts, now: Self.now) == seconds)
  }

  @Test(arguments: [("2001:db8::1", [1, 4, 16]), ("192.0.2.1", [1, 16])])
  func givesWiderNetworksMoreFreeTries(address: String, shares: [Int]) throws {
    let network = try #require(ClientNetwork(ofAddress: address))
    #expect(([network] + network.around).map(\.failureShare) == shares)
    for share in shares {
      let pairs = { AttemptCounts(pair: self.count($0), share: share) }
      #expect(ThrottlePolicy().waitSeconds(pairs(5 * share - 1), now: Self.now) == 0)
      #expect(ThrottlePolicy().waitSeconds(pairs(5 * share), now: Self.now) == 1)
      let networks = { AttemptCounts(network: self.count($0), share: share) }
      #expect(ThrottlePolicy().waitSeconds(networks(100 * share - 1), now: Self.now) == 0)
      #expect(ThrottlePolicy().waitSeconds(networks(100 * share + 1), now: Self.now) == 2)
    }
  }

  /// One client, however long it goes on, does not make the whole site wait, and three do not at once.
  @Test(arguments: [("2001:db8::1", [1, 2, 4]), ("192.0.2.1", [1, 4])])
  func givesWiderNetworksMoreRegistrations(address: String, shares: [Int]) throws {
    let network = try #require(ClientNetwork(ofAddress: address))
    #expect(([network] + network.around).map(\.registrationShare) == shares)
    let policy = ThrottlePolicy()
    for share in shares {
      let counts = { RegistrationCounts(networks: [.init(share: share, count: self.count($0))]) }
      #expect(policy.waitSeconds(counts(20 * share - 1), now: Self.now) == 0)
      #expect(policy.waitSeconds(counts(20 * share), now: Self.now) == 1)
      #expect(policy.waitSeconds(counts(20 * share + 12), now: Self.now) == 900)
      #expect(20 * share * 2 < policy.registrationsPerHour)
    }
  }

  /// Counts end at 65,535: where the free tries of a wider network would be more, they are
  /// as many as can be counted.
  @Test func neverGivesMoreFreeTriesThanCanBeCounted() {
    var policy = ThrottlePolicy()
    (policy.networkFreeTries, policy.registrationFreeTries) = (65_000, 65_000)
    #expect(policy.waitSeconds(AttemptCounts(network: count(64_999), share: 16), now: Self.now) == 0)
    #expect(policy.waitSeconds(AttemptCounts(network: count(65_535), share: 16), now: Self.now) == 900)
    let full = RegistrationCounts(networks: [.init(share: 4, count: count(65_535))])
    #expect(policy.waitSeconds(full, now: Self.now) == 900)
  }

  @Test(arguments: [(199, 0, 0), (200, 0, 3_600), (200, 1, 3_599), (200, 3_599, 1), (200, 3_600, 0)])
  func closesRegistrationUntilTheEndOfTheHour(registrations: Int, age: Int, seconds: Int) {
    let first = Self.now - age
    let total = AttemptCount(first: first, last: Self.now, failures: registrations, charges: 0)
    #expect(ThrottlePolicy().waitSeconds(RegistrationCounts(total: total), now: Self.now) == seconds)
  }

  /// Nobody is new who comes from where many have failed.
  @Test func leavesWiderNetworksTheirFreeTriesUnderAttack() {
    let counts = AttemptCounts(pair: count(79), address: count(500), share: 16)
    #expect(ThrottlePolicy().waitSeconds(counts, now: Self.now) == 0)
  }

  @Test(arguments: [1, 900, 86_400, 1_000_000_000])
  func makesNobodyWaitForAClockThatWasAhead(seconds: Int) {
    let counts = AttemptCounts(pair: count(50, ago: -seconds), network: count(500, ago: -seconds))
    #expect(ThrottlePolicy().waitSeconds(counts, now: Self.now) == 0)
  }

  @Test func followsItsSettings() {
    var policy = ThrottlePolicy()
    (policy.freeTries, policy.networkFreeTries, policy.addressFreeTries) = (1, 3, 2)
    policy.maxWaitSeconds = 10
    #expect(policy.waitSeconds(AttemptCounts(pair: count(1)), now: Self.now) == 1)
    #expect(policy.waitSeconds(AttemptCounts(pair: count(5)), now: Self.now) == 10)
    #expect(policy.waitSeconds(AttemptCounts(network: count(2)), now: Self.now) == 0)
    #expect(policy.waitSeconds(AttemptCounts(network: count(4)), now: Self.now) == 2)
  }
}

@Suite struct HashSlotCountTests {
  @Test(arguments: [(0, 1), (1, 1), (2, 2), (4, 4), (5, 4), (64, 4), (8_192, 4)])
  func isThatOfTheProcessorsAndFourAtMost(processors: Int, slots: Int) {
    #expect(HashSlots.defaultCount(processors: processors) == slots)
  }

  /// By another program that asks sched_getaffinity(2).
  @Test func knowsTheProcessorsThatThisProcessMayUse() throws {
    let result = try run("/usr/bin/nproc", environment: [:])
    #expect(Int(usableProcessors()) == Int(result.text.trimmingCharacters(in: .whitespacesAndNewlines)))
  }
}

@Suite struct AttemptCountTests {
  @Test(arguments: [
    AttemptCount(first: 0, last: 0, failures: 1, charges: 0),
    AttemptCount(first: 1_800_000_000, last: 1_800_000_900, failures: 65_535, charges: 65_535),
    AttemptCount(first: 1 << 40, last: 1 << 40 + Int(UInt32.max), failures: 256, charges: 257),
  ])
  func readsWhatItWrote(count: AttemptCount) {
    #expect(count.bytes.count == AttemptCount.byteCount)
    #expect(AttemptCount(bytes: count.bytes[...]) == count)
  }

  /// 1,795,465,479 is 0x6B04A107.
  @Test func hasTheNotationThatItSaysItHas() {
    let count = AttemptCount(first: 1_795_465_479, last: 1_795_465_479 + 258, failures: 3, charges: 0x0504)
    #expect(count.bytes == hex("07A1046B00000000 02010000 0300 0405"))
  }

  @Test(arguments: [
    "", "07A1046B0000000000000000030000", "07A1046B000000000000000000000400",
    "FFFFFFFFFFFFFFFF0000000001000000",
    "FFFFFFFFFFFFFF7F0000000001000000", "01000000000100000000000001000000",
  ])
  func takesNonsenseForNoCount(bytes: String) { #expect(AttemptCount(bytes: hex(bytes)[...]) == nil) }

  @Test func survivesAnyBytes() {
    for _ in 0..<2_000 {
      let noise = (0..<AttemptCount.byteCount).map { _ in UInt8.random(in: .min ... .max) }
      guard let count = AttemptCount(bytes: noise[...]) else { continue }
      _ = AttemptCount.charged(count, now: 1_800_000_000).bytes
      _ = ThrottlePolicy().waitSeconds(AttemptCounts(pair: count, network: count), now: 1_800_000_000)
      _ = ThrottlePolicy().waitSeconds(RegistrationCounts(total: count), now: 1_800_000_000)
    }
  }

  @Test func isForgottenADayAfterItsFirstFailureAndWhenItBeginsInTheFuture() {
    let count = AttemptCount(first: 1_000_000, last: 1_080_000, failures: 9, charges: 0)
    #expect(count.isRemembered(now: 1_086_399, memorySeconds: 86_400))
    #expect(!count.isRemembered(now: 1_086_400, memorySeconds: 86_400))
    #expect(!count.isRemembered(now: 999_999, memorySeconds: 86_400))
  }

  @Test func staysAtItsLimit() {
    let full = AttemptCount(first: 0, last: 0, failures: 65_535, charges: .max)
    let next = AttemptCount.charged(full, now: 1)
    #expect(next == AttemptCount(first: 0, last: 1, failures: 65_535, charges: 0))
    #expect(next.without(65_535) == nil)
    #expect(next.without(65_534)?.failures == 1)
  }
}

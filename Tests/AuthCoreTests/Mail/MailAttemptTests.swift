import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct MailAttemptTests {
  private let folder: TemporaryFolder
  private static let now = HandMadeToken.now

  init() throws { folder = try TemporaryFolder() }

  private func ledger(_ now: Int) -> AttemptLedger {
    AttemptLedger(
      "mails", ThrottlePolicy(), .mail, in: folder.data, .at(now), .system, until: .whenStartedProgramsRun
    ) { Issue.record("\($0)") }
  }

  private func ask(
    _ email: String, from address: String, device: String? = nil, perHour: Int = 1_000, at now: Int = now
  ) throws -> MailAttempt.Verdict {
    try MailAttempt(
      to: try #require(EmailAddress(bytes(email))), from: try #require(ClientNetwork(ofAddress: address)),
      knownDevice: device.map { bytes($0) }, perHour: perHour, in: ledger(now)
    ).count()
  }

  /// 1,000 for one address, from 1,000 networks: 3 an hour, 10 a day.
  @Test func sparesAMailbox() throws {
    var granted = 0
    for number in 0..<1_000 {
      let address = "10.\(number / 200).\(number % 200).1"
      if try ask("victim@example.com", from: address, at: Self.now + number / 10) == .granted { granted += 1 }
    }
    #expect(granted == 3)
    for hour in 1...20 {
      for number in 0..<5 {
        let verdict = try ask(
          "victim@example.com", from: "10.\(100 + hour).\(number).1", at: Self.now + hour * 3_700)
        if verdict == .granted { granted += 1 }
      }
    }
    #expect(granted == 10)
    #expect(try ask("victim@example.com", from: "10.250.1.1", at: Self.now + 90_000) == .granted)
  }

  /// 1,000 addresses from one network: 10.
  @Test func sparesTheSiteFromANetwork() throws {
    var granted = 0
    for number in 0..<1_000 {
      if try ask("u\(number)@example.com", from: "192.0.2.7") == .granted { granted += 1 }
    }
    #expect(granted == 10)
    #expect(try ask("other@example.com", from: "198.51.100.7") == .granted)
  }

  /// The networks around one have more, but not any number.
  @Test func countsWiderNetworks() throws {
    var granted = 0
    for number in 0..<1_000 {
      let address = "2001:db8:1:\(String(number, radix: 16))::1"
      if try ask("u\(number)@example.com", from: address) == .granted { granted += 1 }
    }
    #expect(granted == 40)
  }

  /// 1,000 addresses from 1,000 networks: half of what the site may send within an hour.
  @Test func sparesTheHostsLimit() throws {
    var granted = 0
    for number in 0..<1_000 {
      let address = "10.\(number / 200).\(number % 200).1"
      if try ask("u\(number)@example.com", from: address, perHour: 30) == .granted { granted += 1 }
    }
    #expect(granted == 30)
    #expect(try ask("late@example.com", from: "10.9.9.9", perHour: 30, at: Self.now + 3_600) == .granted)
    #expect(try folder.bytes("data/mail-1.table").count == AttemptTable.Layout.mail.fileBytes)
  }

  /// Whoever logged in with this browser before has one more, whatever strangers asked for.
  @Test func keepsOneForAKnownDevice() throws {
    for number in 0..<40 {
      _ = try ask("victim@example.com", from: "10.0.\(number).1", perHour: 3)
    }
    #expect(try ask("victim@example.com", from: "192.0.2.7", perHour: 3) == .refused)
    #expect(
      try ask("victim@example.com", from: "192.0.2.7", device: "mine", perHour: 3) == .grantedToKnownDevice)
    #expect(try ask("victim@example.com", from: "192.0.2.7", device: "mine", perHour: 3) == .refused)
    #expect(
      try ask("victim@example.com", from: "192.0.2.7", device: "mine", perHour: 3, at: Self.now + 3_600)
        == .granted)
  }

  /// What could not be counted is not sent.
  @Test func sendsNothingUncounted() throws {
    try folder.makeFolder("data/mail-1.table")
    let log = Log()
    let ledger = AttemptLedger(
      "mails", ThrottlePolicy(), .mail, in: folder.data, .at(Self.now), .system,
      until: .whenStartedProgramsRun
    ) { log.write($0) }
    let attempt = MailAttempt(
      to: try #require(EmailAddress(bytes("a@example.com"))), from: .unknown, knownDevice: nil, perHour: 30,
      in: ledger)
    #expect(try attempt.count() == .refused)
    #expect(log.lines.count == 1 && log.lines[0].hasPrefix("throttle-unavailable "))
    // People who are logged in have theirs.
    #expect(MemberMails(perHour: 1, in: ledger).count())
  }

  @Test func hasAnotherHalfForMembers() throws {
    for _ in 0..<40 { _ = try ask("victim@example.com", from: "10.0.0.1", perHour: 3) }
    let granted = (0..<10).filter { _ in MemberMails(perHour: 3, in: ledger(Self.now)).count() }.count
    #expect(granted == 3)
    #expect(MemberMails(perHour: 3, in: ledger(Self.now + 3_600)).count())
  }
}

import Glibc
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// Logins under the throttle, with a clock that the test sets.
@Suite struct ThrottleTests {
  private let site: TestSite
  private let now = HandMadeToken.now
  private static let owner = "a@example.com", password = "password"

  init() throws {
    site = try TestSite()
    _ = try site.register()
  }

  private func guess(
    _ email: String = owner, from address: String = "192.0.2.1", at now: Int, _ site: TestSite? = nil
  ) throws -> Answer {
    try (site ?? self.site).login(email, "wrong guess", ["REMOTE_ADDR": address], now: now)
  }

  private func login(
    _ email: String = owner, from address: String = "192.0.2.1", at now: Int, _ site: TestSite? = nil
  ) throws -> Answer {
    try (site ?? self.site).login(email, Self.password, ["REMOTE_ADDR": address], now: now)
  }

  private func expectRefused(
    _ answer: Answer, after seconds: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(answer.status == 429, sourceLocation: sourceLocation)
    #expect(answer.message == "Too many attempts. Try again later.", sourceLocation: sourceLocation)
    #expect(answer.values("Retry-After") == ["\(seconds)"], sourceLocation: sourceLocation)
    #expect(answer.values("Cache-Control") == ["no-store"], sourceLocation: sourceLocation)
    #expect(answer.values("Set-Cookie") == [], sourceLocation: sourceLocation)
  }

  // MARK: One address from one network

  @Test(arguments: [owner, "nobody@example.com"])
  func waitsLongerAfterEachFailureWhetherThereIsSuchAUserOrNot(email: String) throws {
    for _ in 0..<5 { #expect(try guess(email, at: now).status == 401) }
    var time = now
    for wait in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900] {
      expectRefused(try guess(email, at: time), after: wait)
      expectRefused(try guess(email, at: time + wait - 1), after: 1)
      // What was refused was not counted.
      #expect(try guess(email, at: time + wait).status == 401)
      time += wait
    }
    #expect(site.log.lines.allSatisfy { $0.hasPrefix("weak-password-hash") })
  }

  @Test func refusesTheRightPasswordToo() throws {
    for _ in 0..<5 { _ = try guess(at: now) }
    expectRefused(try login(at: now), after: 1)
    #expect(try login(at: now + 1).status == 200)
  }

  @Test func forgetsTheFailuresOfSomebodyWhoKnowsThePassword() throws {
    for _ in 0..<5 { _ = try guess(at: now) }
    #expect(try login(at: now + 1).status == 200)
    for _ in 0..<5 { #expect(try guess(at: now + 1).status == 401) }
    expectRefused(try guess(at: now + 1), after: 1)
  }

  @Test func countsNoLoginThatSucceeds() throws {
    for _ in 0..<300 { #expect(try login(at: now).status == 200) }
    for _ in 0..<5 { #expect(try guess(at: now).status == 401) }
  }

  @Test func countsNothingThatHadNoPassword() throws {
    let site = try TestSite()
    for body in ["{", "{\"email\":\"a@example.com\"}", "{\"email\":\"a@example.com\",\"password\":\"\"}"] {
      for _ in 0..<10 { #expect([400, 422].contains(try site.answer(.login, "POST", body).status)) }
    }
    #expect(!site.folder.has("auth-data/attempts-2.table"))
  }

  @Test func forgetsADayAfterTheFirstFailure() throws {
    for _ in 0..<5 { _ = try guess(at: now) }
    for step in 1...95 { #expect(try guess(at: now + step * 900).status == 401) }
    expectRefused(try guess(at: now + 86_399), after: 1)
    // 86,400 s after the first.
    for _ in 0..<5 { #expect(try guess(at: now + 86_400).status == 401) }
    expectRefused(try guess(at: now + 86_400), after: 1)
  }

  @Test func doesNotCountForRegistration() throws {
    for _ in 0..<20 { _ = try guess(at: now) }
    #expect(try site.register("b@example.com").status == 200)
    // Nor the other way round.
    for _ in 0..<30 { _ = try site.register() }
    #expect(try login("b@example.com", at: now).status == 200)
  }

  // MARK: The owner elsewhere

  @Test(arguments: ["198.51.100.1", "2001:db8::1", "", "192.0.2.2"])
  func letsTheOwnerInFromAnotherNetwork(address: String) throws {
    for _ in 0..<100 { _ = try guess(at: now) }
    #expect(try login(from: address, at: now).status == 200)
    // And leaves the guesser where he was.
    expectRefused(try guess(at: now), after: 1)
  }

  @Test func letsTheOwnerInWhileManyNetworksGuess() throws {
    for number in 0..<200 {
      #expect(try guess(from: "198.51.\(number).1", at: now).status == 401)
      #expect(try login(at: now).status == 200)
    }
    // Who mistypes waits for a second, no longer free five times.
    #expect(try guess(from: "192.0.2.1", at: now).status == 401)
    expectRefused(try login(from: "192.0.2.1", at: now), after: 1)
    #expect(try login(from: "192.0.2.1", at: now + 1).status == 200)
  }

  @Test func takesFreeTriesFromNetworksNewToAnAddressUnderAttack() throws {
    for number in 0..<20 { #expect(try guess(from: "198.51.100.\(number)", at: now).status == 401) }
    #expect(try guess(from: "203.0.113.1", at: now).status == 401)
    expectRefused(try guess(from: "203.0.113.1", at: now), after: 1)
    #expect(try guess("other@example.com", from: "203.0.113.1", at: now).status == 401)
    #expect(try guess("other@example.com", from: "203.0.113.1", at: now).status == 401)
  }

  /// Otherwise the owner's logins would hide an attack.
  @Test func forgivesAnAddressOnlyWhatFailedFromTheSameNetwork() throws {
    for number in 0..<20 { _ = try guess(from: "198.51.100.\(number)", at: now) }
    #expect(try login(at: now).status == 200)
    #expect(try guess(from: "203.0.113.1", at: now).status == 401)
    expectRefused(try guess(from: "203.0.113.1", at: now), after: 1)
    // The owner's own slips are no attack.
    let calm = try TestSite()
    _ = try calm.register()
    for round in 0..<24 {
      for _ in 0..<4 { _ = try guess(at: now + round, calm) }
      #expect(try login(at: now + round, calm).status == 200)
    }
    for _ in 0..<5 { #expect(try guess(from: "203.0.113.1", at: now + 30, calm).status == 401) }
  }

  // MARK: A network

  @Test func slowsANetworkThatTriesManyAddresses() throws {
    for number in 0..<100 { #expect(try guess("u\(number)@example.com", at: now).status == 401) }
    expectRefused(try guess("u100@example.com", at: now), after: 1)
    #expect(try guess("u100@example.com", at: now + 1).status == 401)
    expectRefused(try guess("u101@example.com", at: now + 1), after: 2)
    expectRefused(try login(at: now + 1), after: 2)
    #expect(try login(from: "192.0.2.2", at: now + 1).status == 200)
  }

  @Test func countsASlash64AsOneNetwork() throws {
    for number in 0..<5 { #expect(try guess(from: "2001:db8::\(number)", at: now).status == 401) }
    expectRefused(try guess(from: "2001:db8:0:0:ffff::1", at: now), after: 1)
    #expect(try guess(from: "2001:db8:0:1::1", at: now).status == 401)
  }

  // MARK: The networks around it

  /// Each /64 has its free tries, and the networks around it end them.
  @Test(arguments: [
    ("2001:db8:1:%::1", 255, 20), ("2001:db8:1:%00::1", 255, 80), ("192.0.3.%", 255, 80),
  ])
  func stopsGuessesAtOneAccountFromAWholeNetwork(addresses: String, count: Int, free: Int) throws {
    let answers = try (0...count).map { number in
      let digits = addresses.contains(":") ? String(number, radix: 16) : "\(number)"
      return try guess(from: addresses.replacing("%", with: digits), at: now)
    }
    #expect(answers.prefix(free).allSatisfy { $0.status == 401 })
    #expect(answers.dropFirst(free).allSatisfy { $0.status == 429 })
    expectRefused(try #require(answers.last), after: 1)
    // Others are not meant: another account from there, and the owner from elsewhere.
    #expect(try guess("b@example.com", from: addresses.replacing("%", with: "77"), at: now).status == 401)
    #expect(try login(from: "192.0.4.1", at: now).status == 200)
    #expect(try login(from: "2001:db8:2::1", at: now).status == 200)
  }

  /// By default, in a day.
  @Test func letsNoSingleAddressReachTheLimitOfItsNeighboursSoon() throws {
    var time = now
    for number in 0..<79 {
      let answer = try guess(at: time)
      #expect(answer.status == 401, "\(number)")
      time += 900
    }
    #expect(time - now > 19 * 3_600)
    #expect(try guess(from: "192.0.2.2", at: time).status == 401)
    expectRefused(try guess(from: "192.0.2.3", at: time), after: 1)
  }

  @Test func slowsAWholeNetworkThatTriesManyAddresses() throws {
    let site = try TestSite(["AUTH_THROTTLE_NETWORK_FREE_TRIES": "2"])
    func attempt(_ number: Int, _ address: String) throws -> Int {
      try guess("u\(number)@example.com", from: address, at: now, site).status
    }
    for number in 0..<32 { #expect(try attempt(number, "192.0.2.\(number)") == 401) }
    #expect(try attempt(99, "192.0.2.99") == 429)
    #expect(try attempt(99, "192.0.3.99") == 401)
    for number in 0..<8 { #expect(try attempt(number, "2001:db8:0:\(number)::1") == 401) }
    #expect(try attempt(99, "2001:db8:0:99::1") == 429)
    for number in 0..<24 { #expect(try attempt(number, "2001:db8:0:\(number + 10)00::1") == 401) }
    #expect(try attempt(99, "2001:db8:0:ffff::1") == 429)
    #expect(try attempt(99, "2001:db8:1:ffff::1") == 401)
  }

  /// The owner's own slips, and logins, count for none of the networks around.
  @Test(arguments: ["2001:db8:0:%::1", "192.0.2.%"])
  func forgivesTheOwnerInTheNetworksAroundToo(addresses: String) throws {
    for round in 0..<50 {
      let address = addresses.replacing("%", with: "\(round % 5)")
      for _ in 0..<4 { #expect(try guess(from: address, at: now).status == 401) }
      #expect(try login(from: address, at: now).status == 200)
    }
    // And what others in them failed stays.
    for number in 10..<14 {
      for _ in 0..<5 {
        #expect(try guess("b@example.com", from: "2001:db8:0:\(number)::1", at: now).status == 401)
      }
    }
    _ = try site.register("b@example.com")
    expectRefused(try login("b@example.com", from: "2001:db8:0:20::1", at: now), after: 1)
    #expect(try login("b@example.com", from: "2001:db8:0:20::1", at: now + 1).status == 200)
    // No wait begins anew, and one failure is all that it takes.
    #expect(try login("b@example.com", from: "2001:db8:0:20::1", at: now + 1).status == 200)
    #expect(try guess("b@example.com", from: "2001:db8:0:21::1", at: now + 1).status == 401)
    expectRefused(try login("b@example.com", from: "2001:db8:0:20::1", at: now + 1), after: 2)
  }

  /// An account of one's own must not buy more guesses at others.
  @Test func isNotResetByALoginOfTheGuesser() throws {
    _ = try site.register("mallory@example.com")
    for number in 0..<100 {
      #expect(try guess("u\(number)@example.com", at: now).status == 401)
      if number < 99 { #expect(try login("mallory@example.com", at: now).status == 200) }
    }
    expectRefused(try guess("u100@example.com", at: now), after: 1)
    for step in 1...20 {
      #expect(try login("mallory@example.com", at: now + step * 1_000).status == 200)
      #expect(try guess("more\(step)@example.com", at: now + step * 1_000).status == 401)
      // The login before the guess has not shortened what follows it, nor does one after it.
      #expect(try login("mallory@example.com", at: now + step * 1_000).status == 429)
    }
  }

  /// In an office with a guesser in it, each login must not begin everybody's wait anew.
  @Test func doesNotLengthenTheWaitOfANetworkByALogin() throws {
    for number in 0..<104 { _ = try guess("u\(number)@example.com", at: now + number * 20) }
    let last = now + 103 * 20
    expectRefused(try login(at: last), after: 16)
    #expect(try login(at: last + 16).status == 200)
    #expect(try login(at: last + 16).status == 200)
  }

  // MARK: Whose address counts

  @Test func ignoresXForwardedForOfStrangers() throws {
    for number in 0..<5 {
      let forged = ["HTTP_X_FORWARDED_FOR": "198.51.100.\(number)"]
      #expect(try site.login(Self.owner, "wrong guess", forged, now: now).status == 401)
    }
    let answer = try site.login(
      Self.owner, Self.password, ["HTTP_X_FORWARDED_FOR": "198.51.100.99"], now: now)
    expectRefused(answer, after: 1)
  }

  @Test func countsTheClientsOfATrustedProxyApart() throws {
    let site = try TestSite(["AUTH_TRUSTED_PROXIES": "192.0.2.1"])
    _ = try site.register()
    func guess(_ forwarded: String) throws -> Int {
      try site.login(Self.owner, "wrong guess", ["HTTP_X_FORWARDED_FOR": forwarded], now: now).status
    }
    for number in 0..<5 { #expect(try guess("203.0.113.\(number), 198.51.100.1") == 401) }
    #expect(try guess("203.0.113.77, 198.51.100.1") == 429)
    #expect(try guess("198.51.100.2") == 401)
  }

  // MARK: At the same instant

  @Test func givesGuessesAtTheSameInstantNoMoreThanTheFreeTries() throws {
    let site = site, now = now
    let answers = onThreads(200) { _ in
      (try? site.login(Self.owner, "wrong guess", now: now).status) ?? 0
    }
    // Whoever waited a second for the table goes on uncounted, and says so.
    let uncounted = site.log.lines.filter { $0.hasPrefix("throttle-unavailable lock ") }.count
    // And whose own time was over was not tried.
    let crowded = answers.filter { $0 == 503 }.count
    #expect(answers.filter { $0 == 401 }.count == 5 + uncounted)
    #expect(answers.filter { $0 == 429 }.count == 195 - uncounted - crowded)
  }

  // MARK: Clocks

  @Test func locksNobodyOutWhenTheClockIsSetBack() throws {
    let ahead = now + 10 * 365 * 86_400
    for step in 0..<30 { _ = try guess(at: ahead + step * 900) }
    #expect(try login(at: now).status == 200)
    // And counts as ever.
    for _ in 0..<5 { #expect(try guess(at: now).status == 401) }
    expectRefused(try guess(at: now), after: 1)
  }

  @Test func keepsItsCountWhenTheClockIsSetBackALittle() throws {
    for _ in 0..<5 { _ = try guess(at: now) }
    for step in 1...10 { _ = try guess(at: now + step * 900) }
    // One try, since nobody knows how long ago the last one was; then the wait, no longer than it may be.
    #expect(try guess(at: now + 3_600).status == 401)
    expectRefused(try guess(at: now + 3_600), after: 900)
  }

  @Test func forgetsWhenTheClockIsSetForward() throws {
    for _ in 0..<20 { _ = try guess(at: now) }
    #expect(try login(at: now + 10 * 365 * 86_400).status == 200)
  }

  // MARK: Settings

  @Test func followsItsSettings() throws {
    let site = try TestSite([
      "AUTH_THROTTLE_FREE_TRIES": "2", "AUTH_THROTTLE_NETWORK_FREE_TRIES": "4", "AUTH_THROTTLE_MAX_WAIT": "3",
      "AUTH_THROTTLE_MEMORY": "60", "AUTH_THROTTLE_ADDRESS_FREE_TRIES": "3",
    ])
    for _ in 0..<2 { #expect(try guess(at: now, site).status == 401) }
    expectRefused(try guess(at: now, site), after: 1)
    for _ in 0..<2 { #expect(try guess("b@example.com", at: now, site).status == 401) }
    expectRefused(try guess("c@example.com", at: now, site), after: 1)
    for step in 1...5 { _ = try guess("d\(step)@example.com", at: now + step * 3, site) }
    expectRefused(try guess("e@example.com", at: now + 15, site), after: 3)
    #expect(try guess("e@example.com", at: now + 60, site).status == 401)
    for number in 0..<3 { #expect(try guess(from: "198.51.100.\(number)", at: now + 60, site).status == 401) }
    #expect(try guess(from: "203.0.113.1", at: now + 60, site).status == 401)
    expectRefused(try guess(from: "203.0.113.1", at: now + 60, site), after: 1)
  }

  @Test func countsNothingWhenItIsOff() throws {
    let site = try TestSite(["AUTH_THROTTLE": "off"])
    _ = try site.register()
    for _ in 0..<200 { #expect(try guess(at: now, site).status == 401) }
    #expect(try login(at: now, site).status == 200)
    #expect(!site.folder.has("auth-data/attempts-2.table"))
  }

  // MARK: Without the table

  @Test func goesOnWithoutATableAndSaysSo() throws {
    let site = try TestSite()
    try site.folder.makeFolder("auth-data/attempts-2.table")
    _ = try site.register()
    for _ in 0..<20 { #expect(try guess(at: now, site).status == 401) }
    #expect(try login(at: now, site).status == 200)
    let lines = site.log.lines.filter { $0.hasPrefix("throttle-unavailable ") }.dropFirst()
    #expect(lines.count == 21)
    #expect(
      lines.allSatisfy {
        $0 == "throttle-unavailable open attempts-2.table: Is a directory: logins are not counted"
      })
  }

  @Test func waitsForAStoppedProcessOnlySoLong() throws {
    _ = try guess(at: now)
    let held = try File.open(site.folder.path("auth-data/attempts-2.table"), O_RDWR)
    #expect(try held.lock(LOCK_EX, until: .whenStartedProgramsRun))
    #expect(try login(at: now).status == 200)
    #expect(
      site.log.lines.contains(
        "throttle-unavailable lock attempts-2.table: Connection timed out: logins are not counted"))
    withExtendedLifetime(held) {}
  }

  /// Otherwise many requests that wait would be enough to guess uncounted.
  @Test func triesNothingUncountedForARequestWhoseTimeIsOver() throws {
    _ = try guess(at: now)
    let held = try File.open(site.folder.path("auth-data/attempts-2.table"), O_RDWR)
    #expect(try held.lock(LOCK_EX, until: .whenStartedProgramsRun))
    let log = Log()
    let configuration = try Configuration(Environment([:]), programDirectory: site.folder.path("cgi-bin"))
    func ledger(_ counted: StaticString) -> AttemptLedger {
      AttemptLedger(
        counted, configuration.throttle, in: configuration.dataDirectory, .at(now), .system,
        until: Deadline(milliseconds: 0)
      ) { log.write($0) }
    }
    let login = LoginAttempt(
      try #require(EmailAddress(bytes(Self.owner))), from: .unknown, in: ledger("logins"))
    let registration = RegistrationAttempt(from: .unknown, in: ledger("registrations"))
    for attempt in [login.countAsFailure, registration.count] {
      guard case .crowded = thrown(by: attempt) else {
        Issue.record("not refused")
        continue
      }
    }
    #expect(log.lines == [])
    withExtendedLifetime(held) {}
    held.unlock()
    #expect(thrown(by: login.countAsFailure) == nil)
  }
}

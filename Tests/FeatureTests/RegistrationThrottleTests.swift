import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// Registrations under the throttle, with a clock that the test sets.
@Suite struct RegistrationThrottleTests {
  private let site: TestSite
  private let now = HandMadeToken.now

  init() throws { site = try TestSite() }

  private func register(
    _ name: String, from address: String = "192.0.2.1", at now: Int, _ site: TestSite? = nil
  ) throws -> Answer {
    try (site ?? self.site).register(
      "\(name)@example.com", "correct horse", ["REMOTE_ADDR": address], now: now)
  }

  private func expectRefused(
    _ answer: Answer, after seconds: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(answer.status == 429, sourceLocation: sourceLocation)
    #expect(answer.message == "Too many attempts. Try again later.", sourceLocation: sourceLocation)
    #expect(answer.values("Retry-After") == ["\(seconds)"], sourceLocation: sourceLocation)
  }

  // MARK: From one network

  @Test func letsTwentyPassAndThenDoublesTheWait() throws {
    for number in 0..<20 { #expect(try register("u\(number)", at: now).status == 200) }
    var time = now
    for wait in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
      expectRefused(try register("u\(time)", at: time), after: wait)
      expectRefused(try register("u\(time)", at: time + wait - 1), after: 1)
      // What was refused was not counted, and made nobody.
      #expect(try register("u\(time)", at: time + wait).status == 200)
      time += wait
    }
    #expect(try register("elsewhere", from: "198.51.100.1", at: time).status == 200)
    #expect(try register("next", at: now + 86_400).status == 200)
  }

  /// Who collects addresses learns of 20, and no more by asking for others'.
  @Test func countsAskingForATakenAddressAndThenSaysNothingOfAny() throws {
    #expect(try register("taken", from: "198.51.100.1", at: now).status == 200)
    for _ in 0..<20 { #expect(try register("taken", at: now).status == 409) }
    let taken = try register("taken", at: now), free = try register("free", at: now)
    expectRefused(taken, after: 1)
    #expect(taken.output == free.output)
  }

  @Test func countsNothingThatIsRefusedBefore() throws {
    for body in ["{", "{\"email\":\"a@example.com\"}", "{\"email\":\"a\",\"password\":\"correct horse\"}"] {
      for _ in 0..<30 { #expect([400, 422].contains(try site.answer(.register, "POST", body).status)) }
    }
    for _ in 0..<30 { #expect(try site.register("a@example.com", "drowssap").status == 422) }
    #expect(!site.folder.has("auth-data/attempts-2.table"))
    for number in 0..<20 { #expect(try register("u\(number)", at: now).status == 200) }
    // And says why it refuses a password even where one has to wait: that depends on no address.
    #expect(try site.register("a@example.com", "drowssap").status == 422)
  }

  @Test(arguments: [("2001:db8:1:%::1", 40), ("2001:db8:1:%00::1", 80), ("192.0.3.%", 80)])
  func countsTheNetworksAround(addresses: String, free: Int) throws {
    for number in 0..<free {
      let digits = addresses.contains(":") ? String(number, radix: 16) : "\(number)"
      let answer = try register("u\(number)", from: addresses.replacing("%", with: digits), at: now)
      #expect(answer.status == 200, "\(number)")
    }
    expectRefused(try register("next", from: addresses.replacing("%", with: "99"), at: now), after: 1)
    #expect(try register("next", from: "2001:db8:2::1", at: now).status == 200)
  }

  @Test func letsNoMorePassThatComeAtTheSameInstant() throws {
    let site = site, now = now
    let statuses = onThreads(60) { number in
      (try? site.register("u\(number)@example.com", "correct horse", now: now).status) ?? 0
    }
    // Whoever waited a second for the table goes on uncounted, and says so; whoever had
    // no time left was not served.
    let uncounted = site.log.lines.filter { $0.hasPrefix("throttle-unavailable lock ") }.count
    let served = statuses.filter { $0 == 200 }.count, busy = statuses.filter { $0 == 503 }.count
    #expect(served <= 20 + uncounted)
    #expect(served + busy >= 20)
    #expect(statuses.filter { $0 == 429 }.count == 60 - served - busy)
  }

  // MARK: In all

  @Test func servesSoManyInAnHourWhereverTheyComeFrom() throws {
    let site = try TestSite(["AUTH_REGISTRATIONS_PER_HOUR": "3"])
    for number in 0..<3 {
      #expect(try register("u\(number)", from: "198.51.\(number).1", at: now + number, site).status == 200)
    }
    expectRefused(try register("next", from: "203.0.113.1", at: now + 2, site), after: 3_598)
    // The same for a taken address, and for one who has to wait longer for another reason.
    expectRefused(try register("u0", from: "203.0.113.1", at: now + 3_599, site), after: 1)
    #expect(try register("next", from: "203.0.113.1", at: now + 3_600, site).status == 200)
    // Logins are not meant.
    for _ in 0..<3 { _ = try register("more", from: "203.0.113.1", at: now + 3_600, site) }
    #expect(try site.login("u0@example.com", "correct horse", now: now + 3_600).status == 200)
  }

  /// A flood of failures, of addresses and of networks.
  @Test func forgetsTheHourForNoFlood() throws {
    let site = try TestSite(["AUTH_REGISTRATIONS_PER_HOUR": "1"])
    #expect(try register("u0", at: now, site).status == 200)
    for number in 0..<400 {
      _ = try site.login(
        "f\(number)@example.com", "wrong", ["REMOTE_ADDR": "10.\(number % 200).\(number / 200).1"])
      expectRefused(try register("f\(number)", from: "11.\(number % 200).1.1", at: now, site), after: 3_600)
    }
  }

  @Test func locksNobodyOutWhenTheClockIsSetBack() throws {
    let ahead = now + 10 * 365 * 86_400
    for number in 0..<25 { _ = try register("u\(number)", at: ahead) }
    #expect(try register("now", at: now).status == 200)
  }

  // MARK: Settings

  @Test func followsItsSettings() throws {
    let site = try TestSite(["AUTH_THROTTLE_REGISTRATION_FREE_TRIES": "2", "AUTH_THROTTLE_MAX_WAIT": "3"])
    for number in 0..<2 { #expect(try register("u\(number)", at: now, site).status == 200) }
    expectRefused(try register("next", at: now, site), after: 1)
    for step in 1...3 { #expect(try register("more\(step)", at: now + 3 * step, site).status == 200) }
    expectRefused(try register("next", at: now + 9, site), after: 3)
  }

  @Test func countsNothingWhereItIsOff() throws {
    let site = try TestSite(["AUTH_THROTTLE": "off", "AUTH_REGISTRATIONS_PER_HOUR": "1"])
    for number in 0..<30 { #expect(try register("u\(number)", at: now, site).status == 200) }
    #expect(!site.folder.has("auth-data/attempts-2.table"))
  }

  // MARK: What else is told

  @Test func goesOnWithoutATableAndSaysSo() throws {
    try site.folder.makeFolder("auth-data/attempts-2.table")
    for number in 0..<25 { #expect(try register("u\(number)", at: now).status == 200) }
    #expect(
      site.log.lines.filter {
        $0 == "throttle-unavailable open attempts-2.table: Is a directory: registrations are not counted"
      }.count == 25)
  }

  @Test func isInTheAuditLog() throws {
    for _ in 0..<22 { _ = try register("ada", at: now) }
    let lines = try site.auditLines()
    #expect(lines.count == 22)
    #expect(
      lines.suffix(2).allSatisfy { $0["event"] == "registration-refused" && $0["reason"] == "throttled" })
    #expect(lines.last?["email"] == "ada@example.com")
    #expect(lines.last?["ip"] == "192.0.2.1")
  }

  @Test(arguments: [
    ("en", "Too many attempts. Try again in"), ("de", "Zu viele Versuche. Versuchen Sie es in"),
    ("fr", "Trop de tentatives. Réessayez dans"), ("es", "Demasiados intentos. Vuelva a intentarlo en"),
    ("pt", "Tentativas demais. Tente novamente em"), ("ja", "試行回数が多すぎます。"),
  ])
  func tellsABrowserHowLongToWait(language: String, text: String) throws {
    let site = try TestSite(["AUTH_THROTTLE_REGISTRATION_FREE_TRIES": "1"])
    let form = [
      "CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_ACCEPT": "text/html",
      "HTTP_ACCEPT_LANGUAGE": language,
    ]
    func post(_ name: String) throws -> Answer {
      try site.answer(.register, "POST", "email=\(name)%40example.com&password=correct+horse", form, now: now)
    }
    #expect(try post("a").status == 303)
    let page = try post("b")
    #expect(page.status == 429)
    #expect(page.values("Retry-After") == ["1"])
    #expect(page.body.contains("<p role=\"alert\" id=\"problem\">\(text)"))
    #expect(page.body.contains("value=\"b@example.com\""))
    // In minutes, where it is the hour that is full.
    let full = try TestSite(["AUTH_REGISTRATIONS_PER_HOUR": "1"])
    _ = try register("a", at: now, full)
    let later = try full.answer(
      .register, "POST", "email=b%40example.com&password=correct+horse", form, now: now)
    #expect(later.body.contains("60"))
    #expect(later.body.contains("<p role=\"alert\" id=\"problem\">\(text)"))
  }
}

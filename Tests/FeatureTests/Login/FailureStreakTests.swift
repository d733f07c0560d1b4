import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// After 100 wrong passwords in a row at an address, from everywhere, a browser that is not known gets in by
/// a mail alone (NIST SP 800-63B-4, section 3.2.2).
@Suite struct FailureStreakTests {
  private static let now = HandMadeToken.now
  private static let owner = "a@example.com"
  private static let mail = [
    "AUTH_SITE_URL": "https://club.example", "AUTH_MAIL_FROM": "no-reply@club.example",
    "AUTH_LOGIN_BY_MAIL": "on",
  ]
  private let site: TestSite

  init() throws { site = try Self.site(Self.mail) }

  private static func site(_ settings: [String: String]) throws -> TestSite {
    let site = try TestSite(settings)
    try site.makeSender()
    try site.folder.write("cgi-bin/recover.cgi", "")
    try #require(try site.register(owner, now: now - 100_000).status == 200)
    return site
  }

  /// One wrong password from each of so many networks, none of which has to wait.
  private func fail(
    _ times: Int, _ email: String = owner, beginningAt first: Int = 0, now: Int = HandMadeToken.now,
    on site: TestSite? = nil
  ) throws {
    for number in first..<first + times {
      let answer = try (site ?? self.site).login(email, "wrong guess", Self.network(number), now: now)
      try #require(answer.status == 401)
    }
  }

  private static func network(_ number: Int) -> [String: String] {
    ["REMOTE_ADDR": "10.\(number / 200).\(number % 200).1"]
  }

  private func logIn(
    _ email: String = owner, cookie: String = "", now: Int = HandMadeToken.now, on site: TestSite? = nil
  ) throws -> Answer {
    try (site ?? self.site).login(
      email, "password", ["REMOTE_ADDR": "198.51.100.7", "HTTP_COOKIE": cookie], now: now)
  }

  private func expectRefused(_ answer: Answer, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(answer.status == 403, sourceLocation: sourceLocation)
    #expect(answer.message == "Choose a new password by mail", sourceLocation: sourceLocation)
    #expect(answer.values("Set-Cookie") == [], sourceLocation: sourceLocation)
  }

  @Test func takesNoPasswordFromAStrangeBrowser() throws {
    let known = try logIn().cookie("Device")
    try fail(99)
    #expect(try site.login(Self.owner, "wrong guess", Self.network(99)).status == 401)
    expectRefused(try logIn())
    expectRefused(try site.login(Self.owner, "wrong guess", Self.network(100)))
    #expect(try site.auditLines().last?["event"] == "throttled")
    // Its owner's browser is let in, and with that all are.
    #expect(try logIn(cookie: known).status == 200)
    #expect(try logIn().status == 200)
  }

  @Test func tellsNothingOfTheAddress() throws {
    try site.addUser("disabled@example.com", record: "!$7$x::{}")
    for (place, email) in ["nobody@example.com", "disabled@example.com"].enumerated() {
      try fail(100, email, beginningAt: 200 * (place + 1))
      expectRefused(try logIn(email))
    }
  }

  @Test func isOfFailuresInARow() throws {
    try fail(99)
    #expect(try logIn().status == 200)
    try fail(99, beginningAt: 200)
    #expect(try logIn().status == 200)
  }

  /// However slow somebody guesses.
  @Test func remembersLongerThanADay() throws {
    for day in 0..<100 { try fail(1, now: Self.now + day * 90_000) }
    expectRefused(try logIn(now: Self.now + 100 * 90_000))
    // A year after the first of them it is forgotten.
    #expect(try logIn(now: Self.now + 31_536_000).status == 200)
  }

  @Test func isKnownByItsOwnAccountAlone() throws {
    try #require(try site.register("b@example.com").status == 200)
    let other = try logIn("b@example.com").cookie("Device")
    try fail(100)
    expectRefused(try logIn(cookie: other))
  }

  @Test func endsWithANewPasswordByMail() throws {
    try fail(100)
    let ticket = try site.ticket(.recovery)
    let answer = try site.answer(.recover, "POST", #"{"t":"\#(ticket)","newPassword":"nine herons"}"#)
    #expect(answer.status == 200)
    #expect(try site.login(Self.owner, "nine herons", Self.network(300)).status == 200)
  }

  @Test func endsWithALoginByMail() throws {
    try fail(100)
    let ticket = try site.ticket(.login)
    #expect(try site.answer(.login, "POST", #"{"t":"\#(ticket)"}"#).status == 200)
    #expect(try logIn().status == 200)
  }

  /// Without mail its owner had no other way in.
  @Test(arguments: [["AUTH_MAIL": "off"], ["AUTH_THROTTLE": "off"]])
  func bindsNobody(_ settings: [String: String]) throws {
    let site = try Self.site(
      Self.mail.merging(["AUTH_LOGIN_BY_MAIL": "off"]) { $1 }.merging(settings) { $1 })
    try fail(101, on: site)
    #expect(try logIn(on: site).status == 200)
  }

  @Test func bindsNobodyWhereNoPasswordCanBeChosen() throws {
    try FileManager.default.removeItem(atPath: site.folder.path("cgi-bin/recover.cgi"))
    try fail(101)
    #expect(try logIn().status == 200)
  }

  /// Of many guesses at the same instant each sees those before it.
  @Test func countsBeforeItTries() throws {
    try fail(90)
    let site = site
    let answers = onThreads(40) { number in
      (try? site.login(Self.owner, "wrong guess", Self.network(200 + number)).status) ?? 0
    }
    #expect(answers.filter { $0 == 401 }.count == 10)
    #expect(answers.filter { $0 == 403 }.count == 30)
  }
}

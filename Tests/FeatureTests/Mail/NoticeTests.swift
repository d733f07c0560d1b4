import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// Mails about what happened to an account.
@Suite struct NoticeTests {
  private let site: TestSite
  private static let now = HandMadeToken.now

  init() throws {
    site = try TestSite([
      "AUTH_SITE_URL": "https://club.example", "AUTH_MAIL_FROM": "no-reply@club.example",
    ])
    try site.makeSender()
    try #require(try site.register(now: Self.now - 3_600).status == 200)
  }

  private func purposes() throws -> [MailPurpose] { try site.outbox().map(\.purpose) }

  @Test func tellsOfANewBrowser() throws {
    let firefox = ["HTTP_USER_AGENT": "X (Windows) Firefox/1"]
    let first = try site.login("a@example.com", "password", firefox)
    #expect(try purposes() == [.newDevice])
    let entry = try site.newestMail()
    #expect(entry.email.text == "a@example.com")
    #expect(entry.device.program == "Firefox" && entry.device.system == "Windows")
    // That one is known now.
    _ = try site.login("a@example.com", "password", ["HTTP_COOKIE": first.cookie("Device")])
    #expect(try purposes().count == 1)
    // One that keeps no cookies: three a day.
    for _ in 1...5 { _ = try site.login() }
    #expect(try purposes().count == 3)
    _ = try site.login(now: Self.now + 86_400)
    #expect(try purposes().count == 4)
  }

  @Test func tellsNobodyWhoHasJustRegistered() throws {
    _ = try site.login(now: Self.now - 1)
    #expect(try purposes() == [])
  }

  @Test func tellsNothingOfPrograms() throws {
    let body = #"{"email":"a@example.com","password":"password","deliver":"tokens"}"#
    #expect(try site.answer(.login, "POST", body).status == 200)
    #expect(try purposes() == [])
  }

  @Test func tellsNothingOfWhoIsRefused() throws {
    #expect(try site.login("a@example.com", "wrong password").status == 401)
    #expect(try purposes() == [])
  }

  /// From another network than the last renewal: somebody has a copy. From the same one it is a lost answer.
  @Test(arguments: [("192.0.2.1", 0), ("198.51.100.7", 1)])
  func tellsOfACopiedToken(address: String, count: Int) throws {
    let login = try site.login(now: Self.now - 1)
    let old = ["HTTP_COOKIE": login.cookie("Refresh")]
    try #require(try site.answer(.refresh, "POST", "", old).status == 200)
    let reused = try site.answer(
      .refresh, "POST", "", old.merging(["REMOTE_ADDR": address]) { $1 }, now: Self.now + 61)
    #expect(reused.status == 401)
    #expect(try purposes().filter { $0 == .refreshReused }.count == count)
  }

  @Test func tellsOfANewPassword() throws {
    let cookies = try site.login(now: Self.now - 1).cookies
    let change =
      #"{"action":"change-password","currentPassword":"password","newPassword":"nine herons at dawn"}"#
    #expect(try site.answer(.account, "POST", change, ["HTTP_COOKIE": cookies]).status == 200)
    #expect(try purposes() == [.passwordChanged])
  }

  /// A disk that takes no more costs nobody a login; the reason is in the log.
  @Test func costsNobodyTheAnswer() throws {
    try site.folder.write("auth-data/outbox", "")
    #expect(try site.login().status == 200)
    #expect(site.log.lines.contains { $0.hasPrefix("mail-unavailable ") })
  }
}

import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// `confirm_email = required`: an account opens when its address is confirmed. What the program that sends
/// writes is in `MailFlowTests`; here its record is made by hand.
@Suite struct RegistrationMailTests {
  private let site: TestSite
  private static let now = HandMadeToken.now

  init() throws {
    site = try TestSite([
      "AUTH_SITE_URL": "https://club.example", "AUTH_MAIL_FROM": "no-reply@club.example",
      "AUTH_CONFIRM_EMAIL": "required",
    ])
    try site.makeSender()
  }

  /// What the program that sends does with the last registration.
  private func take(now: Int = now) throws {
    let entry = try site.newestMail { $0.passwordHash != nil }
    let user = User(
      id: "u\(entry.askedAt)", email: entry.email, passwordHash: try #require(entry.passwordHash),
      registeredAt: entry.askedAt
    ).waiting(for: .confirm)
    _ = try Users(in: site.data).addRegistered(try #require(user))
  }

  private func press(
    _ ticket: String, password: String? = nil, _ cookies: String = "", now: Int = HandMadeToken.now
  ) throws -> Answer {
    let field = password.map { #","password":"\#($0)""# } ?? ""
    return try site.answer(
      .confirm, "POST", #"{"t":"\#(ticket)"\#(field)}"#, ["HTTP_COOKIE": cookies], now: now)
  }

  /// The same for a free address, a taken one, and one that waits; nothing is in the user file then.
  @Test func answersEveryAddressAlike() throws {
    try site.addUser("taken@example.com", record: "$7$x::{}")
    var answers = Set<String>()
    for email in ["a@example.com", "taken@example.com", "a@example.com"] {
      let answer = try site.register(email)
      #expect(answer.status == 200)
      #expect(answer.message == "Look into your mail")
      // The cookie says which address, to nobody.
      answers.insert(answer.output.replacing(/authMail=[^;]+/, with: "authMail"))
      #expect(!answer.contains(email) && !answer.cookie("Mail").isEmpty)
    }
    #expect(answers.count == 1)
    #expect(try site.outbox().map(\.purpose) == [.confirmation, .confirmation, .confirmation])
    #expect(try site.outbox().allSatisfy { $0.passwordHash?.starts(with: bytes("$7$")) ?? false })
    #expect(try Users(in: site.data).user(try #require(EmailAddress(bytes("a@example.com")))) == nil)
  }

  @Test func letsNobodyInBefore() throws {
    let registered = try site.register()
    try take()
    let right = try site.login()
    #expect(right.status == 403)
    #expect(right.message == "Confirm your address first")
    #expect(right.values("Set-Cookie").isEmpty)
    let wrong = try site.login("a@example.com", "wrong password")
    #expect(wrong.status == 401)
    #expect(try site.record().hasPrefix("!$7$"))
    // In the browser that registered, one button; it opens the account once.
    let ticket = try site.ticket(.confirmation)
    let answer = try press(ticket, registered.cookie("Mail"))
    #expect(answer.status == 200)
    #expect(answer.message == "Address confirmed")
    #expect(try site.login().status == 200)
    #expect(try site.user().profile.isConfirmed)
    #expect(try press(ticket, registered.cookie("Mail")).status == 401)
    #expect(try site.auditLines().contains { $0["event"] == "registered" && $0["reason"] == "confirmed" })
  }

  /// Somebody registers another's address and waits for its owner to press the button.
  @Test func opensForNobodyWhoDoesNotKnowThePassword() throws {
    let attacker = try site.register("a@example.com", "planted password")
    try take()
    let ticket = try site.ticket(.confirmation)
    let other = try site.register("other@example.com").cookie("Mail")
    for cookies in ["", other, "authMail=x"] {
      #expect(try press(ticket, cookies).status == 422)
      let guess = try press(ticket, password: "my own password", cookies)
      #expect(guess.status == 401)
      #expect(guess.message == "Invalid credentials")
    }
    #expect(try site.login("a@example.com", "planted password").status == 403)
    // He registers himself: the newer password replaces the older one, and the older ticket ends.
    let own = try site.register("a@example.com", "my own password", now: Self.now + 1)
    try take()
    #expect(try press(ticket, attacker.cookie("Mail")).status == 401)
    #expect(try press(try site.ticket(.confirmation), own.cookie("Mail")).status == 200)
    #expect(try site.login("a@example.com", "planted password").status == 401)
    #expect(try site.login("a@example.com", "my own password").status == 200)
  }

  /// A wrong password counts as a failed login.
  @Test func countsGuesses() throws {
    _ = try site.register()
    try take()
    let ticket = try site.ticket(.confirmation)
    for _ in 1...5 { #expect(try press(ticket, password: "wrong password").status == 401) }
    #expect(try press(ticket, password: "password").status == 429)
  }

  @Test func confirmsOnAnotherDeviceWithThePassword() throws {
    _ = try site.register()
    try take()
    let ticket = try site.ticket(.confirmation)
    let browser = ["HTTP_ACCEPT": "text/html", "CONTENT_TYPE": "", "HTTP_COOKIE": "authTicket=\(ticket)"]
    let page = try site.answer(.confirm, "GET", "", browser).body
    #expect(page.contains("Somebody has made an account for a@example.com."))
    #expect(page.contains("name=\"password\""))
    #expect(try press(ticket, password: "password").status == 200)
  }

  /// A new password by a mail's link is a proof, too, and no planted password stays.
  @Test func isConfirmedByARecovery() throws {
    _ = try site.register("a@example.com", "planted password")
    try take()
    let body = #"{"t":"\#(try site.ticket(.recovery))","newPassword":"my own password"}"#
    #expect(try site.answer(.recover, "POST", body).status == 200)
    #expect(try site.login("a@example.com", "planted password").status == 401)
    #expect(try site.login("a@example.com", "my own password").status == 200)
  }

  @Test func endsWithItsDay() throws {
    let registered = try site.register()
    try take()
    let ticket = try site.ticket(.confirmation)
    let cookie = registered.cookie("Mail")
    #expect(try press(ticket, cookie, now: Self.now + 86_400).status == 401)
    #expect(try press(ticket, cookie, now: Self.now + 86_399).status == 200)
  }

  @Test func isMailedAgain() throws {
    let answer = try site.answer(.confirm, "POST", #"{"email":"a@example.com"}"#)
    #expect(answer.status == 200)
    #expect(answer.message == "If that address has an account, a mail is on its way")
    let entry = try site.newestMail()
    #expect(entry.purpose == .confirmation && entry.passwordHash == nil)
    let page = try site.answer(.confirm, "GET", "", ["HTTP_ACCEPT": "text/html", "CONTENT_TYPE": ""])
    #expect(page.status == 200)
    #expect(page.body.contains("You have registered and got no mail?"))
  }

  /// Who never confirmed is gone after a week; who did stays, and so does an administrator's mark.
  @Test func isSweptAfterAWeek() throws {
    let users = Users(in: site.data)
    func add(_ name: String, at time: Int) throws {
      let user = User(
        id: name, email: try #require(EmailAddress(bytes(name + "@example.com"))),
        passwordHash: bytes("$7$x"), registeredAt: time
      ).waiting(for: .confirm)
      #expect(try users.addRegistered(try #require(user)))
    }
    try add("old", at: Self.now - 604_800)
    try add("new", at: Self.now - 604_799)
    try site.addUser("marked@example.com", record: "!$7$x::{\"registered\":1}")
    for _ in 0..<20 { try users.sweepPending(now: Self.now) }
    let left = try ["old", "new", "marked"].filter { name in
      try users.user(try #require(EmailAddress(bytes(name + "@example.com")))) != nil
    }
    #expect(left == ["new", "marked"])
  }

  @Test func wantsMail() throws {
    let site = try TestSite(["AUTH_CONFIRM_EMAIL": "required"])
    #expect(try site.register().status == 500)
    #expect(site.log.lines.contains { $0.hasPrefix("config-invalid confirm_email wants mail") })
  }

  // MARK: Domains

  @Test(arguments: [
    ("a@club.example", 200), ("a@CLUB.example", 200), ("a@sub.club.example", 422),
    ("a@club.example.net", 422),
    ("a@other.example", 422), ("club.example@evil.net", 422), ("a@school.example", 200),
  ])
  func takesAddressesOfItsDomains(email: String, status: Int) throws {
    let site = try TestSite(["AUTH_REGISTRATION_DOMAINS": "club.example, School.example"])
    let answer = try site.register(email)
    #expect(answer.status == status)
    if status == 422 { #expect(answer.message == "email must be of a domain that this site takes") }
  }

  @Test func changesToAddressesOfItsDomains() throws {
    let site = try TestSite()
    let cookies = try {
      try #require(try site.register().status == 200); return try site.login().cookies
    }()
    let domains = ["HTTP_COOKIE": cookies, "AUTH_REGISTRATION_DOMAINS": "club.example"]
    let body = #"{"action":"change-email","currentPassword":"password","newEmail":"b@example.net"}"#
    #expect(try site.answer(.account, "POST", body, domains).status == 422)
    #expect(try site.login().status == 200)
  }
}

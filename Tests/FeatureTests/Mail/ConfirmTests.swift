import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// A change of address with mail on: the wish in account.cgi, the button of confirm.cgi, and the way back.
@Suite struct ConfirmTests {
  private let site: TestSite
  private let cookies: String
  private static let now = HandMadeToken.now

  init() throws {
    site = try TestSite([
      "AUTH_SITE_URL": "https://club.example", "AUTH_MAIL_FROM": "no-reply@club.example",
    ])
    try site.makeSender()
    try #require(try site.register().status == 200)
    cookies = try site.login().cookies
  }

  private func want(
    _ email: String, _ variables: [String: String] = [:], now: Int = now, as cookies: String? = nil
  ) throws -> Answer {
    let body = #"{"action":"change-email","currentPassword":"password","newEmail":"\#(email)"}"#
    return try site.answer(
      .account, "POST", body, ["HTTP_COOKIE": cookies ?? self.cookies].merging(variables) { $1 }, now: now)
  }

  private func press(_ ticket: String, _ cookies: String = "", now: Int = now) throws -> Answer {
    try site.answer(.confirm, "POST", #"{"t":"\#(ticket)"}"#, ["HTTP_COOKIE": cookies], now: now)
  }

  private func ticket(to email: String, of user: String = "a@example.com", now: Int = now) throws -> String {
    try site.ticket(.emailChange, user, about: email, now: now)
  }

  /// The ticket that the former address gets.
  private func undoTicket(of email: String = "a@example.com", now: Int = now) throws -> String {
    let keys = try site.privateKeys()
    let undo = try #require(
      try Undos(in: site.data).undo(keys.tableKeys(of: email, for: .undo)[0], now: now))
    return Ticket(undoing: try #require(EmailAddress(bytes(email))), nonce: undo.nonce, end: undo.end).text(
      keys)
  }

  private func confirmFirst() throws {
    let user = try site.user()
    _ = try Users(in: site.data).change(user.email, id: user.id) {
      $0.replacing([("confirmed", .bool(true))])
    }
  }

  // MARK: The wish

  /// The same for a free address and a taken one; nothing has changed then.
  @Test func asksForEveryAddressAlike() throws {
    try #require(try site.register("b@example.com").status == 200)
    var answers = Set<String>()
    for email in ["new@example.com", "b@example.com"] {
      let answer = try want(email)
      #expect(answer.status == 200)
      #expect(answer.message == "Confirmation sent")
      answers.insert(answer.output)
    }
    #expect(answers.count == 1)
    #expect(try site.user().wantedEmail?.text == "b@example.com")
    #expect(try site.visit(cookie: cookies).status == 200)
    #expect(try site.outbox().map(\.purpose) == [.emailChange, .emailChange])
    #expect(try site.outbox().map(\.email.text) == ["a@example.com", "a@example.com"])
  }

  @Test func needsThePassword() throws {
    let body = #"{"action":"change-email","currentPassword":"wrong password","newEmail":"new@example.com"}"#
    #expect(try site.answer(.account, "POST", body, ["HTTP_COOKIE": cookies]).status == 401)
    #expect(try site.user().wantedEmail == nil)
    #expect(try site.outbox().isEmpty)
  }

  /// Nobody fills a mailbox that is not his.
  @Test func mailsAnAddressThreeTimesAnHour() throws {
    for _ in 1...6 { #expect(try want("victim@example.net").message == "Confirmation sent") }
    #expect(try site.outbox().count == 3)
  }

  // MARK: The button

  @Test func changesTheAddressOnce() throws {
    _ = try want("new@example.com")
    let ticket = try ticket(to: "new@example.com")
    let id = try site.user().id
    let answer = try press(ticket, cookies)
    #expect(answer.status == 200)
    #expect(answer.message == "Address confirmed")
    let user = try site.user("new@example.com")
    #expect(user.id == id && user.profile.isConfirmed && user.wantedEmail == nil)
    // The session that pressed the button goes on, by new tokens; the old ones are of no use.
    #expect(try site.visit(cookie: cookies).status == 401)
    #expect(try site.visit(cookie: answer.cookies).message == "Welcome, new@example.com!")
    #expect(try site.login().status == 401)
    #expect(try site.login("new@example.com").status == 200)
    #expect(try press(ticket).status == 401)
    #expect(try site.auditLines().contains { $0["event"] == "email-changed" && $0["reason"] == "confirmed" })
    // The former address was never shown to be his: it has no way back, and no mail.
    #expect(user.undoEnd == 0)
    #expect(try !site.outbox().contains { $0.purpose == .emailChanged })
  }

  /// From a browser that is not logged in.
  @Test func endsEverySessionElsewhere() throws {
    _ = try want("new@example.com")
    let answer = try press(try ticket(to: "new@example.com"))
    #expect(answer.status == 200)
    #expect(answer.cookie == "authToken=")
    #expect(try site.visit(cookie: cookies).status == 401)
    #expect(try site.answer(.refresh, "POST", "", ["HTTP_COOKIE": cookies]).status == 401)
  }

  /// After asking for B and then for A: only A counts, in whatever order.
  @Test func onlyTheLastOneCounts() throws {
    _ = try want("b@example.com")
    let first = try ticket(to: "b@example.com")
    _ = try want("c@example.com")
    #expect(try press(first).status == 401)
    #expect(try press(try ticket(to: "c@example.com")).status == 200)
    #expect(try press(first).status == 401)
  }

  @Test func endsWithItsDay() throws {
    _ = try want("new@example.com")
    let ticket = try ticket(to: "new@example.com")
    #expect(try press(ticket, now: Self.now + 86_400).status == 401)
    #expect(try press(ticket, now: Self.now + 86_399).status == 200)
  }

  /// Somebody was faster.
  @Test func takesNobodysAddress() throws {
    _ = try want("new@example.com")
    let ticket = try ticket(to: "new@example.com")
    try #require(try site.register("new@example.com").status == 200)
    #expect(try press(ticket).status == 409)
    #expect(try site.login("a@example.com").status == 200)
    #expect(try site.login("new@example.com").status == 200)
  }

  @Test func takesNoOtherTicket() throws {
    _ = try want("new@example.com")
    for purpose in [Ticket.Purpose.recovery, .confirmation, .login, .undo] {
      #expect(try press(try site.ticket(purpose, about: "new@example.com")).status == 401)
    }
    #expect(try site.answer(.confirm, "POST", "{}").status == 422)
    #expect(try site.answer(.confirm, "GET", "").status == 405)
    #expect(
      try site.answer(
        .confirm, "POST", #"{"t":"x"}"#, ["HTTP_SEC_FETCH_SITE": "cross-site"]
      ).status == 403)
  }

  // MARK: The way back

  /// A thief who knows the password changes it and the address: the owner has the account back by his mail.
  @Test func givesTheAccountBack() throws {
    try confirmFirst()
    let id = try site.user().id
    let change = #"{"action":"change-password","currentPassword":"password","newPassword":"thief of herons"}"#
    let thief = try site.answer(.account, "POST", change, ["HTTP_COOKIE": cookies])
    try #require(thief.status == 200)
    let wish =
      #"{"action":"change-email","currentPassword":"thief of herons","newEmail":"thief@example.net"}"#
    try #require(try site.answer(.account, "POST", wish, ["HTTP_COOKIE": thief.cookies]).status == 200)
    let pressed = try press(try ticket(to: "thief@example.net"), thief.cookies)
    #expect(pressed.status == 200)
    let purposes = try site.outbox().map(\.purpose)
    #expect(purposes.contains(.passwordChanged) && purposes.contains(.emailChanged))
    #expect(try site.newestMail { $0.purpose == .emailChanged }.email.text == "a@example.com")

    // He can neither go on to another address, nor can anybody have the former one.
    let next = #"{"action":"change-email","currentPassword":"thief of herons","newEmail":"c@example.net"}"#
    let refused = try site.answer(.account, "POST", next, ["HTTP_COOKIE": pressed.cookies])
    #expect(refused.status == 409)
    #expect(refused.message == "Address was changed lately")
    #expect(try site.register("a@example.com").status == 409)

    let undo = try undoTicket()
    let again =
      #"{"action":"change-password","currentPassword":"thief of herons","newPassword":"another heron"}"#
    let still = try site.answer(.account, "POST", again, ["HTTP_COOKIE": pressed.cookies])
    #expect(still.status == 200)
    let back = try press(undo)
    #expect(back.status == 200)
    let user = try site.user()
    #expect(user.id == id && user.passwordHash == User.noPassword && user.undoEnd == 0)
    #expect(try site.visit(cookie: still.cookies).status == 401)
    for password in ["password", "thief of herons", "another heron", "-"] {
      #expect(try site.login("a@example.com", password).status == 401)
    }
    #expect(try site.newestMail { $0.purpose == .recovery }.email.text == "a@example.com")
    let mine = try site.answer(
      .recover, "POST", #"{"t":"\#(try site.ticket(.recovery))","newPassword":"mine again, herons"}"#)
    #expect(mine.status == 200)
    #expect(try site.login("a@example.com", "mine again, herons").status == 200)
    #expect(try press(undo).status == 401)
    #expect(try site.auditLines().contains { $0["event"] == "email-changed" && $0["reason"] == "undone" })
  }

  @Test func givesItBackForAWeek() throws {
    try confirmFirst()
    _ = try want("new@example.com")
    try #require(try press(try ticket(to: "new@example.com")).status == 200)
    let undo = try undoTicket()
    let week = Self.now + 604_800
    #expect(try press(undo, now: week).status == 401)
    #expect(
      try site.answer(.register, "POST", RequestBody.user("a@example.com").content, now: week - 1).status
        == 409)
    #expect(
      try site.answer(.register, "POST", RequestBody.user("a@example.com").content, now: week).status == 200)
  }

  @Test func givesBackWhatIsThereAlone() throws {
    try confirmFirst()
    _ = try want("new@example.com")
    let pressed = try press(try ticket(to: "new@example.com"), cookies)
    try #require(pressed.status == 200)
    let undo = try undoTicket()
    let close = #"{"action":"close-account","currentPassword":"password"}"#
    #expect(try site.answer(.account, "POST", close, ["HTTP_COOKIE": pressed.cookies]).status == 200)
    #expect(try press(undo).status == 401)
  }

  // MARK: Pages

  @Test func showsOneButton() throws {
    _ = try want("new@example.com")
    let ticket = try ticket(to: "new@example.com")
    let browser = ["HTTP_ACCEPT": "text/html", "CONTENT_TYPE": "", "SCRIPT_NAME": "/cgi-bin/confirm.cgi"]
    let first = try site.answer(.confirm, "GET", "", browser.merging(["QUERY_STRING": "t=\(ticket)"]) { $1 })
    #expect(first.status == 303)
    #expect(first.value("Location") == "/cgi-bin/confirm.cgi")
    let cookie = "authTicket=\(ticket)"
    let record = try site.record()
    let page = try site.answer(.confirm, "GET", "", browser.merging(["HTTP_COOKIE": cookie]) { $1 })
    #expect(page.status == 200)
    #expect(page.body.contains("From now on the address of your account will be new@example.com."))
    #expect(page.body.contains("<input type=\"hidden\" name=\"t\" value=\"\(ticket)\">"))
    #expect(try site.record() == record)
    let german = try site.answer(
      .confirm, "GET", "", browser.merging(["HTTP_COOKIE": cookie, "QUERY_STRING": "lang=de"]) { $1 })
    #expect(german.body.contains("Adresse bestätigen"))
    let form = browser.merging([
      "CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_COOKIE": cookie,
    ]) { $1 }
    let done = try site.answer(.confirm, "POST", "t=\(ticket)", form)
    #expect(done.status == 303)
    #expect(done.value("Location") == "/cgi-bin/login.cgi?notice=address-confirmed")
    let late = try site.answer(.confirm, "GET", "", browser.merging(["HTTP_COOKIE": cookie]) { $1 })
    #expect(late.status == 200)
    #expect(late.body.contains("This link is not good any more."))
    let none = try site.answer(.confirm, "GET", "", browser)
    #expect(none.status == 200)
    #expect(none.body.contains("name=\"email\""))
  }

  @Test func tellsOnTheAccountsPage() throws {
    let page = try site.answer(
      .account, "GET", "",
      [
        "HTTP_ACCEPT": "text/html", "CONTENT_TYPE": "", "HTTP_COOKIE": cookies,
        "QUERY_STRING": "done=confirmation-sent",
      ])
    #expect(page.body.contains("A mail is on its way to the new address."))
  }
}

import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// `login_by_mail = on`: a link or a code in the place of the password.
@Suite struct LoginByMailTests {
  private let site: TestSite
  private static let now = HandMadeToken.now

  init() throws {
    site = try TestSite([
      "AUTH_SITE_URL": "https://club.example", "AUTH_MAIL_FROM": "no-reply@club.example",
      "AUTH_LOGIN_BY_MAIL": "on",
    ])
    try site.makeSender()
    try #require(try site.register().status == 200)
  }

  private func ask(
    _ email: String = "a@example.com", _ variables: [String: String] = [:], now: Int = HandMadeToken.now
  ) throws -> Answer {
    try site.answer(.login, "POST", #"{"email":"\#(email)","by":"mail"}"#, variables, now: now)
  }

  /// The code that the newest mail has.
  private func code(_ email: String = "a@example.com") throws -> String {
    let entry = try site.newestMail { $0.purpose == .login }
    return MailCode.codes(entry.detail, of: try site.user(email), try site.privateKeys())[0]
  }

  private func use(code: String, _ cookie: String, now: Int = HandMadeToken.now) throws -> Answer {
    try site.answer(.login, "POST", #"{"code":"\#(code)"}"#, ["HTTP_COOKIE": cookie], now: now)
  }

  private func use(link ticket: String, now: Int = HandMadeToken.now) throws -> Answer {
    try site.answer(.login, "POST", #"{"t":"\#(ticket)"}"#, now: now)
  }

  @Test func asksForEveryAddressAlike() throws {
    try site.addUser("disabled@example.com", record: "!$7$x::{}")
    var answers = Set<String>()
    for (number, email) in ["a@example.com", "nobody@example.com", "disabled@example.com"].enumerated() {
      let answer = try ask(email, ["REMOTE_ADDR": "10.0.\(number).1"])
      #expect(answer.status == 200)
      #expect(answer.message == "If that address has an account, a mail is on its way")
      #expect(!answer.contains(email))
      answers.insert(answer.output.replacing(/authMail=[^;]+/, with: ""))
    }
    #expect(answers.count == 1)
    #expect(try site.outbox().map(\.purpose) == [.login, .login, .login])
  }

  @Test func logsInByTheCodeOnce() throws {
    let cookie = try ask().cookie("Mail")
    let code = try code()
    #expect(code.count == 8 && code.allSatisfy { "BCDFGHJKLMNPQRSTVWXZ".contains($0) })
    let typed = MailCode.shown(code).lowercased().replacingOccurrences(of: "-", with: " ")
    let answer = try use(code: typed, cookie)
    #expect(answer.status == 200)
    #expect(answer.message == "Login successful")
    #expect(try site.visit(cookie: answer.cookies).status == 200)
    #expect(try site.user().profile.isConfirmed)
    #expect(try use(code: code, cookie).status == 401)
  }

  @Test func isOfTheBrowserThatAsked() throws {
    _ = try ask()
    let code = try code()
    let other = try ask("a@example.com").cookie("Mail")
    for cookie in ["", other, "authMail=x"] { #expect(try use(code: code, cookie).status == 401) }
    #expect(try use(code: code, try ask("nobody@example.com").cookie("Mail")).status == 401)
  }

  /// Three tries, however long one waits between them; and each counts as a failed login.
  @Test func takesThreeTries() throws {
    let cookie = try ask().cookie("Mail")
    let code = try code()
    for number in 1...3 {
      let answer = try use(code: "BBBBBBBB", cookie, now: Self.now + number)
      #expect(answer.status == 401)
      #expect(answer.message == "Invalid credentials")
    }
    #expect(try use(code: code, cookie, now: Self.now + 10).status == 401)
    let next = try ask(now: Self.now + 10).cookie("Mail")
    #expect(try use(code: try self.code(), next, now: Self.now + 10).status == 200)
  }

  @Test func waitsLikeAPassword() throws {
    for _ in 1...5 { #expect(try site.login("a@example.com", "wrong password").status == 401) }
    let cookie = try ask().cookie("Mail")
    #expect(try use(code: try code(), cookie).status == 429)
  }

  @Test func logsInByTheLinkOnce() throws {
    let ticket = try site.ticket(.login)
    let answer = try use(link: ticket)
    #expect(answer.status == 200)
    #expect(try site.visit(cookie: answer.cookies).status == 200)
    #expect(try use(link: ticket).status == 401)
  }

  @Test func endsAfterTenMinutes() throws {
    let cookie = try ask().cookie("Mail")
    let (code, ticket) = (try code(), try site.ticket(.login))
    #expect(try use(code: code, cookie, now: Self.now + 600).status == 401)
    #expect(try use(link: ticket, now: Self.now + 600).status == 401)
    #expect(try use(code: code, cookie, now: Self.now + 599).status == 200)
  }

  @Test func letsNobodyInWhoIsDisabled() throws {
    let cookie = try ask().cookie("Mail")
    let ticket = try site.ticket(.login)
    try site.addUser(record: "!" + (try site.record()))
    #expect(try use(code: try code(), cookie).status == 401)
    #expect(try use(link: ticket).status == 401)
    #expect(try use(link: try site.ticket(.login)).status == 401)
  }

  /// Who registered with another's address, and is logged in, is out when its owner comes by a mail.
  @Test func endsWhatWasBegunBeforeTheFirstProof() throws {
    let planted = try site.login().cookies
    #expect(try use(link: try site.ticket(.login)).status == 200)
    #expect(try site.visit(cookie: planted).status == 401)
    #expect(try site.answer(.refresh, "POST", "", ["HTTP_COOKIE": planted]).status == 401)
    // From then on a login is one among others.
    let other = try site.login(now: Self.now + 2).cookies
    #expect(try use(link: try site.ticket(.login), now: Self.now + 3).status == 200)
    #expect(try site.visit(cookie: other, now: Self.now + 3).status == 200)
  }

  @Test func isOffUnlessItIsOn() throws {
    let site = try TestSite([
      "AUTH_SITE_URL": "https://club.example", "AUTH_MAIL_FROM": "no-reply@club.example",
    ])
    try site.makeSender()
    try #require(try site.register().status == 200)
    let asked = try site.answer(.login, "POST", #"{"email":"a@example.com","by":"mail"}"#)
    #expect(asked.status == 422)
    #expect(try site.answer(.login, "POST", #"{"t":"\#(try site.ticket(.login))"}"#).status == 401)
    let page = try site.answer(.login, "GET", "", ["HTTP_ACCEPT": "text/html", "CONTENT_TYPE": ""])
    #expect(!page.body.contains("value=\"mail\""))
    let noMail = try TestSite(["AUTH_LOGIN_BY_MAIL": "on"])
    #expect(try noMail.answer(.login, "POST", #"{"email":"a@example.com","by":"mail"}"#).status == 500)
  }

  // MARK: Pages

  @Test func hasItsPages() throws {
    let browser = ["HTTP_ACCEPT": "text/html", "CONTENT_TYPE": "", "SCRIPT_NAME": "/cgi-bin/login.cgi"]
    let form = browser.merging(["CONTENT_TYPE": "application/x-www-form-urlencoded"]) { $1 }
    #expect(try site.answer(.login, "GET", "", browser).body.contains("name=\"by\" value=\"mail\""))
    let asked = try site.answer(.login, "POST", "email=a@example.com&password=&by=mail&next=/members/", form)
    #expect(asked.status == 303)
    #expect(asked.value("Location") == "/cgi-bin/login.cgi?by=mail&next=/members/")
    let cookie = asked.cookie("Mail")
    let page = try site.answer(
      .login, "GET", "",
      browser.merging(["HTTP_COOKIE": cookie, "QUERY_STRING": "by=mail&next=/members/"]) { $1 }
    ).body
    #expect(page.contains("name=\"code\"") && page.contains("If a@example.com has an account"))
    let wrong = try site.answer(
      .login, "POST", "code=BBBBBBBB&next=/members/", form.merging(["HTTP_COOKIE": cookie]) { $1 })
    #expect(wrong.status == 401)
    #expect(wrong.body.contains("This code is wrong or too old.") && wrong.body.contains("name=\"code\""))
    let right = try site.answer(
      .login, "POST", "code=\(try code())&next=/members/", form.merging(["HTTP_COOKIE": cookie]) { $1 })
    #expect(right.status == 303)
    #expect(right.value("Location") == "/members/")
    // The link, from a webmail: the button says whose login it is.
    let ticket = try site.ticket(.login)
    let first = try site.answer(.login, "GET", "", browser.merging(["QUERY_STRING": "t=\(ticket)"]) { $1 })
    #expect(first.status == 303 && first.value("Location") == "/cgi-bin/login.cgi")
    let button = try site.answer(
      .login, "GET", "", browser.merging(["HTTP_COOKIE": "authTicket=\(ticket)"]) { $1 }
    ).body
    #expect(button.contains("You log in as a@example.com."))
    #expect(button.contains("name=\"t\" value=\"\(ticket)\"") && !button.contains("name=\"password\""))
  }
}

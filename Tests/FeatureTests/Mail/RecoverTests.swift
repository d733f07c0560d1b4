import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// recover.cgi: the wish for a mail, and the new password by its ticket. What is mailed is in
/// `MailFlowTests`.
@Suite struct RecoverTests {
  private let site: TestSite
  private static let now = HandMadeToken.now
  private static let settings = [
    "AUTH_SITE_URL": "https://club.example", "AUTH_MAIL_FROM": "no-reply@club.example",
  ]

  init() throws {
    site = try TestSite(Self.settings)
    try site.makeSender()
    try #require(try site.register().status == 200)
  }

  private func ask(_ email: String = "a@example.com", _ variables: [String: String] = [:]) throws -> Answer {
    try site.answer(.recover, "POST", #"{"email":"\#(email)"}"#, variables)
  }

  private func use(
    _ ticket: String, _ password: String = "nine herons at dawn", _ variables: [String: String] = [:],
    now: Int = now
  ) throws -> Answer {
    try site.answer(
      .recover, "POST", #"{"t":"\#(ticket)","newPassword":"\#(password)"}"#, variables, now: now)
  }

  // MARK: Asking

  @Test func asksForEveryAddressAlike() throws {
    try site.addUser("disabled@example.com", record: "!$7$x::{}")
    var answers: [String] = []
    for email in ["a@example.com", "nobody@example.com", "disabled@example.com"] {
      let answer = try ask(email, ["REMOTE_ADDR": "192.0.2.\(answers.count + 1)"])
      #expect(answer.status == 200)
      #expect(answer.message == "If that address has an account, a mail is on its way")
      answers.append(answer.output)
    }
    #expect(Set(answers).count == 1)
    let entries = try site.outbox()
    #expect(entries.map(\.purpose) == [.recovery, .recovery, .recovery])
    #expect(
      Set(entries.map(\.email.text)) == ["a@example.com", "nobody@example.com", "disabled@example.com"])
  }

  /// No link, no code, no key: a copy of the folder opens nothing.
  @Test func keepsNoTicket() throws {
    _ = try ask()
    let name = try #require(try site.folder.names("auth-data/outbox").first { $0.first?.isNumber ?? false })
    let members = try #require(
      try JSONSerialization.jsonObject(with: Data(site.folder.bytes("auth-data/outbox/\(name)")))
        as? [String: Any])
    #expect(Set(members.keys) == ["purpose", "email", "language", "at", "network", "device", "detail"])
    #expect(members["detail"] as? String == "")
  }

  /// Asking changes no user, whoever asks, and over the limit nothing at all: the answer is the same.
  @Test func staysTheSameOverTheLimit() throws {
    let record = try site.record()
    var answers = Set<String>()
    for number in 0..<8 {
      answers.insert(try ask("a@example.com", ["REMOTE_ADDR": "10.0.\(number).1"]).output)
    }
    #expect(answers.count == 1)
    #expect(try site.outbox().count == 3)
    #expect(try site.record() == record)
    // The browser of somebody who logged in has one more; the sender looks whether it is his.
    let cookies = try site.login().cookies
    _ = try ask("a@example.com", ["HTTP_COOKIE": cookies, "REMOTE_ADDR": "10.0.9.1"])
    _ = try ask("a@example.com", ["HTTP_COOKIE": cookies, "REMOTE_ADDR": "10.0.9.2"])
    let entries = try site.outbox()
    #expect(entries.count == 4)
    let user = try site.user()
    #expect(entries.filter { KnownUsers.contains(user.id, in: $0.detail) }.count == 1)
    #expect(!entries.contains { KnownUsers.contains("another", in: $0.detail) })
  }

  @Test(arguments: [
    (#"{}"#, 422, "email is missing"), (#"{"email":7}"#, 422, "email must be a string"),
    (#"{"email":"x"}"#, 422, "email must be an e-mail address, such as name@example.com"),
    (
      #"{"email":"a@example.com\r\nBcc: b@example.com"}"#, 422,
      "email must be an e-mail address, such as name@example.com"
    ),
    ("", 400, "Bad Request"),
  ])
  func wantsAnAddress(body: String, status: Int, message: String) throws {
    let answer = try site.answer(.recover, "POST", body)
    #expect(answer.status == status)
    #expect(answer.message == message)
    #expect(try site.outbox().isEmpty)
  }

  @Test(arguments: [
    ["AUTH_SITE_URL": ""], ["AUTH_MAIL_FROM": ""], ["AUTH_MAIL": "off"],
  ])
  func isOffWhereMailIs(setting: [String: String]) throws {
    let settings = Self.settings.merging(setting) { $1 }.filter { !$0.value.isEmpty }
    let site = try TestSite(settings)
    try site.makeSender()
    let answer = try site.answer(.recover, "POST", #"{"email":"a@example.com"}"#)
    #expect(answer.status == 403)
    #expect(answer.message == "Mail is off")
    let page = try site.answer(.login, "GET", "", ["HTTP_ACCEPT": "text/html"])
    #expect(!page.body.contains("recover.cgi"))
  }

  /// Where the program that sends was not uploaded, nobody is promised a mail.
  @Test func isOffWithoutTheProgramThatSends() throws {
    let site = try TestSite(Self.settings)
    #expect(try site.answer(.recover, "POST", #"{"email":"a@example.com"}"#).status == 403)
  }

  @Test(arguments: [
    ("AUTH_SITE_URL", "https://club.example/"), ("AUTH_SITE_URL", "club.example"),
    ("AUTH_SITE_URL", "ftp://club.example"), ("AUTH_MAIL_FROM", "Club <a@club.example>"),
    ("AUTH_MAIL_FROM", "a@club.example\nBcc: x"), ("AUTH_MAIL_PER_HOUR", "1"),
    ("AUTH_PROGRAMS_PATH", "cgi-bin"), ("AUTH_PROGRAMS_PATH", "/cgi-bin"), ("AUTH_PROGRAMS_PATH", "//x/"),
  ])
  func namesABadSetting(variable: String, value: String) throws {
    let answer = try site.answer(.recover, "POST", #"{"email":"a@example.com"}"#, [variable: value])
    #expect(answer.status == 500)
    #expect(site.log.lines.contains { $0.hasPrefix("config-invalid ") && $0.contains(variable) })
    // Programs that have nothing to do with mail go on.
    #expect(try site.login("a@example.com", "password", [variable: value]).status == 200)
  }

  @Test func isRefusedToOtherSites() throws {
    #expect(try ask("a@example.com", ["HTTP_SEC_FETCH_SITE": "cross-site"]).status == 403)
    #expect(try ask("a@example.com", ["HTTP_ORIGIN": "https://evil.example"]).status == 403)
    #expect(try site.outbox().isEmpty)
  }

  // MARK: Using

  @Test func changesThePasswordOnce() throws {
    let cookies = try site.login().cookies
    let ticket = try site.ticket(.recovery)
    let answer = try use(ticket)
    #expect(answer.status == 200)
    #expect(answer.message == "Password changed")
    // Every session has ended, and nobody is logged in.
    #expect(try site.visit(cookie: cookies).status == 401)
    #expect(try site.answer(.refresh, "POST", "", ["HTTP_COOKIE": cookies]).status == 401)
    #expect(answer.cookie == "authToken=")
    #expect(try site.login().status == 401)
    #expect(try site.login("a@example.com", "nine herons at dawn").status == 200)
    #expect(try site.outbox().map(\.purpose) == [.passwordChanged])
    #expect(try site.auditLines().contains { $0["event"] == "password-recovered" })
    // The address is shown to be his.
    #expect(try site.user().profile.isConfirmed)
    let again = try use(ticket, "ten herons at dawn")
    #expect(again.status == 401)
    #expect(again.message == "Invalid Token")
    #expect(try site.login("a@example.com", "nine herons at dawn").status == 200)
  }

  /// A link that an administrator was shown is no proof of the address.
  @Test func provesNothingByAShownLink() throws {
    #expect(try use(try site.ticket(.shownRecovery)).status == 200)
    #expect(try !site.user().profile.isConfirmed)
    #expect(try site.login("a@example.com", "nine herons at dawn").status == 200)
  }

  /// 20 at once: one.
  @Test func isUsedOnceByMany() throws {
    let ticket = try site.ticket(.recovery)
    let statuses = onThreads(20) { number in
      (try? use(ticket, "nine herons at dawn \(number)", ["AUTH_HASH_SLOTS": "20"]).status) ?? 0
    }
    #expect(statuses.filter { $0 == 200 }.count == 1)
    #expect(statuses.filter { $0 == 401 }.count == 19)
  }

  @Test func endsWithItsHour() throws {
    let ticket = try site.ticket(.recovery)
    #expect(try use(ticket, now: Self.now + 3_600).status == 401)
    #expect(try use(ticket, now: Self.now + 3_599).status == 200)
  }

  /// After another of its kind, a change of password by either way, a change of address, and as another's.
  @Test func isOfNoUseAfterAnythingElse() throws {
    let first = try site.ticket(.recovery), second = try site.ticket(.recovery, now: Self.now + 1)
    #expect(try use(second).status == 200)
    #expect(try use(first).status == 401)

    let third = try site.ticket(.recovery)
    let cookies = try site.login("a@example.com", "nine herons at dawn").cookies
    let change =
      #"{"action":"change-password","currentPassword":"nine herons at dawn","newPassword":"ten herons at dawn"}"#
    #expect(try site.answer(.account, "POST", change, ["HTTP_COOKIE": cookies]).status == 200)
    #expect(try use(third).status == 401)

    let fourth = try site.ticket(.recovery)
    let hash = try site.record().split(separator: ":")[0]
    try site.addUser(record: try site.record().replacingOccurrences(of: hash, with: "$7$by-htdbm"))
    #expect(try use(fourth).status == 401)

    let fifth = try site.ticket(.recovery)
    try site.addUser(record: nil)
    #expect(try use(fifth).status == 401)
    try #require(try site.register().status == 200)
    #expect(try use(fifth).status == 401)
  }

  /// An administrator's mark is no matter of passwords.
  @Test func letsNobodyInWhoIsDisabled() throws {
    let ticket = try site.ticket(.recovery)
    try site.addUser(record: "!" + (try site.record()))
    let disabled = try site.ticket(.recovery)
    #expect(try use(ticket).status == 401)
    #expect(try use(disabled).status == 200)
    #expect(try site.record().hasPrefix("!$7$"))
    #expect(try site.login("a@example.com", "nine herons at dawn").status == 401)
  }

  @Test(arguments: [
    ("short", "password-too-short"), ("password", "password-unchanged"), ("drowssap", "password-common"),
    ("a@example.com", "password-is-email"),
  ])
  func judgesThePassword(password: String, word: String) throws {
    let ticket = try site.ticket(.recovery)
    let answer = try use(ticket, password)
    // The one from before may be chosen again by somebody who did not know it.
    #expect(answer.status == (word == "password-unchanged" ? 200 : 422))
    if answer.status == 422 { #expect(try use(ticket).status == 200) }
  }

  /// Tickets of other purposes, and the other kinds of tokens.
  @Test func takesNoOtherToken() throws {
    let login = try site.login()
    var tokens = try [Ticket.Purpose.confirmation, .emailChange, .login].map {
      try site.ticket($0)
    }
    tokens.append(
      Ticket(
        undoing: try site.user().email, nonce: [1, 2, 3, 4, 5, 6, 7, 8], end: Self.now + 100
      ).text(try site.privateKeys()))
    for name in ["Token", "Refresh", "Device"] {
      tokens.append(String(login.cookie(name).drop { $0 != "=" }.dropFirst()))
    }
    for token in tokens + ["", "x", String(repeating: "A", count: 5_000)] {
      #expect(try use(token).status == 401, "\(token)")
    }
  }

  // MARK: Pages

  private func page(
    _ query: String = "", _ variables: [String: String] = [:], method: String = "GET", now: Int = now
  ) throws -> Answer {
    let browser = [
      "HTTP_ACCEPT": "text/html", "CONTENT_TYPE": "", "QUERY_STRING": query,
      "SCRIPT_NAME": "/cgi-bin/recover.cgi",
    ]
    return try site.answer(.recover, method, "", browser.merging(variables) { $1 }, now: now)
  }

  private func send(_ form: String, _ variables: [String: String] = [:]) throws -> Answer {
    let browser = [
      "HTTP_ACCEPT": "text/html", "CONTENT_TYPE": "application/x-www-form-urlencoded",
      "SCRIPT_NAME": "/cgi-bin/recover.cgi",
    ]
    return try site.answer(.recover, "POST", form, browser.merging(variables) { $1 })
  }

  @Test func leadsThere() throws {
    try site.folder.write("cgi-bin/recover.cgi", "")
    let login = try site.answer(
      .login, "GET", "",
      ["HTTP_ACCEPT": "text/html", "CONTENT_TYPE": "", "SCRIPT_NAME": "/cgi-bin/login.cgi"])
    #expect(login.body.contains("<a href=\"/cgi-bin/recover.cgi\">Forgot your password?</a>"))
    let form = try page()
    #expect(form.status == 200)
    #expect(form.body.contains("name=\"email\""))
    let sent = try send("email=a%40example.com")
    #expect(sent.status == 303)
    #expect(sent.value("Location") == "/cgi-bin/recover.cgi?notice=sent")
    let told = try page("notice=sent").body
    #expect(told.contains("If that address has an account, a mail is on its way."))
    #expect(told.contains("Look into the folder for unwanted mail, too."))
  }

  /// The ticket leaves the URL by a redirect, and changes nothing until the form is sent.
  @Test func carriesTheTicketIntoTheForm() throws {
    let ticket = try site.ticket(.recovery)
    for method in ["GET", "HEAD"] {
      let first = try page("t=\(ticket)", method: method)
      #expect(first.status == 303)
      #expect(first.value("Location") == "/cgi-bin/recover.cgi")
      #expect(
        first.values("Set-Cookie")
          == ["authTicket=\(ticket); Path=/; Max-Age=600; HttpOnly; SameSite=Lax"])
    }
    let cookie = ["HTTP_COOKIE": "authTicket=\(ticket)"]
    let record = try site.record()
    let form = try page("", cookie).body
    #expect(form.contains("<input type=\"hidden\" name=\"t\" value=\"\(ticket)\">"))
    #expect(form.contains("autocomplete=\"username\" value=\"a@example.com\""))
    #expect(form.contains("name=\"newPassword\""))
    #expect(!form.contains("name=\"email\""))
    #expect(try site.record() == record)
    let short = try send("t=\(ticket)&newPassword=short", cookie)
    #expect(short.status == 422)
    #expect(short.body.contains("Too short") && short.body.contains(ticket))
    let done = try send("t=\(ticket)&newPassword=nine+herons+at+dawn", cookie)
    #expect(done.status == 303)
    #expect(done.value("Location") == "/cgi-bin/login.cgi?notice=password-changed")
    #expect(done.values("Set-Cookie").contains { $0.hasPrefix("authTicket=; Path=/; Max-Age=0;") })
    // A second click on the link, or on the button.
    let late = try page("", cookie)
    #expect(late.status == 200)
    #expect(late.body.contains("This link is not good any more.") && late.body.contains("name=\"email\""))
    let twice = try send("t=\(ticket)&newPassword=nine+herons+at+dawn", cookie)
    #expect(twice.status == 401)
    #expect(twice.body.contains("This link is not good any more.") && twice.body.contains("name=\"email\""))
  }

  /// Links are made of the settings, whatever a client says of the host.
  @Test func asksByNoHost() throws {
    _ = try ask("a@example.com", ["HTTP_HOST": "evil.example", "HTTP_X_FORWARDED_HOST": "evil.example"])
    for name in try site.folder.names("auth-data/outbox") where name.first?.isNumber ?? false {
      #expect(try !site.folder.text("auth-data/outbox/\(name)").contains("evil"))
    }
  }
}

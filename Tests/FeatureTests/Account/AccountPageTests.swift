import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// account.cgi in a browser: the page, and its forms with their tokens.
@Suite struct AccountPageTests {
  private let site: TestSite
  private let cookies: String
  private static let now = HandMadeToken.now

  init() throws {
    site = try TestSite()
    try #require(try site.register().status == 200)
    cookies = try site.login().cookies
  }

  private func page(
    _ query: String = "", _ variables: [String: String] = [:], cookies: String? = nil
  ) throws -> Answer {
    try send("GET", "", variables.merging(["QUERY_STRING": query]) { $1 }, cookies: cookies)
  }

  private func send(
    _ method: String, _ fields: String, _ variables: [String: String] = [:], cookies: String? = nil,
    now: Int = now
  ) throws -> Answer {
    let browser = [
      "HTTP_ACCEPT": "text/html", "CONTENT_TYPE": "application/x-www-form-urlencoded",
      "SCRIPT_NAME": "/cgi-bin/account.cgi", "HTTP_COOKIE": cookies ?? self.cookies,
    ]
    return try site.answer(.account, method, fields, browser.merging(variables) { $1 }, now: now)
  }

  /// The token in the form of an action.
  private func token(_ action: String, cookies: String? = nil) throws -> String {
    let page = try page("", [:], cookies: cookies).body
    let form = try #require(page.components(separatedBy: "value=\"\(action)\">").dropFirst().first)
    let value = try #require(form.components(separatedBy: "name=\"formToken\" value=\"").dropFirst().first)
    return String(value.prefix { $0 != "\"" })
  }

  private func post(_ action: String, _ fields: String = "") throws -> Answer {
    try send("POST", "action=\(action)&formToken=\(try token(action))&\(fields)")
  }

  @Test func hasASectionForEverything() throws {
    _ = try site.login("a@example.com", "password", ["HTTP_USER_AGENT": "X (Windows) Firefox/1"])
    let body = try page().body
    for text in [
      "<h1>Your account</h1>", "a@example.com", "<h2>Change password</h2>", "<h2>Change e-mail address</h2>",
      "<h2>Name and language</h2>", "Firefox on Windows", "this session", "Last renewed",
      "End all other sessions", "<h2>Your data</h2>", "<h2>Close account</h2>",
    ] {
      #expect(body.contains(text), "\(text)")
    }
    let forms = body.components(separatedBy: "<form ").count - 1
    // Two of them log out: that of the frame, and that of this session.
    #expect(forms == 9)
    #expect(body.components(separatedBy: "name=\"formToken\"").count - 1 == forms - 2)
    #expect(body.contains("<form method=\"post\" action=\"/cgi-bin/logout.cgi\">"))
    #expect(body.components(separatedBy: "<script").count == 2)
    // Every id stands once.
    let ids = body.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
    #expect(Set(ids).count == ids.count)
    // A token that no login of ours began changes nothing.
    let id = try #require(body.firstMatch(of: /User ID<\/dt><dd translate="no">([^<]+)/)).1
    let foreign = HandMadeToken.make(HandMadeToken.claims(sub: "\"\(id)\""))
    let other = try page("", ["JWT_SECRET": HandMadeToken.key], cookies: "authToken=" + foreign)
    #expect(other.status == 200)
    #expect(other.body.contains("Nothing can be changed with this login"))
    #expect(!other.body.contains("name=\"action\""))
  }

  @Test(arguments: [
    ("change-profile", "name=Ada&language="),
    ("change-password", "currentPassword=password&newPassword=nine+herons+at+dawn"),
    ("change-email", "currentPassword=password&newEmail=b@example.com"),
    ("end-session", "session=AAAAAAAAAAAAAAAAAAAAAA"), ("end-other-sessions", ""),
  ])
  func comesBackWithANotice(action: String, fields: String) throws {
    _ = try site.login()
    let answer = try post(action, fields)
    #expect(answer.status == 303)
    #expect(answer.value("Location") == "/cgi-bin/account.cgi?done=\(action)")
    let set = answer.cookies
    let next = try page("done=\(action)", [:], cookies: set.isEmpty ? cookies : set)
    #expect(next.status == 200)
    #expect(next.body.contains("<p role=\"status\" id=\"notice\">"))
  }

  @Test func savesAFileAndCloses() throws {
    let file = try post("export", "currentPassword=password")
    #expect(file.status == 200)
    #expect(file.value("Content-Type") == "application/json")
    let closed = try post("close-account", "currentPassword=password")
    #expect(closed.status == 303)
    #expect(closed.value("Location") == "/cgi-bin/login.cgi?notice=account-closed")
    let login = try site.answer(
      .login, "GET", "",
      ["HTTP_ACCEPT": "text/html", "CONTENT_TYPE": "", "QUERY_STRING": "notice=account-closed"])
    #expect(login.body.contains("Your account is closed."))
  }

  /// A problem stands beside its field, in the section that it is of; what was typed stays, passwords do not.
  @Test(arguments: [
    (
      "change-password", "currentPassword=wrong+password&newPassword=nine+herons+at+dawn", 401,
      "change-password-currentPassword-error", "This is not your current password."
    ),
    (
      "change-password", "currentPassword=password&newPassword=short", 422,
      "change-password-newPassword-error", "Too short: use at least 8 characters."
    ),
    (
      "change-email", "currentPassword=wrong+password&newEmail=b@example.com", 401,
      "change-email-currentPassword-error", "This is not your current password."
    ),
    (
      "change-email", "currentPassword=password&newEmail=a@example.com", 409, "change-email-newEmail-error",
      "This address has an account already."
    ),
    ("export", "currentPassword=", 422, "export-currentPassword-error", "Please fill in this field."),
    (
      "close-account", "currentPassword=wrong+password", 401, "close-account-currentPassword-error",
      "This is not your current password."
    ),
    (
      "change-profile", "name=\(String(repeating: "n", count: 65))", 422, "change-profile-name-error",
      "Use at most 64 characters."
    ),
  ])
  func tellsAProblemBesideItsField(
    action: String, fields: String, status: Int, id: String, text: String
  ) throws {
    let answer = try post(action, fields)
    #expect(answer.status == status)
    #expect(answer.body.contains("<p class=\"error\" id=\"\(id)\">\(text)</p>"))
    #expect(answer.body.contains("<details id=\"\(action)\" open>"))
    #expect(answer.body.components(separatedBy: " open>").count == 2)
    #expect(!answer.body.contains("role=\"alert\""))
    #expect(!answer.body.contains("wrong password") && !answer.body.contains("nine herons"))
    if fields.contains("newEmail=b") { #expect(answer.body.contains("value=\"b@example.com\"")) }
  }

  @Test func saysHowLongToWait() throws {
    for _ in 1...5 { #expect(try post("export", "currentPassword=wrong+password").status == 401) }
    let answer = try post("export", "currentPassword=password")
    #expect(answer.status == 429)
    #expect(answer.value("Retry-After") != nil)
    #expect(answer.body.contains("<p role=\"alert\" id=\"problem\">Too many attempts."))
  }

  // MARK: Tokens of forms

  static let actions = [
    "change-profile", "change-password", "change-email", "end-session", "end-other-sessions", "export",
    "close-account",
  ]

  /// Without a token, with one that is none, with that of every other action, and of another session.
  @Test(arguments: actions)
  func wantsTheTokenOfItsForm(action: String) throws {
    let fields = "&currentPassword=password&newPassword=nine+herons+at+dawn&newEmail=b@example.com&name=Ada"
    let other = try site.login().cookies
    var tokens = ["", "&formToken=", "&formToken=x"]
    for another in Self.actions where another != action && another != "end-session" {
      tokens.append("&formToken=" + (try token(another)))
    }
    if action != "end-session" { tokens.append("&formToken=" + (try token(action, cookies: other))) }
    let before = try site.record()
    for token in tokens {
      let answer = try send("POST", "action=\(action)\(token)\(fields)")
      #expect(answer.status == 403)
      #expect(answer.body.contains("This form was out of date."))
      // What programs send as a form is no different.
      let program = try send("POST", "action=\(action)\(token)\(fields)", ["HTTP_ACCEPT": "*/*"])
      #expect(program.message == "Form token refused")
    }
    #expect(try site.record() == before)
    #expect(try site.visit(cookie: other).status == 200)
  }

  /// A session's other tokens are none of forms, nor the other way round.
  @Test func opensNothingElse() throws {
    let form = try token("export")
    let refresh = cookies.components(separatedBy: "authRefresh=")[1].prefix { $0 != ";" }
    let device = cookies.components(separatedBy: "authDevice=")[1].prefix { $0 != ";" }
    let access = cookies.components(separatedBy: "authToken=")[1].prefix { $0 != ";" }
    for token in [refresh, device, access] {
      let answer = try send("POST", "action=export&currentPassword=password&formToken=\(token)")
      #expect(answer.status == 403)
    }
    #expect(try site.visit(cookie: "authToken=" + form).message == "Invalid Token")
    #expect(try site.visit(authorization: "Bearer " + form).message == "Invalid Token")
    #expect(
      try site.answer(.refresh, "POST", "", ["HTTP_COOKIE": "authRefresh=" + form]).message
        == "Invalid Token")
    #expect(
      try site.answer(.refresh, "POST", #"{"refresh_token":"\#(form)"}"#).message == "Invalid Token")
  }

  /// A form that was open for longer than its access token lives is not lost.
  @Test func renewsTheSessionOfAForm() throws {
    let token = try token("export")
    let later = Self.now + 5000
    let fields = "action=export&currentPassword=password&formToken=\(token)"
    let answer = try send("POST", fields, now: later)
    #expect(answer.status == 200)
    #expect(answer.values("Set-Cookie").map { $0.prefix { $0 != "=" } } == ["authToken", "authRefresh"])
    // Another site's page does not get that far.
    let foreign = try send("POST", fields, ["HTTP_SEC_FETCH_SITE": "same-site"], now: later)
    #expect(foreign.status == 403)
    #expect(foreign.values("Set-Cookie") == [])
  }

  @Test func speaksTheLanguageThatWasChosen() throws {
    #expect(try page("", ["HTTP_ACCEPT_LANGUAGE": "fr"]).body.contains("<h1>Votre compte</h1>"))
    #expect(try post("change-profile", "language=de").status == 303)
    let body = try page("", ["HTTP_ACCEPT_LANGUAGE": "fr"]).body
    #expect(body.contains("<html lang=\"de\">") && body.contains("<h1>Ihr Konto</h1>"))
    #expect(body.contains("<option value=\"de\" lang=\"de\" translate=\"no\" selected>Deutsch</option>"))
  }

  /// What people wrote of themselves is text and nothing else.
  @Test func escapesWhatPeopleWrote() throws {
    #expect(try post("change-profile", "name=%3Cb%3E%22%27%26").status == 303)
    let body = try page().body
    #expect(body.contains("<dd translate=\"no\">&lt;b&gt;&quot;&#39;&amp;</dd>"))
    #expect(!body.contains("<b>"))
  }
}

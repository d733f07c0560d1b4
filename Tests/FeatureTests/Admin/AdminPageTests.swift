import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// admin.cgi in a browser: the pages, and their forms with their tokens.
@Suite struct AdminPageTests {
  private let admin: AdminSite
  private static let now = HandMadeToken.now

  init() throws { admin = try AdminSite() }

  /// The path of the page of a user, as the list has it.
  private func page(of email: String) throws -> String {
    let list = try admin.browse("GET", "").body
    let item = try #require(list.components(separatedBy: "<li ").first { $0.contains(">\(email)<") })
    let link = try #require(item.components(separatedBy: "href=\"/cgi-bin/admin.cgi?").dropFirst().first)
    return String(link.prefix { $0 != "\"" })
  }

  /// Sends a form of a page.
  private func send(_ action: String, _ fields: String, from query: String) throws -> Answer {
    let token = try AdminSite.token(action, in: try admin.browse("GET", query))
    return try admin.browse("POST", "", "action=\(action)&formToken=\(token)&\(fields)")
  }

  @Test func listsUsersWithoutAnAddressInALink() throws {
    _ = try admin.act("add-to-group", #""email":"b@example.com","group":"staff""#)
    let page = try admin.browse("GET", "")
    #expect(page.status == 200)
    for text in [
      "<h1>Administration</h1>", "b@example.com", "staff", "Create a user", "Audit log", "Settings",
    ] {
      #expect(page.body.contains(text), "\(text)")
    }
    for link in page.body.components(separatedBy: "href=\"").dropFirst() {
      #expect(!link.prefix { $0 != "\"" }.contains("@"))
    }
    // The form for a group only asks, and that to log out, in the header, needs no token.
    let forms = page.body.components(separatedBy: "<form method=\"post\"").count - 1
    #expect(page.body.components(separatedBy: "name=\"formToken\"").count == forms)
  }

  @Test func goesFromTheListThroughAUser() throws {
    let query = try page(of: "b@example.com")
    let user = try admin.browse("GET", query).body
    for text in [
      "<h1>b@example.com</h1>", "User ID", "Put into the group", "Disable the user", "Remove the user",
    ] {
      #expect(user.contains(text), "\(text)")
    }
    let joined = try send("add-to-group", "email=b%40example.com&group=staff", from: query)
    #expect(joined.status == 303)
    #expect(joined.value("Location") == "/cgi-bin/admin.cgi?\(query)&done=add-to-group")
    let done = try admin.browse("GET", query + "&done=add-to-group").body
    #expect(done.contains("<p role=\"status\" id=\"notice\">Done.</p>") && done.contains(">staff</a>"))
    #expect(try send("disable", "email=b%40example.com", from: query).status == 303)
    #expect(try admin.browse("GET", query).body.contains("<dd>disabled</dd>"))
    #expect(try admin.browse("GET", "").body.contains("<del>b@example.com</del>"))
    #expect(try send("enable", "email=b%40example.com", from: query).status == 303)
    #expect(try admin.groups("b@example.com") == ["staff"])
  }

  /// What cannot be undone is asked for once more.
  @Test func asksBeforeItRemoves() throws {
    let query = try page(of: "b@example.com")
    let user = try admin.browse("GET", query).body
    #expect(!user.contains("value=\"remove\""))
    let question = try admin.browse("GET", query + "&remove=").body
    #expect(question.contains("b@example.com is removed at once and for good, with all sessions and groups."))
    let answer = try send("remove", "email=b%40example.com", from: query + "&remove=")
    #expect(answer.value("Location") == "/cgi-bin/admin.cgi?done=remove")
    #expect(try admin.browse("GET", query).status == 404)
  }

  @Test func showsALink() throws {
    let page = try send("recover", "email=b%40example.com", from: try page(of: "b@example.com"))
    #expect(page.status == 200)
    #expect(page.body.contains("<p id=\"link\" translate=\"no\"><a href=\"/cgi-bin/recover.cgi?t="))
    #expect(page.body.contains("Give the link to b@example.com by a safe way."))
  }

  @Test func changesAGroup() throws {
    let answer = try send(
      "add-to-group", "group=staff&emails=a%40example.com%20b%40example.com", from: "group=staff")
    #expect(answer.value("Location") == "/cgi-bin/admin.cgi?group=staff&done=add-to-group")
    let page = try admin.browse("GET", "group=staff").body
    #expect(page.contains("<h1>Group staff</h1>"))
    #expect(page.contains("a@example.com") && page.contains("b@example.com"))
    // What was typed is there again, with what is wrong beside it.
    let wrong = try send("remove-from-group", "group=staff&emails=b%40example.com%20x", from: "group=staff")
    #expect(wrong.status == 422)
    #expect(wrong.body.contains("value=\"b@example.com x\""))
    #expect(wrong.body.contains("Address number 2 has no account. Nothing was changed."))
    #expect(wrong.body.contains("<details id=\"remove-from-group\" open>"))
  }

  @Test func searches() throws {
    let found = try send("search", "q=b%40", from: "")
    #expect(found.status == 200)
    #expect(found.body.contains("b@example.com") && !found.body.contains(">a@example.com<"))
    #expect(try send("search", "q=zebra", from: "").body.contains("Nobody is there."))
  }

  @Test func creates() throws {
    let answer = try send("create", "email=c%40example.com&groups=staff", from: "")
    #expect(answer.status == 303)
    #expect(try admin.groups("c@example.com") == ["staff"])
    let taken = try send("create", "email=c%40example.com&groups=staff", from: "")
    #expect(taken.status == 409)
    #expect(taken.body.contains("value=\"c@example.com\"") && taken.body.contains("value=\"staff\""))
  }

  @Test(arguments: ["add-to-group", "disable", "end-sessions", "search"])
  func wantsTheTokenOfItsForm(action: String) throws {
    let before = try admin.site.record("b@example.com")
    let query = try page(of: "b@example.com")
    let other = try AdminSite.token("create", in: try admin.browse("GET", ""))
    let session = try admin.site.login().cookies
    try #require(try admin.prove(session).status == 200)
    let foreign = try AdminSite.token("add-to-group", in: try admin.browse("GET", query, cookies: session))
    for token in ["", "x", other, foreign] {
      let answer = try admin.browse(
        "POST", "", "action=\(action)&formToken=\(token)&email=b%40example.com&group=staff&q=b")
      #expect(answer.status == 403)
    }
    #expect(try admin.site.record("b@example.com") == before)
  }

  /// What was asked for is there after the password was given.
  @Test func asksForThePasswordAndGoesOn() throws {
    let later = Self.now + 700
    let query = "group=staff"
    let page = try admin.browse("GET", query, now: later)
    #expect(page.status == 401)
    #expect(page.body.contains("Enter your password. It counts here for ten minutes."))
    let token = try AdminSite.token("prove", in: page)
    #expect(page.body.contains("name=\"next\" value=\"/cgi-bin/admin.cgi?group=staff\""))
    let form = "action=prove&formToken=\(token)&next=%2Fcgi-bin%2Fadmin.cgi%3Fgroup%3Dstaff&currentPassword="
    let wrong = try admin.browse("POST", "", form + "wrong+password", now: later)
    #expect(wrong.status == 401)
    #expect(wrong.body.contains("This is not your current password."))
    #expect(wrong.body.contains("name=\"next\" value=\"/cgi-bin/admin.cgi?group=staff\""))
    let right = try admin.browse("POST", "", form + "password", now: later)
    #expect(right.value("Location") == "/cgi-bin/admin.cgi?group=staff")
    #expect(try admin.browse("GET", query, now: later).status == 200)
    let away = try admin.browse(
      "POST", "",
      form.replacing("%2Fcgi-bin%2Fadmin.cgi%3Fgroup%3Dstaff", with: "%2F%2Fevil.example") + "password",
      now: later)
    #expect(away.value("Location") == "/cgi-bin/admin.cgi")
  }

  /// A form that comes too late keeps what was typed into it.
  @Test func keepsALateForm() throws {
    let later = Self.now + 700
    let token = try AdminSite.token("create", in: try admin.browse("GET", ""))
    let fields = "action=create&formToken=\(token)&email=c%40example.com&groups=%22staff"
    let page = try admin.browse("POST", "", fields, now: later)
    #expect(page.status == 401)
    #expect(page.body.contains("name=\"email\" value=\"c@example.com\""))
    #expect(page.body.contains("name=\"groups\" value=\"&quot;staff\""))
    #expect(try AdminSite.token("create", in: page) == token)
    let sent = try admin.browse(
      "POST", "", fields.replacing("%22", with: "") + "&currentPassword=password", now: later)
    #expect(sent.status == 303)
    #expect(try admin.site.record("c@example.com").contains(":staff:"))
  }

  @Test func escapesWhatOthersWrote() throws {
    try admin.site.addUser("x@example.com", record: #"x:<b>,"c:{"id":"<i>","name":"<u>"}"#)
    let query = try page(of: "x@example.com")
    let body = try admin.browse("GET", query).body + (try admin.browse("GET", "").body)
    for text in ["<b>", "<i>", "<u>", "\"c\""] { #expect(!body.contains(text), "\(text)") }
    #expect(body.contains("&lt;u&gt;"))
    // Such a group can be left.
    let answer = try send("remove-from-group", "email=x%40example.com&group=%3Cb%3E", from: query)
    #expect(answer.status == 303)
    #expect(try admin.groups("x@example.com") == ["\"c"])
  }

  @Test(arguments: Language.allCases) func speaksTheLanguageOfThePerson(language: Language) throws {
    _ = try admin.site.answer(
      .account, "POST", #"{"action":"change-profile","language":"\#(language.rawValue)"}"#,
      ["HTTP_COOKIE": admin.cookies])
    let page = try admin.browse("GET", "").body
    #expect(page.contains("<html lang=\"\(language.rawValue)\">"))
  }

  @Test func showsLogsAndSettings() throws {
    #expect(try admin.browse("GET", "log=audit").body.contains("&quot;event&quot;:&quot;admin-made&quot;"))
    #expect(try admin.browse("GET", "log=error").body.contains("weak-password-hash"))
    let doctor = try admin.browse("GET", "doctor=").body
    #expect(
      doctor.contains(
        "<dt>The site is used by HTTPS.</dt><dd><strong class=\"error\">No, this is to be mended</strong>"
      ))
    #expect(try admin.browse("GET", "settings=").body.contains("<dt>admin_group</dt>"))
  }

  // MARK: Before there is one

  @Test func asksForTheCode() throws {
    let site = try TestSite()
    _ = try site.register()
    let cookies = try site.login().cookies
    func browse(_ method: String, _ fields: String = "", _ more: [String: String] = [:]) throws -> Answer {
      let variables = [
        "HTTP_ACCEPT": "text/html", "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "SCRIPT_NAME": "/cgi-bin/admin.cgi", "HTTP_COOKIE": cookies, "REQUEST_URI": "/cgi-bin/admin.cgi",
      ]
      return try site.answer(.admin, method, fields, variables.merging(more) { $1 })
    }
    let stranger = try browse("GET", "", ["HTTP_COOKIE": ""])
    #expect(stranger.value("Location") == "/cgi-bin/login.cgi?next=/cgi-bin/admin.cgi")
    let page = try browse("GET")
    #expect(page.status == 200)
    #expect(page.body.contains("<h1>The first administrator</h1>"))
    let form = "action=claim&formToken=\(try AdminSite.token("claim", in: page))&code="
    let wrong = try browse("POST", form + "x")
    #expect(wrong.status == 403)
    #expect(wrong.body.contains("This is not what stands in the file now."))
    #expect(try browse("POST", "action=claim&formToken=x&code=x").status == 403)
    let code = try site.folder.text("auth-data/admin.code").trimmingCharacters(in: .newlines)
    #expect(!wrong.body.contains(code) && !page.body.contains(code))
    #expect(try browse("POST", form + code).value("Location") == "/cgi-bin/admin.cgi")
    #expect(try browse("GET").body.contains("Is it you?"))

    try site.folder.write("auth-data/admin.rescue", "")
    let rescue = try browse("GET", "", ["HTTP_COOKIE": "", "QUERY_STRING": "rescue"])
    #expect(rescue.status == 200)
    #expect(rescue.body.contains("<h1>Rescue</h1>"))
    #expect(rescue.body.contains("action=\"/cgi-bin/admin.cgi?rescue=\""))
    let refused = try browse(
      "POST", "code=x&email=a%40example.com", ["HTTP_COOKIE": "", "QUERY_STRING": "rescue="])
    #expect(refused.status == 403)
    #expect(refused.body.contains("value=\"a@example.com\""))
  }
}

import CGIAuthHarness
import Foundation
import Testing

/// The built programs and `send`, with a Maildir in the place of the host's mail: from "Forgot your
/// password?" to the new one. What Python's `email` reads of the mails counts.
@Suite struct MailFlowTests {
  private static func site(_ settings: [String: String] = [:]) throws -> CGISite {
    let site = try CGISite(mailing: settings)
    try #require(try site.post("register", "ada@example.com", "correct horse battery").status == 200)
    return site
  }

  private func ask(
    _ site: CGISite, _ email: String = "ada@example.com", _ variables: [String: String] = [:]
  ) throws {
    let answer = try site.post("recover", json: #"{"email":"\#(email)"}"#, variables)
    try #require(answer.status == 200)
    #expect(answer.message == "If that address has an account, a mail is on its way")
  }

  private func recover(_ site: CGISite, _ ticket: String, _ password: String) throws -> Answer {
    try site.post("recover", json: #"{"t":"\#(ticket)","newPassword":"\#(password)"}"#)
  }

  @Test func recoversAPassword() throws {
    let site = try Self.site()
    try ask(site)
    let mail = try site.mail(1)
    #expect(mail.to == "ada@example.com" && mail.from == "Chess club <no-reply@club.example>")
    #expect(mail.subject == "Chess club: Choose a new password")
    #expect(mail.autoSubmitted == "auto-generated")
    let link = try #require(mail.links.first)
    #expect(mail.links.count == 1)
    #expect(link.hasPrefix("https://club.example/cgi-bin/recover.cgi?t="))
    let ticket = String(link.split(separator: "=")[1])
    #expect(ticket.count < 120)
    #expect(try recover(site, ticket, "nine herons at dawn").status == 200)
    #expect(try recover(site, ticket, "ten herons at dawn").status == 401)
    #expect(try site.post("login", "ada@example.com", "correct horse battery").status == 401)
    #expect(try site.post("login", "ada@example.com", "nine herons at dawn").status == 200)
    let notice = try site.mail(2)
    #expect(notice.subject == "Chess club: Your password was changed")
    #expect(notice.to == "ada@example.com")
    try eventually("an empty outbox") { try site.waiting().isEmpty }
    let audit = try site.folder.text("data/audit.log")
    #expect(audit.contains("\"event\":\"mail-sent\",\"reason\":\"recovery\",\"email\":\"ada@example.com\""))
    #expect(audit.contains("\"event\":\"password-recovered\""))
  }

  /// Makes the first user the administrator, who has given the password.
  private static func administrator(of site: CGISite) throws -> String {
    let cookies = try site.post("login", "ada@example.com", "correct horse battery").cookies
    try #require(try site.request("admin", ["HTTP_COOKIE": cookies]).status == 200)
    let code = try site.folder.text("data/admin.code").trimmingCharacters(in: .whitespacesAndNewlines)
    for action in [
      #"{"action":"claim","code":"\#(code)"}"#,
      #"{"action":"prove","currentPassword":"correct horse battery"}"#,
    ] {
      try #require(try site.post("admin", json: action, ["HTTP_COOKIE": cookies]).status == 200)
    }
    return cookies
  }

  /// An invitation by mail, whose link confirms the address; one digest for people who wait; and the mail to
  /// whoever is let in.
  @Test func invitesAndLetsIn() throws {
    let site = try Self.site()
    let cookies = try Self.administrator(of: site)
    func act(_ fields: String) throws -> Answer {
      try site.post("admin", json: "{\(fields)}", ["HTTP_COOKIE": cookies])
    }
    let invited = try act(#""action":"invite","email":"cy@example.com","groups":"staff""#)
    #expect(invited.contains("\"Invited\""))
    let invitation = try site.mail(1)
    #expect(invitation.to == "cy@example.com" && invitation.subject == "Chess club: An invitation")
    let link = try #require(invitation.links.first)
    #expect(link.hasPrefix("https://club.example/cgi-bin/register.cgi?t="))
    #expect(!(try act(#""action":"show","email":"ada@example.com""#).contains(link)))
    let ticket = String(try #require(link.split(separator: "=").last))
    let invite = ["AUTH_REGISTRATION": "invite", "AUTH_CONFIRM_EMAIL": "required"]
    #expect(try site.post("register", "cy@example.com", "nine herons at dawn", invite).status == 403)
    let credentials = #""email":"cy@example.com","password":"nine herons at dawn""#
    let registered = try site.post("register", json: #"{"t":"\#(ticket)",\#(credentials)}"#, invite)
    #expect(registered.message == "User registered successfully")
    #expect(try act(#""action":"show","email":"cy@example.com""#).contains("\"confirmed\":true"))

    let approval = ["AUTH_REGISTRATION": "approval"]
    for name in ["dan", "eve", "fay"] {
      let answer = try site.post("register", "\(name)@example.com", "nine herons at dawn", approval)
      #expect(answer.message == "An administrator will look at it")
      if name == "dan" {
        let digest = try site.mail(2)
        #expect(digest.to == "ada@example.com" && digest.subject == "Chess club: Registrations are waiting")
        #expect(digest.links == ["https://club.example/cgi-bin/admin.cgi?waiting="])
      }
    }
    #expect(try act(#""action":"approve","email":"dan@example.com""#).message == "User approved")
    let opened = try site.mail(3)
    #expect(opened.to == "dan@example.com" && opened.subject == "Chess club: Your account is open")
    #expect(try site.post("login", "dan@example.com", "nine herons at dawn").status == 200)
    // What is about the others waits for the hour to pass.
    try eventually("one note that somebody waits") { try site.waiting().count == 1 }
    let errors = site.folder.has("data/error.log") ? try site.folder.text("data/error.log") : ""
    #expect(!errors.contains("outbox"), "\(errors)")
    #expect(try site.mails().count == 3)
  }

  /// What administrators are shown and send.
  @Test func writesWhatAdministratorsDo() throws {
    let site = try Self.site()
    try #require(try site.post("register", "bob@example.com", "correct horse battery").status == 200)
    let cookies = try Self.administrator(of: site)
    func act(_ fields: String) throws -> Answer {
      try site.post("admin", json: "{\(fields)}", ["HTTP_COOKIE": cookies])
    }

    #expect(try act(#""action":"test-mail""#).status == 200)
    let test = try site.mail(1)
    #expect(test.to == "ada@example.com" && test.subject == "Chess club: A test")
    #expect(try act(#""action":"recover","email":"bob@example.com""#).contains("\"Link made\""))
    let told = try site.mail(2)
    #expect(told.to == "bob@example.com" && told.subject == "Chess club: A link to your account was shown")
    #expect(told.links.isEmpty)
    let join = #""action":"add-to-group","group":"admin","email":"bob@example.com""#
    #expect(try act(join).status == 200)
    #expect(try act(#""action":"recover","email":"bob@example.com""#).message == "Link mailed")
    let mailed = try site.mail(3)
    #expect(mailed.to == "bob@example.com" && mailed.subject == "Chess club: Choose a new password")
    let ticket = String(try #require(mailed.links.first?.split(separator: "=").last))
    #expect(try recover(site, ticket, "nine herons at dawn").status == 200)
  }

  /// Nobody is written to who has no account, or is disabled; nothing is left of it.
  @Test func writesToNobodyElse() throws {
    let site = try Self.site()
    let record = "!$7$x::{}"
    try site.setRecord("disabled@example.com", record)
    try ask(site, "nobody@example.com")
    try ask(site, "disabled@example.com")
    try eventually("an empty outbox") { try site.waiting().isEmpty }
    try ask(site)
    #expect(try site.mail(1).to == "ada@example.com")
    #expect(try site.mails().count == 1)
  }

  /// The member's language counts before that of whoever asked.
  @Test func speaksTheMembersLanguage() throws {
    let site = try Self.site()
    let login = try site.post("login", "ada@example.com", "correct horse battery")
    let profile = #"{"action":"change-profile","language":"ja"}"#
    #expect(try site.post("account", json: profile, ["HTTP_COOKIE": login.cookies]).status == 200)
    try ask(site, "ada@example.com", ["HTTP_ACCEPT_LANGUAGE": "de"])
    #expect(try site.mail(1).language == "ja")
  }

  /// Where the sender cannot be started, or dies, a later request of anybody has it sent.
  @Test func isSentByALaterRequest() throws {
    let site = try Self.site(["AUTH_MAIL": "file:/dev/null/nowhere"])
    try ask(site)
    let maildir = site.folder.path("mail")
    let errors = site.folder.path("data/error.log")
    try eventually("the failure in the log") {
      (try? String(contentsOfFile: errors, encoding: .utf8))?.contains(" mail-folder ") ?? false
    }
    #expect(try site.waiting().count == 1)
    // The pause after the failure is over.
    try site.endPause()
    let other = ["AUTH_MAIL": "file:" + maildir]
    let page = try site.request("login", "GET", ["HTTP_ACCEPT": "text/html"].merging(other) { $1 })
    #expect(page.status == 200)
    try eventually("an empty outbox") { try site.waiting().isEmpty }
    #expect(try MailRead.all(in: maildir, atLeast: 1).count == 1)
  }

  /// Registration with confirmation: the free address gets a link, the taken one a word that it has an
  /// account.
  @Test func confirmsARegistration() throws {
    let site = try Self.site()
    let required = ["AUTH_CONFIRM_EMAIL": "required"]
    let first = try site.post("register", "new@example.com", "correct horse battery", required)
    #expect(first.message == "Look into your mail")
    let mail = try site.mail(1)
    #expect(mail.to == "new@example.com" && mail.subject == "Chess club: Confirm your address")
    #expect(try site.post("login", "new@example.com", "correct horse battery", required).status == 403)
    let link = try #require(mail.links.first)
    #expect(link.hasPrefix("https://club.example/cgi-bin/confirm.cgi?t="))
    let confirm = #"{"t":"\#(link.split(separator: "=")[1])","password":"correct horse battery"}"#
    #expect(try site.post("confirm", json: confirm, required).status == 200)
    #expect(try site.post("login", "new@example.com", "correct horse battery", required).status == 200)
    // Registered again, it has an account, whose password stays.
    let again = try site.post("register", "new@example.com", "another battery", required)
    #expect(again.message == "Look into your mail")
    #expect(try site.mail(2).subject.contains("already"))
    #expect(try site.post("login", "new@example.com", "correct horse battery", required).status == 200)
    // Another mail for who is confirmed, or is not there, there is none of.
    #expect(try site.post("confirm", json: #"{"email":"new@example.com"}"#, required).status == 200)
    #expect(try site.post("confirm", json: #"{"email":"nobody@example.com"}"#, required).status == 200)
    try eventually("an empty outbox") { try site.waiting().isEmpty }
    #expect(try site.mails().count == 2)
  }

  /// A change of address with its way back, all by mails.
  @Test func changesAnAddressAndBack() throws {
    let site = try Self.site()
    try ask(site)
    let recovery = String(try #require(try site.mail(1).links.first).split(separator: "=")[1])
    try #require(try recover(site, recovery, "correct horse battery").status == 200)
    _ = try site.mail(2)
    let login = try site.post("login", "ada@example.com", "correct horse battery")
    let wish =
      #"{"action":"change-email","currentPassword":"correct horse battery","newEmail":"eve@example.net"}"#
    #expect(
      try site.post("account", json: wish, ["HTTP_COOKIE": login.cookies]).message == "Confirmation sent")
    let link = try site.mail(3)
    #expect(link.to == "eve@example.net")
    let ticket = String(try #require(link.links.first).split(separator: "=")[1])
    #expect(try site.post("confirm", json: #"{"t":"\#(ticket)"}"#).message == "Address confirmed")
    #expect(try site.post("login", "eve@example.net", "correct horse battery").status == 200)
    let notice = try site.mail(4)
    #expect(notice.to == "ada@example.com")
    let undo = String(try #require(notice.links.first).split(separator: "=")[1])
    #expect(try site.post("confirm", json: #"{"t":"\#(undo)"}"#).status == 200)
    #expect(try site.post("login", "eve@example.net", "correct horse battery").status == 401)
    let back = try site.mail(5)
    #expect(back.to == "ada@example.com")
    let last = String(try #require(back.links.first).split(separator: "=")[1])
    #expect(try recover(site, last, "mine again, herons").status == 200)
    #expect(try site.post("login", "ada@example.com", "mine again, herons").status == 200)
  }

  /// Over the limit of people who are not logged in nothing is mailed; the rest is for the others.
  @Test func keepsTheOtherHalfForMembers() throws {
    let site = try Self.site(["AUTH_MAIL_PER_HOUR": "4"])
    for number in 1...3 { try ask(site, "ada@example.com", ["REMOTE_ADDR": "192.0.\(number).1"]) }
    _ = try site.mail(2)
    let login = try site.post("login", "ada@example.com", "correct horse battery")
    let change =
      #"{"action":"change-password","currentPassword":"correct horse battery","newPassword":"nine herons at dawn"}"#
    #expect(try site.post("account", json: change, ["HTTP_COOKIE": login.cookies]).status == 200)
    #expect(try site.mail(3).subject == "Chess club: Your password was changed")
    #expect(try site.mails().count == 3)
  }

  /// Nothing of the request reaches it but the settings; nor does the secret of access tokens.
  @Test func hasNoVariableOfTheRequest() throws {
    let folder = try TemporaryFolder()
    let programs = try folder.makeFolder("cgi-bin")
    for name in ["register.cgi", "recover.cgi"] {
      try FileManager.default.copyItem(
        atPath: Project.program(String(name.dropLast(4))), toPath: "\(programs)/\(name)")
    }
    let sender =
      "#!/bin/sh\nenv > \(folder.path("env.new"))\nls -l /proc/$$/fd > \(folder.path("files"))\n"
      + "ps -o sid= -p $$ > \(folder.path("session"))\nmv \(folder.path("env.new")) \(folder.path("env"))\n"
    try folder.write("cgi-bin/send", sender)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(programs)/send")
    let environment = [
      "AUTH_SITE_URL": "https://club.example", "AUTH_MAIL_FROM": "a@club.example", "AUTH_TYPE": "Basic",
      "JWT_SECRET": "0123456789abcdef0123456789abcdef", "GATEWAY_INTERFACE": "CGI/1.1",
      "REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/json", "HTTP_HOST": "www.example.com",
      "CONTENT_LENGTH": "27", "REMOTE_ADDR": "192.0.2.1", "HTTP_COOKIE": "secret=1",
    ]
    let answer = try Answer(
      run(
        "\(programs)/recover.cgi", environment: environment,
        input: Array(#"{"email":"ada@example.com"}"#.utf8)))
    #expect(answer.status == 200)
    try eventually("the program that sends") { folder.has("env") }
    let variables = Set(
      try folder.text("env").split(separator: "\n").map { $0.prefix { $0 != "=" } }.map(String.init)
        .filter { !["PWD", "_", "SHLVL", "OLDPWD"].contains($0) })
    #expect(variables == ["AUTH_SITE_URL", "AUTH_MAIL_FROM", "AUTH_DATA_DIR"])
    let files = try folder.text("files")
    #expect(files.contains("0 -> /dev/null") && files.contains("2 -> /dev/null"))
    // What the shell has open itself is its own file, and where its output goes.
    #expect(!files.contains("pipe:") && !files.contains("socket:"), "\(files)")
    // A session of its own: neither ours, nor that of the program that answered.
    let session = try folder.text("session").trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(Int32(session).map { $0 > 1 && $0 != getsid(0) } ?? false)
  }
}

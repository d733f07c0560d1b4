import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// `registration`: who may register, and what it takes.
@Suite struct RegistrationModeTests {
  private static let now = HandMadeToken.now
  private static let html = ["HTTP_ACCEPT": "text/html", "SCRIPT_NAME": "/cgi-bin/register.cgi"]

  private func page(_ site: TestSite, _ query: String = "", _ cookies: String = "") throws -> Answer {
    try site.answer(
      .register, "GET", "",
      Self.html.merging(["QUERY_STRING": query, "HTTP_COOKIE": cookies, "CONTENT_TYPE": ""]) { $1 })
  }

  private func loginPage(_ site: TestSite) throws -> Answer {
    try site.answer(
      .login, "GET", "",
      ["HTTP_ACCEPT": "text/html", "SCRIPT_NAME": "/cgi-bin/login.cgi", "CONTENT_TYPE": ""])
  }

  @Test func isOpenToNobody() throws {
    let site = try TestSite(["AUTH_REGISTRATION": "closed"])
    let answer = try site.register()
    #expect(answer.status == 403)
    #expect(answer.message == "Registration is closed")
    #expect(try page(site).status == 403)
    #expect(try page(site).body.contains("Nobody can register here at present."))
    #expect(!(try loginPage(site).body.contains("register.cgi")))
    #expect(!site.folder.has("auth-data/users.gdbm"))
    // A link of an invitation opens nothing.
    #expect(try page(site, "t=AAAA").status == 303)
    #expect(try page(site, "", "authTicket=AAAA").status == 403)
  }

  @Test func isOpenByDefault() throws {
    let site = try TestSite()
    #expect(try loginPage(site).body.contains("/cgi-bin/register.cgi"))
    #expect(try page(site).status == 200)
    for mode in ["open", "approval"] {
      let other = try TestSite(["AUTH_REGISTRATION": mode])
      #expect(try loginPage(other).body.contains("/cgi-bin/register.cgi"))
    }
    let wrong = try TestSite(["AUTH_REGISTRATION": "Open"]).register()
    #expect(wrong.status == 500)
  }

  // MARK: By invitation

  private func inviting(_ settings: [String: String] = [:]) throws -> AdminSite {
    try AdminSite(["AUTH_REGISTRATION": "open"].merging(settings) { $1 })
  }

  private static let invite = ["AUTH_REGISTRATION": "invite"]

  /// Registers with what stands in a link.
  private func register(
    _ site: TestSite, _ ticket: String, _ email: String, _ settings: [String: String] = invite,
    now: Int = now
  ) throws -> Answer {
    try site.answer(
      .register, "POST", #"{"t":"\#(ticket)","email":"\#(email)","password":"nine herons at dawn"}"#,
      settings, now: now)
  }

  private func invitations(_ answer: Answer) throws -> [[String: Any]] {
    try #require(try AdminSite.members(answer)["invitations"] as? [[String: Any]])
  }

  private func ticket(_ invitation: [String: Any]) throws -> String {
    let link = try #require(invitation["link"] as? String)
    let prefix = "/cgi-bin/register.cgi?t="
    try #require(link.hasPrefix(prefix))
    #expect(link.utf8.count < 120)
    return String(link.dropFirst(prefix.count))
  }

  @Test func takesPeopleWhoAreInvited() throws {
    let admin = try inviting()
    let site = admin.site
    let refused = try site.register("c@example.com", "nine herons at dawn", Self.invite)
    #expect(refused.status == 403)
    #expect(refused.message == "An invitation is needed")
    let answer = try admin.act("invite", #""emails":"c@example.com, d@example.com","groups":"staff,board""#)
    #expect(try AdminSite.members(answer)["message"] as? String == "Invited")
    let made = try invitations(answer)
    #expect(made.map { $0["email"] as? String } == ["c@example.com", "d@example.com"])
    #expect(made.allSatisfy { $0["by"] as? String == "a@example.com" && $0["mailed"] as? Bool == false })
    let link = try ticket(made[0])
    // The link says nothing of whom it is for, and there is no address in what lies on the disk under a link.
    #expect(!link.contains("c@"))
    #expect(try register(site, link, "e@example.com").message == "email must be the address that is invited")
    #expect(try register(site, link, "c@example.com").message == "User registered successfully")
    #expect(try admin.groups("c@example.com") == ["staff", "board"])
    #expect(try site.login("c@example.com", "nine herons at dawn").status == 200)
    // It showed nothing of the address.
    #expect(try admin.shown("c@example.com")["confirmed"] as? Bool == false)
    #expect(try register(site, link, "c@example.com").status == 401)
    #expect(try register(site, link, "x@example.com").status == 401)
    let event = try #require(try admin.events.last { $0["event"] == "registered" })
    #expect(event["reason"] == "invitation" && event["by"] == "a@example.com")
    #expect(event["group"] == "staff, board")
    #expect(try invitations(try admin.get("invitations")).map { $0["email"] as? String } == ["d@example.com"])
  }

  /// An invitation for nobody in particular, and what an open site makes of one.
  @Test(arguments: ["open", "invite", "approval"])
  func takesAnyAddressOnce(mode: String) throws {
    let admin = try inviting()
    let settings = ["AUTH_REGISTRATION": mode, "AUTH_REGISTRATION_DOMAINS": "example.com"]
    let link = try ticket(try invitations(try admin.act("invite"))[0])
    #expect(try register(admin.site, link, "c@other.example", settings).status == 422)
    #expect(try register(admin.site, link, "b@example.com", settings).status == 409)
    #expect(try register(admin.site, link, "c@example.com", settings).status == 200)
    #expect(try admin.site.login("c@example.com", "nine herons at dawn").status == 200)
    #expect(try register(admin.site, link, "d@example.com", settings).status == 401)
  }

  @Test func endsAfterAWeekOrWhenItIsWithdrawn() throws {
    let admin = try inviting()
    let made = try invitations(try admin.act("invite", #""emails":"c@example.com d@example.com""#))
    let handles = try made.map { try #require($0["invitation"] as? String) }
    let links = try made.map { try ticket($0) }
    #expect(try admin.act("withdraw", #""invitation":"\#(handles[0])""#).message == "Invitation withdrawn")
    #expect(try admin.act("withdraw", #""invitation":"\#(handles[0])""#).status == 404)
    #expect(try register(admin.site, links[0], "c@example.com").status == 401)
    #expect(try register(admin.site, links[1], "d@example.com", now: Self.now + 604_800).status == 401)
    // What stands for it in a form opens nothing.
    #expect(try register(admin.site, handles[1], "d@example.com").status == 401)
    let again = try AdminSite.members(try admin.act("invite-again", #""invitation":"\#(handles[1])""#))
    #expect(again["message"] as? String == "Invited")
    #expect(try register(admin.site, links[1], "d@example.com", now: Self.now + 604_799).status == 200)
    #expect(try admin.act("invite-again", #""invitation":"\#(handles[1])""#).status == 404)
    #expect(
      try admin.events.map { $0["event"] }.suffix(5) == [
        "invited", "invited", "invitation-withdrawn", "invited", "registered",
      ])
  }

  @Test func endsWithWhoeverMadeIt() throws {
    let admin = try inviting()
    let site = admin.site
    _ = try admin.act("add-to-group", #""email":"b@example.com","group":"admin""#)
    let other = try site.login("b@example.com").cookies
    try #require(try admin.prove(other).status == 200)
    let made = try invitations(
      try AdminSite.post(site, #"{"action":"invite","emails":"c@example.com"}"#, other))
    let mine = try ticket(try invitations(try admin.act("invite", #""email":"d@example.com""#))[0])
    let link = try ticket(made[0])
    try #require(try admin.act("remove", #""email":"b@example.com""#).status == 200)
    #expect(try register(site, link, "c@example.com").status == 401)
    #expect(try register(site, mine, "d@example.com").status == 200)
  }

  @Test func invitesNobodyWhoIsThere() throws {
    let admin = try inviting()
    #expect(try admin.act("invite", #""email":"b@example.com""#).status == 409)
    let answer = try admin.act("invite", #""emails":"c@example.com b@example.com""#)
    #expect(answer.message == "address 2 has an account, nothing was changed")
    #expect(try invitations(try admin.get("invitations")).isEmpty)
    #expect(try admin.act("invite", #""emails":"c""#).status == 422)
    #expect(try admin.act("invite", #""emails":"c@example.com","groups":"a:b""#).status == 422)
    let many = (0..<200).map { "u\($0)@example.com" }.joined(separator: " ")
    for _ in 0..<5 { #expect(try admin.act("invite", #""emails":"\#(many)""#).status == 200) }
    #expect(try admin.act("invite").message == "At most 1000 invitations can be open")
    let closed = try admin.act("invite", "", ["AUTH_REGISTRATION": "closed"])
    #expect(closed.message == "Registration is closed")
  }

  /// The link of a browser: its ticket leaves the URL, and the form has the address and the ticket.
  @Test func showsAFormToPeopleWhoAreInvited() throws {
    let admin = try inviting(Self.invite.merging(["AUTH_REGISTRATION": "open"]) { $1 })
    let site = admin.site
    let link = try ticket(try invitations(try admin.act("invite", #""email":"c@example.com""#))[0])
    func page(_ query: String, _ cookies: String = "") throws -> Answer {
      try site.answer(
        .register, "GET", "",
        Self.html.merging(Self.invite) { $1 }.merging([
          "QUERY_STRING": query, "HTTP_COOKIE": cookies, "CONTENT_TYPE": "",
        ]) { $1 })
    }
    let before = try site.folder.bytes("auth-data/invitations.gdbm")
    #expect(try page("").status == 403)
    let carried = try page("t=\(link)")
    #expect(carried.status == 303)
    #expect(carried.value("Location") == "/cgi-bin/register.cgi")
    let form = try page("", carried.cookie("Ticket"))
    #expect(form.status == 200)
    #expect(form.body.contains("value=\"c@example.com\""))
    #expect(form.body.contains("name=\"t\" value=\"\(link)\""))
    #expect(form.body.contains("You are invited."))
    #expect(try site.folder.bytes("auth-data/invitations.gdbm") == before)
    let wrong = try site.answer(
      .register, "POST", "t=\(link)&email=c%40example.com&password=x",
      Self.html.merging(Self.invite) { $1 }.merging([
        "CONTENT_TYPE": "application/x-www-form-urlencoded"
      ]) { $1 })
    #expect(wrong.status == 422)
    #expect(wrong.body.contains("name=\"t\" value=\"\(link)\""))
    let other = try page("", "authTicket=AAAA")
    #expect(other.status == 401)
  }

  /// With `confirm_email`, a link that was shown is no proof of the address.
  @Test func confirmsTheAddressOfPeopleWhoWereShownALink() throws {
    let mail = [
      "AUTH_SITE_URL": "https://club.example", "AUTH_MAIL_FROM": "a@club.example",
    ]
    let admin = try AdminSite(mail)
    let site = admin.site
    try site.makeSender()
    let settings = Self.invite.merging(["AUTH_CONFIRM_EMAIL": "required"]) { $1 }
    let made = try invitations(
      try admin.act("invite", #""emails":"c@example.com d@example.com","groups":"staff""#, settings))
    #expect(made.allSatisfy { $0["mailed"] as? Bool == true })
    #expect(try site.outbox().map(\.purpose) == [.invitation, .invitation])
    let link = try #require(made[0]["link"] as? String)
    #expect(link.hasPrefix("https://club.example/cgi-bin/register.cgi?t="))
    let shown = String(try #require(link.split(separator: "=").last))
    let answer = try register(site, shown, "c@example.com", settings)
    #expect(answer.message == "Look into your mail")
    #expect(try site.login("c@example.com", "nine herons at dawn").message == "Confirm your address first")
    #expect(try site.user("c@example.com").groupTexts == ["staff"])
    #expect(try site.outbox().filter { $0.purpose == .confirmation }.count == 1)
    let confirmed = try site.answer(
      .confirm, "POST", #"{"t":"\#(try site.ticket(.confirmation, "c@example.com"))"}"#,
      settings.merging(["HTTP_COOKIE": answer.cookie("Mail")]) { $1 })
    #expect(confirmed.message == "Address confirmed")
    #expect(try site.login("c@example.com", "nine herons at dawn").status == 200)
    // The link of the mail is one.
    let key = try #require(Invitation.key(ofHandle: bytes(made[1]["invitation"] as? String ?? "")))
    let mailed = try site.privateKeys().link(ofInvitation: key, isMailed: true)
    #expect(mailed != shown)
    #expect(try register(site, mailed, "d@example.com", settings).message == "User registered successfully")
    #expect(try site.user("d@example.com").profile.isConfirmed)
    #expect(try site.login("d@example.com", "nine herons at dawn").status == 200)
  }

  // MARK: By approval

  private static let approval = ["AUTH_REGISTRATION": "approval"]

  @Test func waitsForAnAdministrator() throws {
    let admin = try inviting()
    let site = admin.site
    let body =
      #"{"email":"c@example.com","password":"nine herons at dawn","note":" Ada, <b>second</b> team "}"#
    let answer = try site.answer(.register, "POST", body, Self.approval)
    #expect(answer.status == 200)
    #expect(answer.message == "An administrator will look at it")
    // Apache refuses the hash, too.
    #expect(try site.record("c@example.com").hasPrefix("!$7$"))
    let right = try site.login("c@example.com", "nine herons at dawn")
    #expect(right.status == 403)
    #expect(right.message == "Not approved yet")
    #expect(try site.login("c@example.com", "wrong").message == "Invalid credentials")
    #expect(
      try admin.events.suffix(3).map { $0["event"] } == ["approval-asked", "login-refused", "login-refused"])
    #expect(try admin.events.suffix(2).map { $0["reason"] } == ["not-approved", "wrong-password"])
    let waiting = try AdminSite.members(try admin.get("waiting"))
    let users = try #require(waiting["users"] as? [[String: Any]])
    #expect(users.map { $0["email"] as? String } == ["c@example.com"])
    #expect(users[0]["pending"] as? String == "approve")
    #expect(users[0]["note"] as? String == "Ada, <b>second</b> team")
    let page = try admin.browse("GET", "waiting=")
    #expect(page.body.contains("Ada, &lt;b&gt;second&lt;/b&gt; team"))
    let approved = try admin.act(
      "approve", #""email":"c@example.com","id":"\#(try site.user("c@example.com").id)""#)
    #expect(approved.message == "User approved")
    #expect(try site.login("c@example.com", "nine herons at dawn").status == 200)
    #expect(!(try site.record("c@example.com").contains("team")))
    #expect(try admin.events.contains { $0["event"] == "user-approved" && $0["by"] == "a@example.com" })
    #expect((try AdminSite.members(try admin.get("waiting"))["users"] as? [Any])?.isEmpty == true)
    // Somebody who is disabled later does not wait, and does not go after 30 days.
    _ = try admin.act("disable", #""email":"c@example.com""#)
    #expect(try site.user("c@example.com").pending == nil)
    #expect(try site.login("c@example.com", "nine herons at dawn").message == "Invalid credentials")
  }

  /// Who registers again replaces what waits, and an administrator lets nobody in but whom he saw.
  @Test func approvesNobodyButWhoWasSeen() throws {
    let admin = try inviting()
    let site = admin.site
    try #require(try site.register("c@example.com", "first password 1", Self.approval).status == 200)
    let id = try site.user("c@example.com").id
    try #require(try site.register("c@example.com", "second password 2", Self.approval).status == 200)
    #expect(try admin.act("approve", #""email":"c@example.com","id":"\#(id)""#).status == 404)
    #expect(try site.login("c@example.com", "first password 1").status == 401)
    #expect(try site.login("c@example.com", "second password 2").message == "Not approved yet")
    #expect(try site.register("b@example.com", "second password 2", Self.approval).status == 409)
  }

  @Test func refusesANoteThatIsNoLine() throws {
    let site = try TestSite(Self.approval)
    for note in [#"a\nb"#, #"\u0000"#, String(repeating: "x", count: 501), #"\u0085"#] {
      let answer = try site.answer(
        .register, "POST", #"{"email":"c@example.com","password":"nine herons at dawn","note":"\#(note)"}"#)
      #expect(answer.status == 422)
      #expect(answer.message == "note must be a line of text of at most 500 bytes")
    }
    let page = try page(site)
    #expect(page.body.contains("name=\"note\""))
    let sent = try site.answer(
      .register, "POST", "email=c%40example.com&password=nine+herons+at+dawn&note=\"Ada\"",
      Self.html.merging(["CONTENT_TYPE": "application/x-www-form-urlencoded"]) { $1 })
    #expect(sent.status == 303)
    #expect(sent.value("Location") == "/cgi-bin/register.cgi?notice=waiting")
    #expect(try self.page(site, "notice=waiting").body.contains("You are registered."))
  }

  /// No other way leads past the administrators: neither a link to confirm the address, nor a new password.
  @Test(arguments: ["confirm", "recover"])
  func waitsAfterTheAddressIsConfirmed(way: String) throws {
    let site = try TestSite([
      "AUTH_SITE_URL": "https://club.example", "AUTH_MAIL_FROM": "a@club.example",
      "AUTH_REGISTRATION": "approval", "AUTH_CONFIRM_EMAIL": "required",
    ])
    try site.makeSender()
    let registered = try site.answer(
      .register, "POST", #"{"email":"c@example.com","password":"nine herons at dawn","note":"Ada"}"#)
    #expect(registered.message == "Look into your mail")
    let entry = try site.newestMail()
    #expect(entry.detail == "Ada")
    let user = User(
      id: "u", email: entry.email, passwordHash: try #require(entry.passwordHash), registeredAt: Self.now
    ).waiting(for: .confirm, note: bytes(entry.detail))
    try #require(try Users(in: site.data).addRegistered(try #require(user)))
    let answer: Answer
    if way == "confirm" {
      answer = try site.answer(
        .confirm, "POST", #"{"t":"\#(try site.ticket(.confirmation, "c@example.com"))"}"#,
        ["HTTP_COOKIE": registered.cookie("Mail")])
      #expect(answer.message == "An administrator will look at it")
    } else {
      let body =
        #"{"t":"\#(try site.ticket(.recovery, "c@example.com"))","newPassword":"nine herons at dawn"}"#
      answer = try site.answer(.recover, "POST", body)
      #expect(answer.message == "Password changed")
    }
    let found = try site.user("c@example.com")
    #expect(found.pending == .approve && found.profile.isConfirmed)
    #expect(found.note == bytes("Ada"))
    #expect(try site.login("c@example.com", "nine herons at dawn").message == "Not approved yet")
    #expect(try site.outbox().contains { $0.purpose == .waiting && $0.detail.isEmpty })
    // It is somebody's by now: nobody else takes its place.
    #expect(!found.isReplaceable)
  }

  @Test func isSweptAfterAMonth() throws {
    let site = try TestSite(Self.approval)
    for (email, time) in [
      ("old@example.com", Self.now - 2_592_000), ("new@example.com", Self.now - 2_591_999),
    ] {
      try #require(try site.register(email, "nine herons at dawn", now: time).status == 200)
    }
    for _ in 0..<20 { try Users(in: site.data).sweepPending(now: Self.now) }
    #expect(try Users(in: site.data).user(try #require(EmailAddress(bytes("old@example.com")))) == nil)
    #expect(try site.user("new@example.com").pending == .approve)
  }

  /// A link that many have at once lets one of them in.
  @Test func isUsedOnceByManyAtOnce() throws {
    let admin = try inviting()
    let link = try ticket(try invitations(try admin.act("invite"))[0])
    let statuses = onThreads(8) { number in
      (try? register(admin.site, link, "u\(number)@example.com").status) ?? 0
    }
    #expect(statuses.sorted() == [200] + [Int](repeating: 401, count: 7))
  }
}

import CGIAuthHarness
import Foundation
import Testing

extension BrowserTests {
  /// A forgotten password, from the login page to the new one, with the mail's link opened in another
  /// browser, from the page of a webmail.
  @Suite struct MailBrowserTests {
    private func server(_ variant: ServerVariant, _ mail: TemporaryFolder) throws -> LiveServer {
      try LiveServer(
        variant,
        settings: LiveServer.cheapHash.merging([
          "AUTH_SITE_URL": "https://club.example", "AUTH_MAIL_FROM": "no-reply@club.example",
          "AUTH_MAIL": "file:" + mail.path("mail"),
        ]) { $1 })
    }

    /// A link on a page of another site.
    private func clickElsewhere(_ browser: Browser, _ server: LiveServer, _ place: String) throws {
      let name = "webmail-\(UUID().uuidString).html"
      try server.folder.write(
        "public/\(name)",
        "<!DOCTYPE html><html lang=en><title>Webmail</title><a href=\"\(server.site)\(place)\">Link</a>")
      try browser.open("\(server.otherSite)/\(name)")
      try browser.follow("a")
    }

    @Test(arguments: ServerVariant.browsed)
    func aForgottenPasswordIsReplaced(_ variant: ServerVariant) throws {
      let mail = try TemporaryFolder.forEverybody()
      let server = try server(variant, mail)
      let email = newAddress()
      #expect(try server.post("register", .user(email)).status == 200)
      let asking = try Browser(.init(runsScripts: false))
      try asking.open(server.page("login"))
      try asking.follow("a[href*=recover]")
      try asking.find("#email").fill(email)
      try asking.follow(Browser.sendButton)
      #expect(try asking.text(in: "#notice").contains("a mail is on its way"))

      let link = try #require(try MailRead.all(in: mail.path("mail"), atLeast: 1)[0].links.first)
      let place = String(link.dropFirst("https://club.example".count))
      let ticket = String(place.split(separator: "=")[1])
      // A scanner with scripts opens it first, and stays.
      let scanner = try Browser()
      try scanner.open(server.site + place)
      #expect(try scanner.has("#newPassword"))
      let other = try Browser()
      try clickElsewhere(other, server, place)
      // The form with its ticket, and no ticket in the address bar.
      #expect(try other.place == "/cgi-bin/recover.cgi")
      #expect(try other.has("input[name=t][value=\"\(ticket)\"]"))
      try other.find("#newPassword").fill("ten herons at dusk")
      try other.follow(Browser.sendButton)
      #expect(try other.text(in: "#notice") == "Your password is changed. Log in with the new one.")
      try other.submit(email, "ten herons at dusk")
      #expect(try other.welcomes(email))
      // Everybody else with the link is late.
      try scanner.find("#newPassword").fill("a scanner at dusk")
      try scanner.follow(Browser.sendButton)
      #expect(try scanner.status == 401)
      try clickElsewhere(asking, server, place)
      #expect(try asking.text(in: "#notice").contains("This link is not good any more."))
    }

    /// Registered in one browser, confirmed there by one button; in another one it asks for the password.
    @Test(arguments: ServerVariant.browsedOnce, [false, true])
    func aRegistrationIsConfirmed(_ variant: ServerVariant, elsewhere: Bool) throws {
      let mail = try TemporaryFolder.forEverybody()
      let server = try LiveServer(
        variant,
        settings: LiveServer.cheapHash.merging([
          "AUTH_SITE_URL": "https://club.example", "AUTH_MAIL_FROM": "no-reply@club.example",
          "AUTH_MAIL": "file:" + mail.path("mail"), "AUTH_CONFIRM_EMAIL": "required",
        ]) { $1 })
      let browser = try Browser(.init(runsScripts: false))
      let email = newAddress()
      try browser.open(server.page("register"))
      try browser.submit(email, goodPassword)
      #expect(try browser.text(in: "#notice").hasPrefix("Look into your mail"))
      // With the mail, the account is there.
      let link = try #require(try MailRead.all(in: mail.path("mail"), atLeast: 1)[0].links.first)
      try browser.submit(email, goodPassword)
      let problem = "Confirm your address first: open the link in the mail that you got."
      #expect(try browser.text(in: "#problem") == problem)
      let opening = elsewhere ? try Browser() : browser
      // As from a mail program; what says which browser registered does not come along from a webmail's page.
      let place = String(link.dropFirst("https://club.example".count))
      if elsewhere {
        try clickElsewhere(opening, server, place)
      } else {
        try opening.open(server.site + place)
      }
      #expect(try opening.has("#password") == elsewhere)
      if elsewhere { try opening.find("#password").fill(goodPassword) }
      try opening.follow(Browser.sendButton)
      #expect(try opening.text(in: "#notice") == "Your address is confirmed.")
      try opening.submit(email, goodPassword)
      #expect(try opening.welcomes(email))
    }

    /// A browser with scripts that opens every kind of link and stays, for ten seconds in all, as some mail
    /// scanners do. As a visitor, and as somebody who is logged in. Nothing changes, and each link is good
    /// after it.
    @Test(arguments: ServerVariant.browsedOnce.prefix(1))
    func noLinkIsUsedByABrowserThatOpensIt(_ variant: ServerVariant) throws {
      let kept = try TemporaryFolder.forEverybody()
      let folder = kept.path("mail")
      let server = try LiveServer(
        variant,
        settings: LiveServer.cheapHash.merging([
          "AUTH_SITE_URL": "https://club.example", "AUTH_MAIL_FROM": "no-reply@club.example",
          "AUTH_MAIL": "file:" + folder, "AUTH_CONFIRM_EMAIL": "required", "AUTH_LOGIN_BY_MAIL": "on",
        ]) { $1 })
      var count = 0
      /// The place that the link of the next mail leads to, and its ticket.
      func nextLink(to email: String) throws -> (place: String, ticket: String) {
        count += 1
        let mail = try MailRead.all(in: folder, atLeast: count)[count - 1]
        try #require(mail.to == email)
        let place = String(try #require(mail.links.first).dropFirst("https://club.example".count))
        return (place, String(place.split(separator: "=")[1]))
      }
      func register(_ email: String) throws -> (place: String, ticket: String) {
        try #require(try server.post("register", .user(email)).status == 200)
        return try nextLink(to: email)
      }
      func use(_ program: String, _ link: (place: String, ticket: String), _ more: String = "") throws -> Int
      {
        try server.post(program, .json(#"{"t":"\#(link.ticket)"\#(more)}"#)).status
      }
      let password = #","password":"\#(goodPassword)""#
      for name in ["ada", "cleo", "dora", "erik"] {
        try #require(try use("confirm", try register("\(name)@example.com"), password) == 200)
      }
      func want(_ email: String, for owner: String) throws -> (place: String, ticket: String) {
        let login = try server.post("login", .user(owner))
        let wish =
          #"{"action":"change-email","currentPassword":"\#(goodPassword)","newEmail":"\#(email)"}"#
        let answer = try server.post("account", .json(wish), headers: ["Cookie: \(login.cookies)"])
        try #require(answer.status == 200)
        return try nextLink(to: email)
      }

      let confirmation = try register("bob@example.com")
      try #require(try server.post("recover", .json(#"{"email":"ada@example.com"}"#)).status == 200)
      let recovery = try nextLink(to: "ada@example.com")
      let asking = #"{"email":"dora@example.com","by":"mail"}"#
      try #require(try server.post("login", .json(asking)).status == 200)
      let login = try nextLink(to: "dora@example.com")
      let change = try want("erik@example.net", for: "erik@example.com")
      try #require(try use("confirm", try want("cleo@example.net", for: "cleo@example.com")) == 200)
      let undo = try nextLink(to: "cleo@example.com")
      func waiting() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: server.data("outbox"))
          .filter { $0.first?.isNumber ?? false }
      }
      try eventually("an empty outbox") { try waiting().isEmpty }

      let loggedIn = try Browser()
      try loggedIn.open(server.page("login"))
      try loggedIn.submit("ada@example.com", goodPassword)
      #expect(try loggedIn.welcomes("ada@example.com"))
      func state() throws -> [Data?] {
        try #require(try waiting().isEmpty)
        return ["users.gdbm", "undo.gdbm", "mail-1.table", "failures-1.table"].map {
          FileManager.default.contents(atPath: server.data($0))
        }
      }
      let before = try state()
      for (browser, isLoggedIn) in [(try Browser(), false), (loggedIn, true)] {
        for link in [confirmation, recovery, login, change, undo] {
          try browser.open(server.site + link.place)
          // Who is logged in has no use for a login: that link leads on.
          let hasForm = try browser.has("input[name=t][value=\"\(link.ticket)\"]")
          #expect(hasForm != (isLoggedIn && link.place == login.place), "\(link.place)")
          Thread.sleep(forTimeInterval: 1)
        }
      }
      #expect(try state() == before)

      #expect(try use("confirm", confirmation, password) == 200)
      #expect(try use("recover", recovery, #","newPassword":"ten herons at dusk""#) == 200)
      #expect(try use("login", login) == 200)
      #expect(try use("confirm", change) == 200)
      #expect(try use("confirm", undo) == 200)
    }
  }
}

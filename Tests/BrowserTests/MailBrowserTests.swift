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
  }
}

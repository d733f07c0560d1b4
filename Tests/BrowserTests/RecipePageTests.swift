import CGIAuthHarness
import Foundation
import Testing

extension BrowserTests {
  /// The pages of docs/recipes.md, as they stand there.
  @Suite struct RecipePageTests {
    @Test(arguments: ServerVariant.browsed)
    func aStaticPageSaysWhoIsLoggedInAndLogsOut(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      let page = try Recipe.block("\"Logged in as\", and log out, on a static page", "html")
      try server.folder.write("public/who.html", "<!DOCTYPE html><html lang=en><title>Who</title>\(page)")
      let browser = try Browser(.init(runsScripts: true))
      let email = newAddress()
      try browser.open("\(server.site)/who.html")
      #expect(try browser.text(in: "#who") == "Log in")
      try browser.logIn(email, at: server)
      try browser.open("\(server.site)/who.html")
      try browser.wait(for: "the name") { try browser.text(in: "#who") == "Logged in as \(email). Log out" }
      // The access token is over, the session is not.
      try browser.forget(variant.cookieName)
      try browser.open("\(server.site)/who.html")
      try browser.wait(for: "the name") { try browser.text(in: "#who") == "Logged in as \(email). Log out" }
      try browser.follow("#who a:last-child")
      try browser.open("\(server.site)/who.html")
      #expect(try browser.text(in: "#who") == "Log in")
    }

    /// The way of the draft: typed, sent in vain, there again behind the login, sent, gone.
    @Test(arguments: ServerVariant.browsedByHTTPS)
    func aFormSurvivesAnEndedSession(_ variant: ServerVariant) throws {
      let messages = try TemporaryFolder()
      let path = messages.path("messages.txt")
      _ = try run("/bin/chmod", ["777", messages.root])
      let server = try LiveServer(
        variant,
        settings: LiveServer.cheapHash.merging(["AUTH_GUARD_INTERPRETER": ".php /usr/bin/php-cgi"]) { $1 })
      let page = try Recipe.block("A form that survives an ended session", "php")
      try server.folder.write("public/guarded/form.php", page.replacing("/tmp/messages.txt", with: path))
      let browser = try Browser()
      let email = newAddress()
      try browser.logIn(email, at: server)
      let form = "\(server.site)/guarded/form.php"
      try browser.open(form)
      try browser.find("textarea").fill("Nine herons & \"more\"")
      for name in ["Token", "Refresh"] {
        try browser.forget(variant.cookieName.replacing("Token", with: name))
      }
      try browser.follow("button")
      #expect(try browser.place.hasPrefix("/cgi-bin/login.cgi?"))
      #expect(!messages.has("messages.txt"))
      try browser.submit(email, goodPassword)
      #expect(try browser.address == form)
      #expect(try browser.find("textarea").value == "Nine herons & \"more\"")
      try browser.follow("button")
      #expect(try browser.text(in: "#sent") == "Thank you.")
      #expect(try messages.text("messages.txt") == "Nine herons & \"more\"\n")
      try browser.open(form)
      #expect(try browser.find("textarea").value == "")
    }
  }
}

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
      try browser.follow("#who a")
      try browser.open("\(server.site)/who.html")
      #expect(try browser.text(in: "#who") == "Log in")
    }
  }
}

extension Browser {
  /// Takes a cookie away, as its end does.
  fileprivate func forget(_ cookie: String) throws {
    let address = try evaluate("return location.href", as: String.self)
    try devTools("Network.deleteCookies", ["name": cookie, "url": address])
  }
}

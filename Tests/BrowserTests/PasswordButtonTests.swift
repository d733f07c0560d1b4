import CGIAuthHarness
import Testing

extension BrowserTests {
  /// The button that shows a password: the one thing that takes a script.
  @Suite struct PasswordButtonTests {
    @Test(arguments: ServerVariant.browsedOnce) func showsAndHidesThePassword(_ variant: ServerVariant) throws
    {
      let server = try variant.shared()
      let browser = try Browser()
      try browser.open(server.page("register"))
      let button = try browser.find("#password-show")
      let password = try browser.find("#password")
      try password.fill("ten herons")
      #expect(try button.text == "Show" && button.accessibleName == "Show Password")
      try button.click()
      #expect(try password.attribute("type") == "text")
      #expect(try password.value == "ten herons")
      #expect(try button.text == "Hide" && button.accessibleName == "Hide Password")
      #expect(try browser.place == "/cgi-bin/register.cgi")
      try button.click()
      #expect(try password.attribute("type") == "password" && button.text == "Show")
      // What is sent is hidden again, so that no browser keeps it as a plain text.
      try button.click()
      _ = try browser.evaluate(
        "document.forms[0].addEventListener('submit', e => e.preventDefault()); return true", as: Bool.self)
      try browser.find("#email").fill(newAddress())
      try browser.find(Browser.sendButton).click()
      #expect(try password.attribute("type") == "password")
      #expect(try browser.console() == [])
    }

    @Test func isNotThereWithoutScripts() throws {
      let browser = try Browser(.init(runsScripts: false))
      try browser.open(try ServerVariant.browsed[0].shared().page("login"))
      #expect(try browser.find("#password-show").text == "")
      #expect(try browser.find("#password-show").attribute("hidden") != nil)
    }

    /// A template may hold what it likes: the policy names one script.
    @Test func noOtherScriptRunsEvenOfATemplate() throws {
      let folder = try TemporaryFolder()
      _ = try run("/bin/chmod", ["755", folder.root])
      try folder.write(
        "page.html",
        "<!DOCTYPE html><html lang=en><title>x</title>{{head}}<main>{{content}}</main>"
          + "<script>document.title = 'ran'</script><p id=p onclick=\"document.title = 'ran'\">x</p>")
      let server = try LiveServer(
        ServerVariant.browsed[0],
        settings: LiveServer.cheapHash.merging(["AUTH_PAGES_DIR": folder.root]) { $1 })
      let browser = try Browser()
      try browser.open(server.page("login"))
      try browser.find("#p").click()
      #expect(try browser.title == "x")
      try browser.find("#password-show").click()
      #expect(try browser.find("#password").attribute("type") == "text")
    }
  }
}

import CGIAuthHarness
import Testing

extension BrowserTests {
  /// From register to logout, as a person does it.
  @Suite struct BrowserFlowTests {
    @Test(arguments: ServerVariant.browsed, [false, true])
    func aPersonRegistersLogsInAndLogsOut(_ variant: ServerVariant, runsScripts: Bool) throws {
      let server = try variant.shared()
      let browser = try Browser(.init(runsScripts: runsScripts))
      let email = newAddress()

      try browser.open(server.page("login"))
      #expect(try browser.status == 200)
      try browser.follow("a[href*='register.cgi']")
      #expect(try browser.place == "/cgi-bin/register.cgi")
      try browser.submit(email, goodPassword)
      #expect(try browser.place.hasPrefix("/cgi-bin/login.cgi?"))
      #expect(try browser.text(in: "#notice") == "Your account is ready. You can log in now.")

      try browser.submit(email, goodPassword)
      #expect(try browser.place == "/cgi-bin/protected.cgi")
      #expect(try browser.text(in: "h1") == "Welcome, \(email)!")
      try browser.follow("button")
      #expect(try browser.place.hasPrefix("/cgi-bin/login.cgi?"))
      #expect(try browser.text(in: "#notice") == "You are logged out.")
      try browser.open(server.page("protected"))
      #expect(try browser.place == "/cgi-bin/login.cgi?next=/cgi-bin/protected.cgi")
      #expect(try !browser.has("#notice"))
      let console = try browser.console()
      #expect(console == [])
    }

    /// So that the tests without scripts are that.
    @Test func scriptsAreOffWhereTheyShallBe() throws {
      let server = try ServerVariant.browsed[0].shared()
      try server.folder.write(
        "public/scripts.html",
        "<!DOCTYPE html><html lang=en><title>off</title><noscript><p id=none></p></noscript>"
          + "<script>document.title = 'on'</script>")
      for runsScripts in [false, true] {
        let browser = try Browser(.init(runsScripts: runsScripts))
        try browser.open("\(server.site)/scripts.html")
        #expect(try browser.title == (runsScripts ? "on" : "off"))
        #expect(try browser.has("#none") == !runsScripts)
      }
    }
  }
}

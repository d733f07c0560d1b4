import CGIAuthHarness
import Testing

extension BrowserTests {
  /// What pages of another site can have a browser do here.
  @Suite struct ForeignSiteTests {
    /// A page of the other site with a form that is sent here, and a link.
    private func openForeignPage(
      _ browser: Browser, _ server: LiveServer, to program: String, _ email: String
    ) throws {
      // A name of its own: lighttpd remembers for a second how long a file is.
      let name = "\(program)-\(email).html"
      try server.folder.write(
        "public/\(name)",
        """
        <!DOCTYPE html><html lang="en"><title>Another site</title>
        <form method="post" action="\(server.page(program))">
        <input name="email" value="\(email)"><input name="password" value="\(goodPassword)"><button>Win</button></form>
        <p><a href="\(server.page(program))">Go there</a></p>
        """)
      try browser.open("\(server.otherSite)/\(name)")
    }

    @Test(arguments: ServerVariant.browsed)
    func aFormCannotRegister(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      let browser = try Browser()
      let email = newAddress()
      try openForeignPage(browser, server, to: "register", email)
      try browser.follow("button")
      try expectRefusal(browser)
      #expect(try server.post("login", .user(email)).status == 401)
    }

    @Test(arguments: ServerVariant.browsed)
    func aFormCannotLogIn(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      let browser = try Browser()
      let email = newAddress()
      #expect(try server.post("register", .user(email)).status == 200)
      try openForeignPage(browser, server, to: "login", email)
      try browser.follow("button")
      try expectRefusal(browser)
      #expect(try browser.cookies() == [])
    }

    @Test(arguments: ServerVariant.browsed)
    func aFormCannotLogOut(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      let browser = try Browser()
      let email = newAddress()
      try browser.logIn(email, at: server)
      try openForeignPage(browser, server, to: "logout", email)
      try browser.follow("button")
      try expectRefusal(browser)
      try browser.open(server.page("protected"))
      #expect(try browser.welcomes(email))
    }

    /// The cookie does not come with the first request of such a link.
    @Test(arguments: ServerVariant.browsedByHTTPS, [false, true])
    func aLinkFindsWhoIsLoggedIn(_ variant: ServerVariant, runsScripts: Bool) throws {
      let server = try variant.shared()
      let browser = try Browser(.init(runsScripts: runsScripts))
      let email = newAddress()
      try browser.logIn(email, at: server)
      for program in ["protected", "login"] {
        try openForeignPage(browser, server, to: program, email)
        try browser.follow("a")
        try browser.wait(for: "the page of \(email)") { try browser.welcomes(email) }
      }
      // And who is not, does not go round in circles.
      try browser.follow("button")
      try openForeignPage(browser, server, to: "protected", email)
      try browser.follow("a")
      try browser.wait(for: "the form") { try browser.has("#password") }
      let console = try browser.console()
      #expect(console == [])
    }

    /// Neither by the way through login.cgi, nor straight to what is guarded, nor by a script that clicks.
    @Test(arguments: ServerVariant.browsedByHTTPS)
    func aLinkStartsNothingByItself(_ variant: ServerVariant) throws {
      let server = try LiveServer(variant, configuration: NextPageTests.guardingMembers(variant))
      try server.folder.makeFolder("public/members")
      try server.folder.write(
        "public/members/act.sh",
        """
        #!/bin/sh
        printf 'Content-Type: text/html\\n\\n<!DOCTYPE html><html lang=en><title>x</title><p id=did>%s %s</p>' \\
          "$HTTP_SEC_FETCH_SITE" "$QUERY_STRING"
        """)
      try server.folder.write("public/members/a.html", "<!DOCTYPE html><title>x</title><p id=document>x</p>")
      _ = try run("/bin/chmod", ["755", server.folder.path("public/members/act.sh")])
      let browser = try Browser()
      try browser.logIn(newAddress(), at: server)
      for (number, start) in [
        server.page("login", "next=/members/act.sh%3Fdelete=1"),
        server.page("login", "next=/members/act.sh%3Fdelete=1&again=1"),
        "\(server.site)/members/act.sh?delete=1",
      ].enumerated() {
        try server.folder.write(
          "public/foreign\(number).html",
          """
          <!DOCTYPE html><html lang="en"><title>Another site</title><a href="\(start)">Win</a>
          <script>document.links[0].click()</script>
          """)
        try browser.open("\(server.otherSite)/foreign\(number).html")
        if start.hasSuffix("again=1") {
          // The cookie does not come with it: the form, which asks for the password.
          try browser.wait(for: "the form") { try browser.has("#password") }
          continue
        }
        try browser.wait(for: "the page to go on from") { try browser.has("#go-on") }
        #expect(try browser.text(in: "code") == "/members/act.sh?delete=1")
        try browser.follow("#go-on")
        #expect(try browser.text(in: "#did") == "same-origin delete=1")
      }
      try server.folder.write(
        "public/foreign.html",
        "<!DOCTYPE html><html lang=en><title>x</title><a href=\"\(server.site)/members/a.html\">x</a>")
      try browser.open("\(server.otherSite)/foreign.html")
      try browser.follow("a")
      try browser.wait(for: "the document") { try browser.has("#document") }
    }

    /// A template need not have a place for what goes into the head.
    @Test(arguments: ServerVariant.browsedByHTTPS)
    func aLinkFindsWhoIsLoggedInBehindATemplate(_ variant: ServerVariant) throws {
      let folder = try TemporaryFolder()
      _ = try run("/bin/chmod", ["755", folder.root])
      try folder.write(
        "page.html", "<!DOCTYPE html><html lang=\"en\"><title>{{title}}</title>{{content}}</html>")
      let server = try LiveServer(
        variant, settings: LiveServer.cheapHash.merging(["AUTH_PAGES_DIR": folder.root]) { $1 })
      let browser = try Browser(.init(runsScripts: false))
      let email = newAddress()
      try browser.logIn(email, at: server)
      try openForeignPage(browser, server, to: "protected", email)
      try browser.follow("a")
      try browser.wait(for: "the page of \(email)") { try browser.welcomes(email) }
    }

    @Test(arguments: ServerVariant.browsedByHTTPS)
    func aLinkCannotLogOut(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      let browser = try Browser()
      let email = newAddress()
      try browser.logIn(email, at: server)
      try openForeignPage(browser, server, to: "logout", email)
      try browser.follow("a")
      try expectRefusal(browser)
      try browser.open(server.page("protected"))
      #expect(try browser.welcomes(email))
    }

    /// The page that a browser shows for a request of another site.
    private func expectRefusal(_ browser: Browser) throws {
      #expect(try browser.status == 403)
      #expect(
        try browser.text(in: "#problem")
          == "Another site sent this, so it was not accepted. Please do it again here.")
    }
  }
}

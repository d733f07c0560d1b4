import Foundation
import CGIAuthHarness
import Testing

extension BrowserTests {
  /// Where a login leads to.
  @Suite struct NextPageTests {
    @Test(arguments: ServerVariant.browsed)
    func loginLeadsBackToThePageThatAskedForIt(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      let email = newAddress()
      let browser = try Browser(.init(runsScripts: false))
      try browser.open(server.page("protected", "page=2&sort=a%20b"))
      #expect(try browser.place.hasPrefix("/cgi-bin/login.cgi?next="))
      // By way of an account that is yet to be made, and of a mistake.
      try browser.follow("a[href*='register.cgi']")
      try browser.submit(email, "password1")
      #expect(try browser.status == 422)
      try browser.submit(email, goodPassword)
      #expect(try browser.has("#notice"))
      try browser.submit(email, "ten herons at dawn")
      #expect(try browser.status == 401)
      try browser.submit(email, goodPassword)
      #expect(try browser.place == "/cgi-bin/protected.cgi?page=2&sort=a%20b")
      #expect(try browser.text(in: "h1").contains(email))
    }

    /// A page and a PDF in a folder that guard.cgi keeps.
    @Test(arguments: ServerVariant.browsedOnce)
    func loginLeadsIntoAGuardedFolder(_ variant: ServerVariant) throws {
      let server = try LiveServer(variant, configuration: Self.guardingMembers(variant))
      try server.folder.makeFolder("public/members")
      try server.folder.write(
        "public/members/a b.html",
        "<!DOCTYPE html><html lang=en><title>Members</title><p id=secret>For members</p>")
      try server.folder.write("public/members/a.pdf", Self.pdf)
      let email = newAddress()
      let browser = try Browser(.init(runsScripts: false))
      try browser.register(email, at: server)
      try browser.open("\(server.site)/members/a%20b.html?page=2")
      #expect(try browser.place.hasPrefix("/cgi-bin/login.cgi?next=/members/a"))
      try browser.submit(email, goodPassword)
      #expect(try browser.place == "/members/a%20b.html?page=2")
      #expect(try browser.text(in: "#secret") == "For members")

      try browser.driver.command("/cookie", method: "DELETE")
      try browser.open("\(server.site)/members/a.pdf")
      #expect(try browser.has("#password"))
      try browser.submit(email, goodPassword)
      #expect(try browser.place == "/members/a.pdf")
      #expect(try browser.evaluate("return document.contentType", as: String.self) == "application/pdf")
    }

    /// A document of one empty page (ISO 32000-1 section 7.5), its cross-reference table left to the reader.
    private static let pdf = """
      %PDF-1.4
      1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
      2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
      3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
      trailer<</Root 1 0 R>>
      %%EOF
      """

    static func guardingMembers(_ variant: ServerVariant) -> (_ folder: String) -> String {
      { folder in
        variant.software.isApache
          ? """
          LoadModule actions_module /usr/lib/apache2/modules/mod_actions.so
          <Directory "\(folder)/public/members">
            Action members /cgi-bin/guard.cgi virtual
            SetHandler members
          </Directory>

          """
          : """
          server.modules += ( "mod_cgi" )
          $HTTP["url"] =~ "^/members(/|$)" {
            cgi.assign = ( "" => "\(folder)/cgi-bin/guard.cgi" )
            cgi.execute-x-only = "disable"
          }

          """
      }
    }

    /// Ways to write another site, `OTHER`, that some browser or program takes for a path.
    static let tricks = [
      "//OTHER/", "/\\OTHER/", "/\t/OTHER/", "/\n/OTHER/", "/\r\n/OTHER/", "https:OTHER", "http:OTHER/",
      "SCHEME://OTHER/", "\\\\OTHER/", "\\/OTHER/", "///OTHER/", "@OTHER/", ".OTHER/", " //OTHER/",
      "\t//OTHER/",
      "javascript:location='SCHEME://OTHER/'", "data:text/html,<title>other</title>", "%2F%2FOTHER/",
    ]

    @Test(arguments: ServerVariant.browsedOnce)
    func nextLeadsToNoOtherSite(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      let email = newAddress()
      let browser = try Browser()
      try browser.register(email, at: server)
      for trick in Self.tricks {
        let next =
          trick
          .replacing("OTHER", with: "other.test:\(server.port)").replacing("SCHEME", with: variant.scheme)
        let query = "next=" + (next.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        try browser.driver.command("/cookie", method: "DELETE")
        try browser.open(server.page("login", query))
        let status = try browser.status
        // lighttpd takes no control characters in an address, not even encoded.
        if status == 400, !variant.software.isApache, next.utf8.contains(where: { $0 < 0x20 }) { continue }
        #expect(status == 200)
        try browser.submit(email, goodPassword)
        #expect(try browser.welcomes(email), "\(trick) after login")
        #expect(try browser.address == server.page("protected"))
        // The same for who is logged in.
        try browser.open(server.page("login", query))
        #expect(try browser.address == server.page("protected"), "\(trick) when logged in")
      }
      let elsewhere = try browser.requestedAddresses().filter { !$0.hasPrefix(server.site + "/") }
      #expect(elsewhere == [])
    }
  }
}

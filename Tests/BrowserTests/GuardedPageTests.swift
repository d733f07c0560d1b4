import CGIAuthHarness
import Foundation
import Testing

extension BrowserTests {
  /// A page of a guarded folder, with thirty pictures, when the access token is over and the session is not.
  @Suite struct GuardedPageTests {
    /// What stands before the folder.
    enum Keeper: String, CaseIterable {
      /// guard.cgi under Apache and lighttpd; protected.cgi, whom nginx and Caddy ask.
      case apache, lighttpd, nginx, caddy
    }

    /// A site with a guarded folder.
    private struct Site {
      let origin: String
      let members: String
      let folder: TemporaryFolder
      let cookieName: String
      private let server: AnyObject

      init(_ keeper: Keeper) throws {
        switch keeper {
        case .apache, .lighttpd:
          let variant = try #require(
            ServerVariant.browsedByHTTPS.first { $0.software.isApache == (keeper == .apache) })
          let live = try LiveServer(variant)
          (origin, members, cookieName) = (live.site, "guarded", variant.cookieName)
          (folder, server) = (live.folder, live)
        case .nginx, .caddy:
          let asking = try AskingServer(keeper == .nginx ? .nginx : .caddy)
          (origin, members, cookieName) = ("http://127.0.0.1:\(asking.port)", "members", "authToken")
          (folder, server) = (asking.folder, asking)
        }
        let pictures = (1...30).map { "<img src=\"\($0).png\" alt=\"\($0)\">" }.joined()
        try folder.write(
          "public/\(members)/pictures.html", "<!DOCTYPE html><html lang=en><title>Herons</title>\(pictures)")
        let picture = try #require(Data(base64Encoded: Self.picture))
        for number in 1...30 { try folder.write("public/\(members)/\(number).png", Array(picture)) }
      }

      /// One pixel.
      private static let picture =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

      func program(_ name: String) -> String { "\(origin)/cgi-bin/\(name).cgi" }
    }

    /// One renewal at login.cgi; every picture is there; none gave the browser a cookie.
    @Test(arguments: Keeper.allCases, [false, true])
    func isRenewedOnceForAllItsPictures(_ keeper: Keeper, keepsToken: Bool) throws {
      let site = try Site(keeper)
      let browser = try Browser()
      let email = newAddress()
      try browser.open(site.program("register"))
      try browser.submit(email, goodPassword)
      try browser.submit(email, goodPassword)
      #expect(try browser.welcomes(email))
      let token = try browser.token()
      if keepsToken {
        // As where the browser's clock is slow: an expired token comes.
        try browser.devTools(
          "Network.setCookie",
          [
            "name": site.cookieName, "value": try site.folder.expired(token), "url": site.origin,
            "path": "/", "httpOnly": true, "sameSite": "Strict", "secure": site.origin.hasPrefix("https"),
          ])
      } else {
        try browser.forget(site.cookieName)
        try site.folder.ageSessions(ofTheUserOf: token)
      }
      _ = try browser.exchanges()
      let page = "\(site.origin)/\(site.members)/pictures.html"
      try browser.open(page)
      #expect(try browser.address == page)
      #expect(
        try browser.evaluate(
          "return [...document.images].filter(i => i.complete && i.naturalWidth == 1).length", as: Int.self)
          == 30)
      let exchanges = try browser.exchanges()
      let renewals = exchanges.filter { $0.address.hasPrefix(site.program("login")) }
      #expect(renewals.map(\.status) == [303] && renewals.allSatisfy(\.setsCookies))
      let pictures = exchanges.filter { $0.address.hasSuffix(".png") }
      #expect(pictures.map(\.status) == Array(repeating: 200, count: 30))
      #expect(!pictures.contains { $0.setsCookies })
      #expect(exchanges.filter { $0.address == page }.map(\.status) == [303, 200])
      #expect(try browser.token() != token)
    }
  }
}

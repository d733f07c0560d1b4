import Foundation
import CGIAuthHarness
import Testing

extension BrowserTests {
  /// The pictures in the documentation. README.md has one of them.
  ///
  /// `make screenshots` keeps them. Otherwise this shows that they can be taken.
  @Suite struct ScreenshotTests {
    /// One picture of the set weighs no more.
    private static let maxBytes = 70_000

    @Test func thePicturesOfTheDocumentationCanBeTaken() throws {
      let server = try LiveServer(
        ServerVariant.browsedByHTTPS[0],
        settings: LiveServer.cheapHash.merging([
          "AUTH_SITE_NAME": "The Heron Society", "AUTH_LINKS": "Privacy /privacy.html, Imprint /imprint.html",
        ]) { $1 })
      let browser = try Browser()
      var pictures: [String: Data] = [:]
      func take(_ name: String, _ scheme: ColorScheme = .light, width: Int = 560, height: Int = 680) throws {
        try browser.resize(width: width, height: height)
        try browser.prefer(scheme)
        pictures["\(name).png"] = try browser.screenshot()
      }
      try browser.open(server.page("login"))
      try take("login-light")
      try take("login-dark", .dark)
      try take("login-phone", width: 390, height: 700)
      try browser.open(server.page("register"))
      try browser.submit("ada@example.com", "password1")
      try take("register-error")
      try browser.submit("ada@example.com", goodPassword)
      try browser.submit("ada@example.com", goodPassword)
      try take("welcome")
      try browser.open(server.page("account"))
      try take("account", height: 1_080)
      try server.folder.write("auth-data/auth.conf", "site-name = The Heron Society\n")
      try browser.open(server.page("login"))
      try take("broken", height: 400)

      for (name, picture) in pictures { #expect(picture.count < Self.maxBytes, "\(name)") }
      let folder = "\(Project.root)/docs/screenshots"
      if ProcessInfo.processInfo.environment["SCREENSHOTS"] == "keep" {
        for (name, picture) in pictures { try picture.write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == pictures.keys.sorted())
      let pages = try ["pages", "account", "host"].map {
        try String(contentsOfFile: "\(Project.root)/docs/\($0).md", encoding: .utf8)
      }.joined()
      for name in pictures.keys { #expect(pages.contains("\"screenshots/\(name)\""), "\(name)") }
      let readme = try String(contentsOfFile: "\(Project.root)/README.md", encoding: .utf8)
      #expect(pictures.keys.count { readme.contains("\"docs/screenshots/\($0)\"") } == 1)
    }
  }
}

import Foundation
import CGIAuthHarness
import Testing

extension BrowserTests {
  /// The pictures in the documentation. README.md has one of them.
  ///
  /// `make screenshots` keeps them. Otherwise this shows that they can be taken.
  @Suite struct ScreenshotTests {
    /// One picture of the set weighs no more.
    private static let maxBytes = 60_000

    @Test func thePicturesOfTheDocumentationCanBeTaken() throws {
      let mail = try TemporaryFolder.forEverybody()
      let server = try LiveServer(
        ServerVariant.browsedByHTTPS[0],
        settings: [
          "AUTH_SITE_NAME": "The Heron Society", "AUTH_LINKS": "Privacy /privacy.html, Imprint /imprint.html",
          "AUTH_SITE_URL": "https://herons.example", "AUTH_MAIL_FROM": "no-reply@herons.example",
          "AUTH_MAIL": "file:" + mail.path("mail"),
        ])
      let album = try Album()
      let browser = album.browser
      try browser.open(server.page("login"))
      try album.take("login-light")
      try album.take("login-dark", .dark)
      try album.take("login-phone", width: 390, height: 700)
      try browser.open(server.page("register"))
      try browser.submit("ada@example.com", "password1")
      try album.take("register-error")
      try browser.submit("ada@example.com", goodPassword)
      try browser.submit("ada@example.com", goodPassword)
      try album.take("welcome")
      try browser.open(server.page("account"))
      try album.take("account", height: 1_080)
      try album.takeAdministration(of: server)
      try server.folder.write("auth-data/auth.conf", "site-name = The Heron Society\n")
      try browser.open(server.page("login"))
      try album.take("broken", height: 400)

      let folder = "\(Project.root)/docs/screenshots"
      if ProcessInfo.processInfo.environment["SCREENSHOTS"] == "keep" {
        for (name, picture) in album.pictures {
          try picture.write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        }
      }
      let names = album.pictures.keys.sorted()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == names)
      let pages = try ["pages", "account", "host", "owner"].map {
        try String(contentsOfFile: "\(Project.root)/docs/\($0).md", encoding: .utf8)
      }.joined()
      for name in names { #expect(pages.contains("\"screenshots/\(name)\""), "\(name)") }
      let readme = try String(contentsOfFile: "\(Project.root)/README.md", encoding: .utf8)
      #expect(names.count { readme.contains("\"docs/screenshots/\($0)\"") } == 1)
    }

    /// As `make screenshots` leaves them: with a palette of colours (PNG, third edition, 11.2.1: type 3).
    @Test func thePicturesAreSmall() throws {
      let folder = URL(fileURLWithPath: "\(Project.root)/docs/screenshots")
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
        let picture = try Data(contentsOf: folder.appendingPathComponent(name))
        #expect(picture.count < Self.maxBytes, "\(name)")
        #expect(picture[25] == 3, "\(name) has no palette")
      }
    }
  }
}

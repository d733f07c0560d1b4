import CGIAuthHarness
import Foundation
import Testing

/// A browser, and the pictures that were taken of its window.
final class Album {
  let browser: Browser
  /// As PNG, by the names of their files.
  private(set) var pictures: [String: Data] = [:]

  init() throws { browser = try Browser() }

  /// Takes a picture.
  ///
  /// - Parameter height: of the window, in CSS pixels; nil for that of the page.
  func take(_ name: String, _ scheme: ColorScheme = .light, width: Int = 560, height: Int? = 680) throws {
    try browser.prefer(scheme)
    try browser.resize(width: width, height: height ?? 100)
    if height == nil {
      let full = try browser.evaluate("return document.documentElement.scrollHeight", as: Int.self)
      try browser.resize(width: width, height: full)
    }
    pictures["\(name).png"] = try browser.screenshot()
  }

  /// Takes those of docs/owner.md.
  ///
  /// - Parameter server: where ada@example.com is logged in, and nobody is an administrator.
  func takeAdministration(of server: LiveServer) throws {
    for name in ["ben", "clara", "dora", "emil"] {
      #expect(try server.post("register", .user("\(name)@example.com")).status == 200)
    }
    try browser.open(server.page("admin"))
    try take("admin-code", height: nil)
    try browser.find("#code").fill(try server.adminCode())
    try browser.follow(Browser.sendButton)
    try browser.find("#currentPassword").fill(goodPassword)
    try browser.follow(Browser.sendButton)

    try browser.open(server.page("admin", "group=staff"))
    try browser.find("#add-to-group summary").click()
    try browser.find("#add-to-group-emails").fill("ben@example.com, clara@example.com")
    try browser.follow("#add-to-group form > button")
    try browser.find("#add-to-group summary").click()
    try take("admin-group", height: nil)

    try openPage(of: "emil@example.com", at: server)
    try browser.find("#disable summary").click()
    try take("admin-user", height: nil)
    try browser.follow("#disable form > button")
    try browser.open(server.page("admin"))
    try take("admin-users", height: nil)

    try openPage(of: "ben@example.com", at: server)
    try browser.find("#recover summary").click()
    try browser.follow("#recover form > button")
    try take("admin-link", height: nil)

    try browser.open(server.page("admin", "invitations="))
    try browser.find("#invite summary").click()
    try browser.find("#invite-emails").fill("fay@example.com, gil@example.com")
    try browser.find("#invite-groups").fill("staff")
    try take("admin-invitations", height: nil)
    try browser.follow("#invite form > button")

    try server.folder.write("auth-data/auth.conf", "registration = approval\n")
    let waiting = #"{"email":"hugo@example.com","password":"nine herons at dawn","note":"Hugo, rowing"}"#
    #expect(try server.post("register", .json(waiting)).status == 200)
    try browser.open(server.page("admin", "waiting="))
    try take("admin-waiting", height: nil)
    try FileManager.default.removeItem(atPath: server.data("auth.conf"))

    try browser.open(server.page("admin", "backup="))
    try browser.follow("main form > button")
    try take("admin-backups", height: nil)
    try server.putMembers(["hanna@example.com", "ida@example.com", "no address"])
    try browser.open(server.page("admin", "import="))
    try browser.checkImport()
    try take("admin-import", height: nil)

    try openPage(of: "dora@example.com", at: server)
    try browser.follow("#remove a")
    try take("admin-remove", height: nil)

    try browser.open(server.page("admin", "doctor="))
    try take("admin-doctor", height: nil)

    try server.folder.write("auth-data/admin.rescue", "")
    try browser.open(server.page("admin", "rescue"))
    try take("admin-rescue", height: nil)
    try FileManager.default.removeItem(atPath: server.data("admin.rescue"))
  }

  private func openPage(of address: String, at server: LiveServer) throws {
    try browser.open(server.page("admin"))
    try browser.find("#search-q").fill(address)
    try browser.follow("#users form > button")
    try browser.follow("#users li a")
  }
}

extension LiveServer {
  /// What an owner reads by FTP.
  func adminCode() throws -> String {
    try folder.text("auth-data/admin.code").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// A file to import, which an owner puts there by FTP.
  func putMembers(_ addresses: [String]) throws {
    try folder.makeFolder("auth-data/import")
    let lines = addresses.map { "\($0),Ada@home\n" }
    try folder.write("auth-data/import/members.csv", "email,name\n" + lines.joined())
    _ = try run("/bin/chown", ["-R", "--reference=\(data(""))", data("import")])
  }
}

extension Browser {
  /// On the page of imports: looks through the only file.
  func checkImport() throws {
    try find("input[name=without_passwords]").click()
    try follow("main button[name=check]")
  }
}

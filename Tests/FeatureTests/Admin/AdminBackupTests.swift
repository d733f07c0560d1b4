import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// Backups in admin.cgi: made, listed and removed, and never sent.
@Suite struct AdminBackupTests {
  private let admin: AdminSite
  private var folder: TemporaryFolder { admin.site.folder }

  init() throws { admin = try AdminSite() }

  private func names() throws -> [String] {
    let members = try AdminSite.members(try admin.get("backup="))
    let backups = try #require(members["backups"] as? [[String: Any]])
    for backup in backups {
      #expect((backup["size"] as? Int ?? 0) > 10_000)
      #expect((backup["time"] as? String ?? "").hasSuffix("Z"))
    }
    return try backups.map { try #require($0["name"] as? String) }
  }

  @Test func makesListsAndRemoves() throws {
    #expect(try names() == [])
    // To look makes nothing.
    #expect(!folder.has("auth-data/backup"))
    #expect(try admin.act("backup").message == "Backup made")
    #expect(try admin.act("backup").message == "Backup made")
    let made = try names()
    #expect(made.count == 2 && Set(made).count == 2)
    #expect(try folder.permissions("auth-data/backup/\(made[0])") == 0o600)
    #expect(try admin.act("remove-backup", #""name":"\#(made[0])""#).message == "Backup removed")
    #expect(try names() == [made[1]])
    let again = try admin.act("remove-backup", #""name":"\#(made[0])""#)
    #expect(again.status == 404 && again.message == "There is no such backup")
    #expect(try admin.act("remove-backup").message == "name is missing")
    for name in ["lock", "../users.gdbm", "cgi-auth-/../../users.gdbm", ".htaccess"] {
      #expect(try admin.act("remove-backup", #""name":"\#(name)""#).status == 404)
    }
    #expect(folder.has("auth-data/users.gdbm") && folder.has("auth-data/backup/lock"))
    let events = try admin.events.suffix(3)
    #expect(events.map { $0["event"] } == ["backup-made", "backup-made", "backup-removed"])
    #expect(events.allSatisfy { $0["by"] == "a@example.com" })
    #expect(events.last?["reason"] == made[0])
  }

  @Test func isMadeAndRemovedInABrowser() throws {
    let empty = try admin.browse("GET", "backup=")
    #expect(empty.status == 200 && empty.body.contains("There are no backups yet."))
    #expect(empty.body.contains("<h1>Backups</h1>"))
    let token = try AdminSite.token("backup", in: empty)
    let done = try admin.browse("POST", "", "action=backup&formToken=\(token)")
    #expect(done.status == 303)
    #expect(done.value("Location") == "/cgi-bin/admin.cgi?backup=&done=backup")
    let name = try #require(try names().first)
    let page = try admin.browse("GET", "backup=&done=backup")
    #expect(page.body.contains("<dt translate=\"no\">\(name)</dt>"))
    #expect(page.body.contains("the folder backup of the data folder"))
    // No page leads to the file.
    #expect(!page.body.contains("href=\"\(name)") && !page.body.contains("/\(name)"))
    let form = "action=remove-backup&name=\(name)&formToken="
    #expect(try admin.browse("POST", "", form + "x").status == 403)
    #expect(try names() == [name])
    let removed = try admin.browse("POST", "", form + AdminSite.token("remove-backup", in: page))
    #expect(removed.value("Location") == "/cgi-bin/admin.cgi?backup=&done=remove-backup")
    #expect(try names() == [])
  }

  @Test func saysWhatIsInTheWay() throws {
    try folder.makeFolder("elsewhere")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("auth-data/backup"), withDestinationPath: folder.path("elsewhere"))
    let refused = try admin.act("backup")
    #expect(refused.status == 503 && refused.body.contains(#""reason":"system-error""#))
    #expect(try admin.get("backup=").status == 503)
    #expect(try folder.names("elsewhere") == [])
  }
}

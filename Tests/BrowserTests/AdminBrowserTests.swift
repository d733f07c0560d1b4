import Foundation
import CGIAuthHarness
import Testing

extension BrowserTests {
  /// A site run by a browser, and by what FTP gives of its files.
  @Suite struct AdminBrowserTests {
    /// Install, first administrator, group, disable, enable, remove, logs, rescue: without scripts.
    @Test(arguments: ServerVariant.browsedOnce)
    func anOwnerRunsASite(_ variant: ServerVariant) throws {
      let server = try LiveServer(variant)
      let (owner, member) = (
        try Browser(.init(runsScripts: false)), try Browser(.init(runsScripts: false))
      )
      let (ownAddress, address) = (newAddress(), newAddress())

      // The first administrator.
      try owner.logIn(ownAddress, at: server)
      try member.logIn(address, at: server)
      try owner.open(server.page("admin"))
      #expect(try owner.text(in: "h1") == "The first administrator")
      try owner.find("#code").fill("not this")
      try owner.follow(Browser.sendButton)
      #expect(try owner.text(in: "#code-error") == "This is not what stands in the file now.")
      try owner.find("#code").fill(try server.adminCode())
      try owner.follow(Browser.sendButton)
      #expect(try owner.text(in: "h1") == "Is it you?")
      try owner.find("#currentPassword").fill(goodPassword)
      try owner.follow(Browser.sendButton)
      #expect(try owner.text(in: "h1") == "Administration")
      try member.open(server.page("admin"))
      #expect(try member.status == 403)

      // A member of a group.
      try owner.find("#search-q").fill(String(address.prefix(8)))
      try owner.follow("#users form > button")
      #expect(try owner.text(in: "#users ul") == address)
      try owner.follow("#users li a")
      #expect(try owner.text(in: "h1") == address)
      #expect(try owner.place.contains("?user=") && !owner.place.contains("@"))
      try owner.find("#add-to-group summary").click()
      try owner.find("#add-to-group-group").fill("staff, board")
      try owner.follow("#add-to-group form > button")
      #expect(try owner.text(in: "#add-to-group-group-error").hasPrefix("Use letters"))
      try owner.find("#add-to-group-group").fill("staff")
      try owner.follow("#add-to-group form > button")
      #expect(try owner.text(in: "#notice") == "Done.")
      #expect(try owner.text(in: "#groups ul").hasPrefix("staff"))
      try member.open(server.page("account"))
      #expect(try member.text(in: "dl").contains("staff"))

      // Shut out, and let in again.
      try owner.find("#disable summary").click()
      try owner.follow("#disable form > button")
      #expect(try owner.text(in: "dl").contains("disabled"))
      try member.open(server.page("protected"))
      #expect(try member.text(in: "#notice") == "Your session has ended. Please log in again.")
      try member.submit(address, goodPassword)
      #expect(try member.status == 401)
      try owner.find("#enable summary").click()
      try owner.follow("#enable form > button")
      try member.submit(address, goodPassword)
      #expect(try member.welcomes(address))

      // The last administrator stays.
      try owner.open(server.page("admin", "group=admin"))
      try owner.find("#remove-from-group summary").click()
      try owner.find("#remove-from-group-emails").fill(ownAddress)
      try owner.follow("#remove-from-group form > button")
      #expect(try owner.status == 409)
      #expect(try owner.text(in: "#problem").hasPrefix("This is the last administrator."))

      // Removed for good, after a question.
      try owner.open(server.page("admin", "group=staff"))
      try owner.follow("#users li a")
      try owner.follow("#remove a")
      #expect(try owner.text(in: "main").contains("\(address) is removed at once and for good"))
      try owner.follow(Browser.sendButton)
      #expect(try owner.text(in: "#notice") == "Done.")
      try member.open(server.page("protected"))
      #expect(try member.text(in: "#notice") == "Your session has ended. Please log in again.")

      // Who did it.
      try owner.open(server.page("admin", "log=audit"))
      #expect(try owner.text(in: "main ul").contains("user-removed"))
      try owner.open(server.page("admin", "settings="))
      #expect(try owner.text(in: "dl").contains("AUTH_PASSWORD_HASH"))

      // Nobody can get in any more.
      let rescued = newAddress()
      let other = try Browser(.init(runsScripts: false))
      try other.open(server.page("admin", "rescue"))
      #expect(try other.status == 404)
      try server.folder.write("auth-data/admin.rescue", "")
      try other.open(server.page("register"))
      try other.submit(rescued, goodPassword)
      try other.open(server.page("admin", "rescue"))
      try other.find("#code").fill(try server.adminCode())
      try other.find("#email").fill(rescued)
      try other.follow(Browser.sendButton)
      #expect(try other.find("#link a").attribute("href")?.contains("recover.cgi?t=") == true)
      try other.follow(".other a")
      try other.submit(rescued, goodPassword)
      #expect(try other.text(in: "h1") == "Is it you?")
      #expect(!FileManager.default.fileExists(atPath: server.data("admin.rescue")))
      #expect(try owner.console() == [])
    }
  }
}

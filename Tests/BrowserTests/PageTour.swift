import Foundation
import CGIAuthHarness
import Testing

/// A way through every page that there is, in every state, with a server of its own.
struct PageTour {
  let server: LiveServer
  private let mail: TemporaryFolder

  /// The texts of its pages that are in no language.
  static let ownTexts = ["Herons & Sons", "Colophon"]

  /// - Parameter settings: beside what the tour needs.
  init(_ variant: ServerVariant, settings: [String: String] = [:]) throws {
    // A second failure brings the page that asks to wait.
    mail = try TemporaryFolder.forEverybody()
    let own = [
      "AUTH_SITE_URL": "https://club.example", "AUTH_MAIL_FROM": "no-reply@club.example",
      "AUTH_MAIL": "file:" + mail.path("mail"), "AUTH_MAIL_PER_HOUR": "65000",
      "AUTH_THROTTLE_FREE_TRIES": "1", "AUTH_SITE_NAME": "Herons & Sons",
      "AUTH_LINKS": "Colophon /colophon.html",
    ]
    server = try LiveServer(
      variant, settings: LiveServer.cheapHash.merging(own) { $1 }.merging(settings) { $1 })
  }

  /// Leads a browser from page to page.
  ///
  /// - Parameter look: looks at the page that is open, given its name.
  func visit(_ browser: Browser, _ look: (_ name: String) throws -> Void) throws {
    func expect(_ status: Int, _ name: String) throws {
      let found = try browser.status
      #expect(found == status, "\(name)")
      try look(name)
    }
    let email = newAddress()
    try browser.open(server.page("register", "next=/a%26b"))
    try expect(200, "register")
    try registerBadly(browser, "nobody", "heron")
    try expect(422, "register-no-address")
    for password in ["heron", "password1", "aaaaaaaaaa", "abcdefghij", email] {
      try registerBadly(browser, email, password)
      try expect(422, "register-\(password == email ? "address" : password)")
    }
    try registerBadly(browser, email, String(repeating: "heron ", count: 90))
    try expect(422, "register-long")
    try browser.submit(email, goodPassword)
    try expect(200, "login-registered")
    try browser.open(server.page("register"))
    try browser.submit(email, goodPassword)
    try expect(409, "register-taken")
    try visitApproval(browser, expect)

    try browser.open(server.page("login"))
    try expect(200, "login")
    try browser.submit(email, goodPassword)
    try expect(200, "welcome")
    try browser.open(server.page("account"))
    try unfold(browser)
    try expect(200, "account")
    try browser.find("#change-password-currentPassword").fill(goodPassword)
    try browser.find("#change-password-newPassword").fill("heron")
    try browser.follow("#change-password form > button")
    try unfold(browser)
    try expect(422, "account-short")
    try browser.find("#change-profile-name").fill("Ada@home")
    try browser.follow("#change-profile form > button")
    try expect(200, "account-saved")
    let invitation = try visitAdministration(browser, expect)
    try visitMail(browser, email, expect)
    try browser.open(
      server.page("login", "next=/members/\(String(repeating: "heron", count: 20))%3Fa&again=1"))
    try expect(200, "go-on")
    try browser.open(server.page("protected"))
    try browser.follow("button")
    try expect(200, "login-logged-out")
    try browser.open(server.page("register", "t=\(invitation)"))
    try expect(200, "register-invited")
    try browser.open(server.page("login", "notice=session-ended&next=/"))
    try expect(200, "login-session-ended")
    try browser.open(server.page("login", "next=/members/"))
    try expect(200, "login-to-see")
    try browser.submit(email, "ten herons at dawn")
    try expect(401, "login-wrong")
    try browser.submit(email, "ten herons at dawn")
    while try browser.status == 401 { try browser.submit(email, "ten herons at dawn") }
    try expect(429, "login-wait")

    for (program, name) in [
      ("login", "login-foreign"), ("register", "register-foreign"), ("logout", "message"),
    ] {
      try server.folder.write(
        "public/\(name).html",
        "<!DOCTYPE html><html lang=en><title>x</title><form method=post action=\(server.page(program))><button>x</button>"
      )
      try browser.open("\(server.otherSite)/\(name).html")
      try browser.follow("button")
      try expect(403, name)
    }
    try server.folder.write("auth-data/auth.conf", "no setting\n")
    try browser.open(server.page("login"))
    try expect(500, "broken")
    try FileManager.default.removeItem(atPath: server.data("auth.conf"))
  }

  /// Registers where somebody has to be let in.
  private func visitApproval(
    _ browser: Browser, _ expect: (_ status: Int, _ name: String) throws -> Void
  ) throws {
    try server.folder.write("auth-data/auth.conf", "registration = approval\n")
    try browser.open(server.page("register"))
    try expect(200, "register-approval")
    try browser.find("#note").fill("@home")
    try browser.submit(newAddress(), goodPassword)
    try expect(200, "register-waiting")
    try FileManager.default.removeItem(atPath: server.data("auth.conf"))
  }

  /// Becomes the first administrator, each time anew, and looks at everything.
  ///
  /// - Returns: the ticket of an invitation.
  private func visitAdministration(
    _ browser: Browser, _ expect: (_ status: Int, _ name: String) throws -> Void
  ) throws -> String {
    for name in ["admin.made", "admin.code"] {
      try? FileManager.default.removeItem(atPath: server.data(name))
    }
    try browser.open(server.page("admin"))
    try expect(200, "admin-code")
    try browser.find("#code").fill(try server.adminCode())
    try browser.follow(Browser.sendButton)
    try expect(401, "admin-proof")
    try browser.find("#currentPassword").fill(goodPassword)
    try browser.follow(Browser.sendButton)
    try unfold(browser)
    try expect(200, "admin")
    try browser.find("#search-q").fill("zebra")
    try browser.follow("#users form > button")
    try expect(200, "admin-nobody")
    try browser.open(server.page("admin", "group=staff"))
    try unfold(browser)
    try expect(200, "admin-group")
    try browser.open(server.page("admin"))
    try browser.follow("#users li a")
    try unfold(browser)
    try expect(200, "admin-user")
    try browser.follow("#remove a")
    try expect(200, "admin-remove")
    try browser.open(server.page("admin", "waiting="))
    try expect(200, "admin-waiting")
    try browser.open(server.page("admin", "invitations="))
    try browser.find("#invite summary").click()
    try browser.find("#invite-emails").fill(newAddress())
    try browser.follow("#invite form > button")
    try expect(200, "admin-invited")
    let link = try #require(try browser.find("#invitations li a").attribute("href"))
    try browser.open(server.page("admin", "invitations="))
    try unfold(browser)
    try expect(200, "admin-invitations")
    try visitBackupsAndImports(browser, expect)
    try browser.open(server.page("admin", "log=audit"))
    try expect(200, "admin-log")
    try browser.open(server.page("admin", "settings="))
    try expect(200, "admin-settings")
    try browser.open(server.page("admin", "doctor="))
    try expect(200, "admin-doctor")
    try server.folder.write("auth-data/admin.rescue", "")
    try browser.open(server.page("admin", "rescue"))
    try expect(200, "admin-rescue")
    try FileManager.default.removeItem(atPath: server.data("admin.rescue"))
    return String(try #require(link.split(separator: "=").last))
  }

  /// Leaves nothing of either.
  private func visitBackupsAndImports(
    _ browser: Browser, _ expect: (_ status: Int, _ name: String) throws -> Void
  ) throws {
    try browser.open(server.page("admin", "backup="))
    try expect(200, "admin-no-backup")
    try browser.follow("main form > button")
    try expect(200, "admin-backup")
    try browser.follow("main dd button")
    try browser.open(server.page("admin", "import="))
    try expect(200, "admin-no-import")
    try server.putMembers([newAddress(), "no address"])
    try browser.open(server.page("admin", "import="))
    try expect(200, "admin-import")
    try browser.checkImport()
    try expect(200, "admin-import-checked")
    try browser.follow("main section > form:last-of-type button")
    try FileManager.default.removeItem(atPath: server.data("import"))
  }

  /// Asks for mails, and opens their links; the password and the address stay as they are.
  private func visitMail(
    _ browser: Browser, _ email: String, _ expect: (_ status: Int, _ name: String) throws -> Void
  ) throws {
    // A tour in every language comes from one network.
    try? FileManager.default.removeItem(atPath: server.data("mail-1.table"))
    try browser.open(server.page("account"))
    try unfold(browser)
    try browser.find("#change-email-currentPassword").fill(goodPassword)
    try browser.find("#change-email-newEmail").fill("new-" + email)
    try browser.follow("#change-email form > button")
    try expect(200, "account-confirmation-sent")
    try browser.open(server.page("confirm", "t=\(try ticket(to: "new-" + email))"))
    try expect(200, "confirm-change")
    try browser.open(server.page("recover"))
    try expect(200, "recover")
    try browser.find("#email").fill(email)
    try browser.follow(Browser.sendButton)
    try expect(200, "recover-sent")
    let recovery = try ticket(to: email)
    try browser.open(server.page("recover", "t=\(recovery)"))
    try expect(200, "recover-form")
    try browser.find("#newPassword").fill("heron")
    try browser.follow(Browser.sendButton)
    try expect(422, "recover-short")
    try browser.find("#newPassword").fill(goodPassword)
    try browser.follow(Browser.sendButton)
    try expect(200, "login-password-changed")
    try browser.open(server.page("recover", "t=\(recovery)"))
    try expect(200, "recover-used")
    try browser.open(server.page("confirm"))
    try expect(200, "confirm")
    try browser.open(server.page("login"))
    try browser.submit(email, goodPassword)
  }

  /// The ticket of the newest link that an address got.
  private func ticket(to address: String) throws -> String {
    var found: String?
    try eventually("the mail with a ticket") {
      let mails = try MailRead.all(in: mail.path("mail")).filter { $0.to == address }
      found = mails.flatMap(\.links).last { $0.contains("?t=") }
      return found != nil
    }
    return String(try #require(found).split(separator: "=")[1])
  }

  /// Opens every section of a page.
  private func unfold(_ browser: Browser) throws {
    _ = try browser.evaluate(
      "for (const d of document.querySelectorAll('details')) d.open = true; return true", as: Bool.self)
  }

  /// Sends what the browser itself would not.
  private func registerBadly(_ browser: Browser, _ email: String, _ password: String) throws {
    _ = try browser.evaluate("document.forms[0].noValidate = true; return true", as: Bool.self)
    try browser.submit(email, password)
  }
}

/// The languages of the pages.
let pageLanguages = ["en", "de", "fr", "es", "pt", "ja"]

import Foundation
import CGIAuthHarness
import Testing

extension BrowserTests {
  /// The account page as people use it.
  @Suite struct AccountBrowserTests {
    /// Each of them sees the other's session, and what it ends is over there.
    @Test(arguments: ServerVariant.browsedOnce)
    func twoBrowsersEndEachOthersSessions(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      let (one, other) = (try Browser(.init(runsScripts: false)), try Browser(.init(runsScripts: false)))
      let email = newAddress()
      try one.logIn(email, at: server)
      try other.open(server.page("login"))
      try other.submit(email, goodPassword)
      #expect(try other.welcomes(email))

      try one.open(server.page("account"))
      let sessions = try one.text(in: "#sessions")
      #expect(sessions.components(separatedBy: "Chrome on Linux").count == 3, "\(sessions)")
      #expect(try one.text(in: "#sessions strong") == "this session")
      try one.follow("#sessions button[aria-describedby]")
      #expect(try one.text(in: "#notice") == "The session has ended.")
      #expect(try !one.has("#sessions button[aria-describedby]"))
      try other.open(server.page("protected"))
      #expect(try other.text(in: "#notice") == "Your session has ended. Please log in again.")

      try other.submit(email, goodPassword)
      try other.open(server.page("account"))
      try other.follow("#sessions > form > button")
      #expect(try other.text(in: "#notice") == "Every other session has ended.")
      try one.open(server.page("account"))
      #expect(try one.place == "/cgi-bin/login.cgi?notice=session-ended&next=/cgi-bin/account.cgi")
      try one.submit(email, goodPassword)
      #expect(try one.place == "/cgi-bin/account.cgi")
    }

    @Test(arguments: ServerVariant.browsedOnce)
    func aPersonChangesPasswordAndAddressAndLeaves(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      let browser = try Browser(.init(runsScripts: false))
      let (email, newEmail) = (newAddress(), newAddress())
      try browser.logIn(email, at: server)
      try browser.open(server.page("account"))
      try browser.find("#change-password summary").click()
      try browser.find("#change-password-currentPassword").fill("ten herons at dawn")
      try browser.find("#change-password-newPassword").fill("six herons at dusk")
      try browser.follow("#change-password form > button")
      #expect(
        try browser.text(in: "#change-password-currentPassword-error")
          == "This is not your current password.")
      try browser.wait(for: "the focus") { try browser.focusedID == "change-password-currentPassword" }
      try browser.find("#change-password-currentPassword").fill(goodPassword)
      try browser.find("#change-password-newPassword").fill("six herons at dusk")
      try browser.follow("#change-password form > button")
      #expect(try browser.text(in: "#notice").hasPrefix("Your password is changed."))

      try browser.find("#change-email summary").click()
      try browser.find("#change-email-newEmail").fill(newEmail)
      try browser.find("#change-email-currentPassword").fill("six herons at dusk")
      try browser.follow("#change-email form > button")
      #expect(try browser.text(in: "#notice").hasPrefix("Your e-mail address is changed."))
      #expect(try browser.text(in: "dl").contains(newEmail))

      try browser.find("#close-account summary").click()
      try browser.find("#close-account-currentPassword").fill("six herons at dusk")
      try browser.follow("#close-account form > button")
      #expect(try browser.text(in: "#notice") == "Your account is closed.")
      try browser.submit(newEmail, "six herons at dusk")
      #expect(try browser.status == 401)
    }
  }
}

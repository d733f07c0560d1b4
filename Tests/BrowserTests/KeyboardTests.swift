import CGIAuthHarness
import Testing

extension BrowserTests {
  /// The pages by keyboard alone, without scripts.
  @Suite struct KeyboardTests {
    @Test(arguments: ServerVariant.browsedOnce)
    func everythingWorksWithoutAMouse(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      let browser = try Browser(.init(runsScripts: false))
      let email = newAddress()

      try browser.open(server.page("login"))
      try browser.wait(for: "the focus") { try browser.focusedID == "email" }
      for stop in ["password", "input", "button", "a"] { try tab(to: stop, browser) }
      try browser.press(Key.enter)
      try browser.wait(for: "the page to register on") { try browser.place.contains("register.cgi") }
      try fillByKeyboard(email, browser)
      try tab(to: "button", browser)
      try browser.press(Key.enter)
      try browser.wait(for: "the notice") { try browser.has("#notice") }
      // The address came along.
      try browser.wait(for: "the focus") { try browser.focusedID == "password" }
      try browser.press(goodPassword)
      // Enter in a field sends the form, too.
      try browser.press(Key.enter)
      try browser.wait(for: "the welcome page") { try browser.welcomes(email) }
      for stop in ["a", "button"] { try tab(to: stop, browser) }
      try browser.press(Key.enter)
      try browser.wait(for: "the notice") { try browser.has("#notice") }
      // What is left opens nothing.
      #expect(try browser.cookies().map(\.name).allSatisfy { $0.hasSuffix("authDevice") })
    }

    private func fillByKeyboard(_ email: String, _ browser: Browser) throws {
      try browser.wait(for: "the focus") { try browser.focusedID == "email" }
      try browser.press(email)
      try tab(to: "password", browser)
      try browser.press(goodPassword)
    }

    /// Presses Tab once, which must lead there, and be seen to.
    private func tab(to stop: String, _ browser: Browser) throws {
      try browser.press(Key.tab)
      let focused = try browser.focusedID
      #expect(focused == stop)
      let outlines = try browser.evaluate(
        """
        const e = document.activeElement, look = () => {
          const style = getComputedStyle(e)
          return `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`
        }
        const focused = look()
        e.blur()
        const blurred = look()
        e.focus({focusVisible: true})
        return [focused, blurred]
        """, as: [String].self)
      #expect(outlines[0].hasPrefix("solid 3px"), "\(stop): \(outlines)")
      #expect(outlines[0] != outlines[1], "\(stop)")
    }
  }
}

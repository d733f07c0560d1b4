import CGIAuthTestSupport
import Testing

extension BrowserTests {
  /// Every page, for everybody.
  @Suite struct AccessibilityTests {
    /// By axe-core, contrast included, in the light and in the dark; and WCAG 2.2, success criterion 1.4.10 Reflow: 320 CSS
    /// pixels, as a window of 1280 at 400 % has.
    @Test(arguments: pageLanguages)
    func noPageBreaksARuleOrScrollsSidewaysAt320Pixels(_ language: String) throws {
      let tour = try PageTour(ServerVariant.browsed[0])
      let browser = try Browser(.init(languages: language))
      // Colours are the same in every language.
      let schemes = language == "en" ? ColorScheme.allCases : [.light]
      try browser.resize(width: 320, height: 640)
      try tour.visit(browser) { name in
        for scheme in schemes {
          try browser.prefer(scheme)
          let problems = try browser.accessibilityProblems()
          #expect(problems == [], "\(name), \(scheme)")
        }
        let widths = try browser.evaluate(
          "const e = document.scrollingElement; return [innerWidth, e.scrollWidth - e.clientWidth]",
          as: [Int].self)
        #expect(widths == [320, 0], "\(name)")
      }
    }

    /// So that the test above is of two schemes.
    @Test func theSystemsSchemeIsFollowed() throws {
      let server = try ServerVariant.browsed[0].shared()
      let browser = try Browser()
      try browser.open(server.page("login"))
      let backgrounds = try ColorScheme.allCases.map { scheme in
        try browser.prefer(scheme)
        return try browser.evaluate(
          "return getComputedStyle(document.body).backgroundColor", as: String.self)
      }
      #expect(backgrounds == ["rgb(243, 244, 246)", "rgb(18, 21, 27)"])
    }
  }
}

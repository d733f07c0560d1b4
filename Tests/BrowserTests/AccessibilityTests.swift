import CGIAuthHarness
import Testing

extension BrowserTests {
  /// Every page, for everybody.
  @Suite struct AccessibilityTests {
    /// By axe-core, contrast included, in the light and in the dark; and WCAG 2.2, success criterion 1.4.10
    /// Reflow: 320 CSS pixels, as a window of 1280 at 400 % has. In one language; what differs in the others
    /// is `MarkupTests.everyPageIsValidAndWholeInEveryLanguage`.
    @Test func noPageBreaksARuleOrScrollsSidewaysAt320Pixels() throws {
      let tour = try PageTour(ServerVariant.browsed[0])
      let browser = try Browser()
      try browser.resize(width: 320, height: 640)
      try tour.visit(browser) { name in
        for scheme in ColorScheme.allCases {
          try browser.prefer(scheme)
          let problems = try browser.accessibilityProblems()
          #expect(problems == [], "\(name), \(scheme)")
        }
        #expect(try browser.contents().widths == [320, 0], "\(name)")
      }
    }

    /// Contrast included, in the light and in the dark.
    @Test(arguments: ["#ffd500", "#8b1a1a", "#808080"]) func everyAccentCanBeRead(_ accent: String) throws {
      let server = try LiveServer(
        ServerVariant.browsed[0], settings: LiveServer.cheapHash.merging(["AUTH_ACCENT": accent]) { $1 })
      let browser = try Browser()
      try browser.open(server.page("login"))
      var colors: Set<String> = []
      for scheme in ColorScheme.allCases {
        try browser.prefer(scheme)
        #expect(try browser.accessibilityProblems() == [], "\(scheme)")
        colors.insert(
          try browser.evaluate(
            "return getComputedStyle(document.querySelector('form > button')).backgroundColor",
            as: String.self))
      }
      // The policy let the colours through.
      #expect(colors.count == 2 && !colors.contains("rgb(31, 87, 195)"))
      #expect(try browser.console() == [])
    }

    /// So that a page without complaints means something, in the other languages, too.
    @Test func whatIsSilentOrWideIsFound() throws {
      let browser = try Browser()
      try browser.resize(width: 320, height: 640)
      try browser.open(
        "data:text/html,<title></title><h1> </h1><label for=a></label><input id=a><input id=b>"
          + "<p aria-describedby=none style='width:900px'>Text</p>")
      let contents = try browser.contents()
      #expect(contents.silent.count == 5, "\(contents.silent)")
      #expect(contents.texts == ["Text"])
      #expect(contents.widths[0] == 320 && contents.widths[1] > 500)
    }

    /// So that the first test is of two schemes.
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

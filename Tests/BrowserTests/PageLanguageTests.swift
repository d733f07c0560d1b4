import CGIAuthHarness
import Testing

extension BrowserTests {
  /// Pages in the language that the browser's person reads.
  @Suite struct PageLanguageTests {
    @Test(arguments: [
      ("en-US,en", "en", "Log in"), ("de-AT,de", "de", "Anmelden"), ("fr-CA", "fr", "Se connecter"),
      ("es-MX,en", "es", "Iniciar sesión"), ("pt-BR,pt", "pt", "Entrar"), ("ja", "ja", "ログイン"),
      ("nl,ja,en", "ja", "ログイン"), ("nl", "en", "Log in"),
    ])
    func thePageSpeaksTheBrowsersLanguage(_ preference: String, _ language: String, _ title: String) throws {
      let server = try ServerVariant.browsed[0].shared()
      let browser = try Browser(.init(languages: preference))
      try browser.open(server.page("login"))
      #expect(try browser.find("html").attribute("lang") == language)
      #expect(try browser.title == title)
      #expect(try browser.text(in: "h1") == title)
      #expect(try browser.text(in: Browser.sendButton) == title)
    }

    /// Without scripts, and from then on.
    @Test(arguments: ServerVariant.browsedOnce) func aLinkChoosesAnother(_ variant: ServerVariant) throws {
      let server = try variant.shared()
      let browser = try Browser(.init(runsScripts: false, languages: "en"))
      try browser.open(server.page("login", "next=/members/"))
      try browser.follow("footer [lang=de]")
      #expect(try browser.text(in: "#notice") == "Melden Sie sich an, um /members/ zu sehen.")
      try browser.open(server.page("register"))
      #expect(try browser.text(in: "h1") == "Konto anlegen")
      let email = newAddress()
      try browser.submit(email, goodPassword)
      try browser.find("#password").fill(goodPassword)
      try browser.follow(Browser.sendButton)
      #expect(try browser.text(in: "h1") == "Willkommen, \(email)!")
      try browser.follow("footer [lang=fr]")
      #expect(try browser.place == "/cgi-bin/protected.cgi")
      #expect(try browser.text(in: "h1") == "Bienvenue, \(email) !")
    }
  }
}

import CGIAuthHTTP
import Testing

@testable import CGIAuthCore

@Suite struct LanguageTests {
  @Test(arguments: [
    ("de", Language.german), ("de-AT,en;q=0.5", .german), ("DE", .german), ("en;q=0.5, fr", .french),
    ("nl, es;q=0.7, pt;q=0.8", .portuguese), ("pt-BR", .portuguese), ("ja-JP", .japanese),
    ("es, fr", .spanish), ("fr;q=0, es;q=0.1", .spanish), ("zh-TW", .english), ("", .english),
    ("*", .english),
    ("den", .english), ("de;q=x, fr;q=0.1", .french), (",;=", .english),
  ])
  func isTheOneLikedBest(field: String, language: Language) throws {
    let request = try Request(
      environment: Environment(["REQUEST_METHOD": "GET", "HTTP_ACCEPT_LANGUAGE": field]), body: .bytes([]))
    #expect(Language(preferredBy: request) == language)
  }

  @Test func isEnglishWithoutAWish() throws {
    let request = try Request(environment: Environment(["REQUEST_METHOD": "GET"]), body: .bytes([]))
    #expect(Language(preferredBy: request) == .english)
  }

  @Test(arguments: Text.allCases)
  func missesNoText(text: Text) {
    let texts = Language.allCases.map { text.phrase[$0].description }
    let english = texts[0]
    for (language, translated) in zip(Language.allCases, texts) {
      #expect(!translated.isEmpty, "\(language)")
      // A text that was only copied is not translated. The languages of this table share no sentence.
      if language != .english { #expect(translated != english, "\(language)") }
      #expect(translated.filter { $0 == "{" } == english.filter { $0 == "{" }, "\(language)")
      #expect(
        (translated.firstRange(of: "{}") != nil) == (english.firstRange(of: "{}") != nil), "\(language)")
    }
  }

  @Test func putsArgumentsWhereTheyBelong() {
    #expect(Language.english(.welcome, "a@b") == "Welcome, a@b!")
    #expect(Language.japanese(.passwordTooShort, "12") == "短すぎます。12文字以上にしてください。")
    #expect(Language.french(.logOut) == "Se déconnecter")
  }
}

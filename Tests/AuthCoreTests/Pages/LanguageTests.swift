import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness
@testable import CGIAuthProtected

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

  /// Every text of the sources, by its name, in the order of the languages.
  static func phrases() throws -> [(name: String, texts: [String])] {
    let pattern = /var (\w+): Phrase \{\s*Phrase\(((?s:.*?))\)\s*\n  \}/
    let text = /(?:en|de|fr|es|pt|ja):\s*"((?:[^"\\]|\\.)*)"/
    return try Project.sources().flatMap { file in
      file.text.matches(of: pattern).map { phrase in
        (String(phrase.1), phrase.2.matches(of: text).map { String($0.1) })
      }
    }
  }

  @Test func missesNoText() throws {
    let phrases = try Self.phrases()
    #expect(phrases.count == 347)
    for (name, texts) in phrases {
      try #require(texts.count == Language.allCases.count, "\(name)")
      let english = texts[0]
      for (language, translated) in zip(Language.allCases, texts) {
        #expect(!translated.isEmpty, "\(name) \(language)")
        // A text that was only copied is not translated. The languages of this table share no sentence.
        if language != .english { #expect(translated != english, "\(name) \(language)") }
        #expect(translated.filter { $0 == "{" } == english.filter { $0 == "{" }, "\(name) \(language)")
        #expect(
          (translated.firstRange(of: "{}") != nil) == (english.firstRange(of: "{}") != nil),
          "\(name) \(language)")
      }
    }
  }

  @Test func putsArgumentsWhereTheyBelong() {
    #expect(Language.english(.welcome, "a@b") == "Welcome, a@b!")
    #expect(Language.japanese(.passwordTooShort, "12") == "短すぎます。12文字以上にしてください。")
    #expect(Language.french(.logOut) == "Se déconnecter")
  }
}

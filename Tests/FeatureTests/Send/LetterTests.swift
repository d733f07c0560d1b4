import CGIAuthHarness
import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthSend

@Suite struct LetterTests {
  /// Every letter, with its links and codes.
  static func letters(_ language: Language, site name: String = "Chess club") -> [(Letter, links: [String])] {
    let site = Letter.Site(name: name, language: language)
    let ticket = String(repeating: "0123456789", count: 12)
    let link = "https://club.example/cgi-bin/recover.cgi?t=\(ticket)"
    let page = "https://club.example/cgi-bin/recover.cgi"
    let how = Letter.Circumstances(firefox, at: 1_796_000_000)
    return [
      (.recovery(site, link: link), [link]), (.confirmation(site, link: link), [link]),
      (.alreadyRegistered(site, recovery: page), [page]),
      (.login(site, code: "BCDF-GHJK", link: link, asked: how), ["    BCDF-GHJK", link]),
      (.passwordChanged(site, how, recovery: page), [page]), (.newDevice(site, how, recovery: page), [page]),
      (.sessionEnded(site, how, recovery: page), [page]), (.newAddress(site, link: link), [link]),
      (.addressChanged(site, undo: link), [link]), (.invitation(site, link: link), [link]),
      (.approved(site, login: page, recovery: link), [page, link]),
      (.recoveryByAdministrator(site, link: link), [link]), (.linkShown(site, at: 0), []),
      (.waiting(site, count: 3, link: page), [page]),
      (.test(site), []),
    ]
  }

  private static let firefox = DeviceName(
    userAgent: Array("Mozilla/5.0 (Windows NT 10.0; rv:131.0) Gecko/20100101 Firefox/131.0".utf8))

  @Test(arguments: Language.allCases) func hasEachLinkOnALineOfItsOwn(_ language: Language) {
    for (letter, links) in Self.letters(language) {
      let lines = letter.body.split(separator: "\n", omittingEmptySubsequences: false)
      for link in links { #expect(lines.filter { $0 == link }.count == 1, "\(letter.subject)") }
      #expect(!letter.body.contains("{") && !letter.subject.contains("{"))
      #expect(letter.body.hasSuffix("\n") && !letter.body.hasSuffix("\n\n"))
    }
  }

  /// The name of the site is in the subject, and in the first paragraph, which says what happened.
  @Test(arguments: Language.allCases) func namesTheSite(_ language: Language) throws {
    for (letter, _) in Self.letters(language, site: "Zürich & Söhne") {
      #expect(letter.subject.hasPrefix("Zürich & Söhne: "))
      #expect(try #require(letter.body.split(separator: "\n").first).contains("Zürich & Söhne"))
    }
  }

  /// What happened, what is next, and what to do where it was somebody else.
  @Test(arguments: Language.allCases) func saysThreeThingsAtLeast(_ language: Language) {
    for (letter, links) in Self.letters(language) {
      let paragraphs = letter.body.dropLast().components(separatedBy: "\n\n").filter { !links.contains($0) }
      #expect(paragraphs.count + links.count >= 4 || letter.subject.hasSuffix(language(.testSubject)))
    }
  }

  /// No paragraph of a language is one of another language.
  @Test func saysNothingInTwoLanguages() {
    var seen: [String: Language] = [:]
    for language in Language.allCases {
      for (letter, links) in Self.letters(language) {
        let texts =
          letter.body.dropLast().components(separatedBy: "\n\n").filter { !links.contains($0) } + [
            letter.subject
          ]
        for text in texts where !text.hasSuffix("UTC") {
          #expect(seen[text] == nil || seen[text] == language, "\(text)")
          seen[text] = language
        }
      }
    }
    #expect(seen.count > 6 * 40)
  }

  /// A lettering of their own: the six languages are what they say.
  @Test(arguments: [
    (Language.german, "Passwort"), (.french, "mot de passe"), (.spanish, "contraseña"),
    (.portuguese, "senha"),
    (.japanese, "パスワード"), (.english, "password"),
  ])
  func speaksTheLanguage(_ language: Language, _ word: String) {
    let letters = Self.letters(language).map(\.0)
    #expect(letters.filter { $0.body.contains(word) }.count >= 7)
    #expect(letters.allSatisfy { $0.language == language })
  }

  @Test(arguments: [
    ("Mozilla/5.0 (Windows NT 10.0) Firefox/131.0", "Device: Firefox, Windows\nTime: 2026-11-30 00:53 UTC"),
    ("Mozilla/5.0 Firefox/131.0", "Device: Firefox\nTime: 2026-11-30 00:53 UTC"),
    // A word of whoever sent it.
    ("call-0800-12345/1.0", "Device: another program\nTime: 2026-11-30 00:53 UTC"),
    ("win-a-prize (Windows)", "Device: another program\nTime: 2026-11-30 00:53 UTC"),
    ("", "Device: another program\nTime: 2026-11-30 00:53 UTC"),
  ])
  func saysOnWhatAndWhen(_ userAgent: String, _ lines: String) {
    let site = Letter.Site(name: "Chess club", language: .english)
    let device = DeviceName(userAgent: Array(userAgent.utf8))
    let letter = Letter.newDevice(site, .init(device, at: 1_796_000_000), recovery: "https://club.example/")
    #expect(letter.body.contains("\n\n\(lines)\n\n"), "\(letter.body)")
  }
}

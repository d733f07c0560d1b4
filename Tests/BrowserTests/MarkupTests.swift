import Foundation
import CGIAuthHarness
import Testing

extension BrowserTests {
  /// The documents as they are sent.
  @Suite struct MarkupTests {
    /// What the Nu Html Checker says of documents: errors and warnings.
    private func complaints(_ documents: [String: String]) throws -> [String] {
      struct Report: Decodable { let messages: [Message] }
      struct Message: Decodable {
        let type, url, message: String
        let subType: String?
      }
      let folder = try TemporaryFolder()
      for (name, document) in documents { try folder.write("\(name).html", document) }
      // The words of a form are too few to tell their language by.
      let result = try Tool.java.result(
        ["-jar", WebTool.validator.path(), "--format", "json", "--no-langdetect", folder.root])
      let report = try JSONDecoder().decode(Report.self, from: Data(result.errors.utf8))
      return report.messages.map {
        "\($0.url.split(separator: "/").last ?? ""): \($0.subType ?? $0.type): \($0.message)"
      }
      .sorted()
    }

    /// And no page is wider than a window of 320 CSS pixels, lacks a text, or has one that is still English.
    @Test func everyPageIsValidAndWholeInEveryLanguage() throws {
      var english: [String: Set<String>] = [:]
      let documents = try documents(of: PageTour(ServerVariant.browsed[0]), in: pageLanguages) {
        browser, name, language in
        let contents = try browser.contents()
        #expect(contents.widths == [320, 0], "\(name) in \(language)")
        #expect(contents.silent == [], "\(name) in \(language)")
        let texts = contents.texts.filter {
          !$0.contains("@") && !$0.hasPrefix("/") && !PageTour.ownTexts.contains($0)
        }
        #expect(!texts.isEmpty)
        if language == "en" {
          english[name] = texts
        } else {
          #expect(texts.intersection(english[name] ?? texts) == [], "\(name) in \(language)")
        }
      }
      #expect(documents.count == 56 * pageLanguages.count)
      let complaints = try complaints(documents)
      #expect(complaints == [])
    }

    @Test func pagesAreValidInATemplateThatIs() throws {
      let folder = try TemporaryFolder()
      _ = try run("/bin/chmod", ["755", folder.root])
      try folder.write(
        "page.html",
        """
        <!DOCTYPE html>
        <html lang="{{language}}">
        <head><meta charset="utf-8"><title>{{title}} | {{site_name}}</title>{{head}}</head>
        <body><nav><a href="/">{{site_name}}</a></nav><main class="mine">{{content}}</main></body>
        </html>
        """)
      let documents = try documents(
        of: PageTour(ServerVariant.browsed[0], settings: ["AUTH_PAGES_DIR": folder.root]), in: ["en"])
      #expect(documents.values.filter { $0.contains(#"<main class="mine">"#) }.count == documents.count - 1)
      let complaints = try complaints(documents)
      #expect(complaints == [])
    }

    /// The page that is there for a moment where a link comes from another site.
    @Test(arguments: ServerVariant.browsedByHTTPS)
    func thePageOfOneMomentIsValid(_ variant: ServerVariant) throws {
      let answer = try variant.shared().get(
        "login", headers: ["Accept: text/html", "Sec-Fetch-Site: cross-site"])
      #expect(answer.value("Refresh") != nil)
      let complaints = try complaints(["moment": answer.body])
      #expect(complaints == [])
    }

    /// So that no complaint means something.
    @Test func theCheckerFindsWhatIsWrong() throws {
      let complaints = try complaints([
        "wrong": "<!DOCTYPE html><html lang=en><title>x</title><label for=none>x</label><p><div></div></p>"
      ])
      #expect(complaints.count == 2)
    }

    private func documents(
      of tour: PageTour, in languages: [String],
      look: (_ browser: Browser, _ name: String, _ language: String) throws -> Void = { _, _, _ in }
    ) throws -> [String: String] {
      var documents: [String: String] = [:]
      for language in languages {
        let browser = try Browser(.init(languages: language))
        try browser.resize(width: 320, height: 640)
        try tour.visit(browser) { name in
          try look(browser, name, language)
          documents["\(name)-\(language)"] = try browser.document()
          #expect(try browser.find("html").attribute("lang") == language, "\(name)")
          let console = try browser.console()
          #expect(console == [], "\(name)")
        }
      }
      return documents
    }
  }
}

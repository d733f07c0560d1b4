import CGIAuthHarness
import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthSend

/// Mails, as Python's email reads them, which forgives nothing.
@Suite struct MailMessageTests {
  /// What tools/mails.py says of a mail.
  struct Reading: Decodable {
    let names, defects, to: [String]
    let name, from, subject, id, language, automatic, suppress, type, charset, encoding, body: String
    let senders, longest: Int
    let date: Double
    let isASCII, hasReturn, hasOthers: Bool
  }

  static let sender = address("noreply@club.example"), ada = address("ada@example.org")

  static func address(_ text: String) -> EmailAddress {
    guard let address = EmailAddress(Array(text.utf8)) else { fatalError("\(text) is no address") }
    return address
  }

  static func read(_ messages: [MailMessage]) throws -> [Reading] {
    let folder = try TemporaryFolder()
    let names = messages.indices.map { folder.path("\($0)") }
    for (index, message) in messages.enumerated() { try folder.write("\(index)", message.bytes) }
    let result = try run(
      "/usr/bin/python3", ["\(Project.root)/Tests/FeatureTests/tools/mails.py"] + names)
    try #require(result.status == 0, "\(result.errors)")
    return try result.text.split(separator: "\n").map {
      try JSONDecoder().decode(Reading.self, from: Data($0.utf8))
    }
  }

  @Test(arguments: Language.allCases) func readsAsItWasWritten(_ language: Language) throws {
    let letters = LetterTests.letters(language, site: "Zürich & Söhne 日本").map(\.0)
    let messages = try letters.map {
      try MailMessage($0, from: Self.sender, named: "Zürich & Söhne 日本", to: Self.ada, now: 1_796_000_000)
    }
    let readings = try Self.read(messages)
    try #require(readings.count == letters.count && readings.count == 15)
    for (letter, reading) in zip(letters, readings) {
      #expect(reading.defects == [])
      #expect(reading.subject == letter.subject && reading.body == letter.body)
      #expect(reading.name == "Zürich & Söhne 日本" && reading.from == "noreply@club.example")
      #expect(reading.to == ["ada@example.org"] && reading.senders == 1 && !reading.hasOthers)
      #expect(
        reading.type == "text/plain" && reading.charset == "utf-8" && reading.language == language.rawValue)
      #expect(reading.automatic == "auto-generated" && reading.suppress == "All")
      #expect(reading.date == 1_796_000_000)
      #expect(reading.isASCII && !reading.hasReturn && reading.longest < 78)
      #expect(Set(reading.names).count == reading.names.count)
      #expect(["from", "to", "date", "message-id", "mime-version"].allSatisfy { reading.names.contains($0) })
      #expect(reading.id.hasPrefix("<") && reading.id.hasSuffix("@club.example>"))
      #expect(reading.encoding == (language == .japanese ? "base64" : "quoted-printable"))
    }
    #expect(Set(readings.map(\.id)).count == readings.count)
  }

  @Test(arguments: [
    "Chess club", "", "The \"best\" \\ of (clubs), <ltd>; @home", "x", "=?utf-8?B?eA==?=", "a =?b",
    String(repeating: "Nine herons at dawn ", count: 12), String(repeating: "é", count: 255),
    String(repeating: "\"", count: 60),
    String(repeating: "日本語", count: 28), String(repeating: "👩‍👩‍👧", count: 14), "tab-less", "Ünï, 日", "a, b",
    "From me", ".", "🙂",
  ])
  func keepsAnyName(_ name: String) throws {
    let letter = Letter.test(Letter.Site(name: name, language: .english))
    let message = try MailMessage(letter, from: Self.sender, named: name, to: Self.ada, now: 0)
    let reading = try #require(try Self.read([message]).first)
    #expect(reading.defects == [])
    #expect(
      reading.subject == letter.subject && reading.name == name && reading.from == "noreply@club.example")
    #expect(reading.body == letter.body && reading.longest < 78 && reading.isASCII)
  }

  /// Lines that mail programs would change, or take for something else.
  @Test(arguments: [
    ".", "..", ". x", "From me", "F", "-- ", " ", "x ", "=", "=20", "=\u{20}",
    String(repeating: "x", count: 76),
    String(repeating: "x", count: 75) + " ", String(repeating: "x", count: 77),
    String(repeating: ".", count: 200),
    String(repeating: "é", count: 100), String(repeating: " ", count: 100), "日本\n.\nFrom x\n\n\n日",
  ])
  func keepsAnyLine(_ line: String) throws {
    let letter = Letter.approved(
      Letter.Site(name: "x", language: .english), login: "\(line)\n\(line)", recovery: "\(line)")
    let message = try MailMessage(letter, from: Self.sender, named: "", to: Self.ada, now: 0)
    let lines = message.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    #expect(!lines.contains { $0.starts(with: ".".utf8) || $0.starts(with: "From ".utf8) || $0.last == 0x20 })
    let reading = try #require(try Self.read([message]).first)
    #expect(reading.body == letter.body && reading.defects == [] && reading.longest <= 76 + 2)
    #expect(reading.name == "")
  }

  /// Nothing begins a line, a field or a mail that is not ours.
  @Test(arguments: [
    "x\r\nBcc: eve@example.net", "x\nBcc: eve@example.net", "x\r", "\0", "x\0y", "\u{1B}[2J", "x\u{7F}",
    "a\tb", "x\r\n\r\nbody",
    "x\n.\nQUIT",
  ])
  func refusesControlCharacters(_ name: String) throws {
    let named = Letter.test(Letter.Site(name: name, language: .english))
    let plain = Letter.test(Letter.Site(name: "x", language: .english))
    for (letter, sender) in [(named, ""), (plain, name)] {
      let failure = thrown { () throws(MailFailure) in
        _ = try MailMessage(letter, from: Self.sender, named: sender, to: Self.ada, now: 0)
      }
      #expect(failure?.reason == .text && failure?.isTemporary == false)
    }
  }

  @Test(arguments: ["x\ry", "x\0y", "x\u{7F}"]) func refusesThemInALinkToo(_ link: String) throws {
    let letter = Letter.recovery(Letter.Site(name: "x", language: .english), link: link)
    let failure = thrown { () throws(MailFailure) in
      _ = try MailMessage(letter, from: Self.sender, named: "", to: Self.ada, now: 0)
    }
    #expect(failure?.reason == .text)
  }

  /// Browsers take more addresses than mail has atoms for (RFC 5321 section 4.1.2).
  @Test(arguments: [
    ("ada@example.org", "ada@example.org"), ("a.b+c@example.org", "a.b+c@example.org"),
    (".a@example.org", "\".a\"@example.org"), ("a.@example.org", "\"a.\"@example.org"),
    ("a..b@docomo.example", "\"a..b\"@docomo.example"), ("-f@example.org", "\"-f\"@example.org"),
    ("-oq/tmp@example.org", "\"-oq/tmp\"@example.org"), ("a-b@example.org", "a-b@example.org"),
    ("'x'@example.org", "'x'@example.org"),
  ])
  func quotesWhatIsNoAtom(_ text: String, _ mailbox: String) throws {
    let address = Self.address(text)
    #expect(address.mailbox == mailbox)
    let letter = Letter.test(Letter.Site(name: "x", language: .english))
    let message = try MailMessage(letter, from: address, named: "", to: address, now: 0)
    let reading = try #require(try Self.read([message]).first)
    // Python takes the quotes away.
    #expect(reading.defects == [] && reading.to == [text] && reading.from == text)
    let lines = String(decoding: message.bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines.contains("From: \(mailbox)") && lines.contains("To: \(mailbox)"))
  }
}

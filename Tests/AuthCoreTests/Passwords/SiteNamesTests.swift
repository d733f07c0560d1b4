import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct SiteNamesTests {
  private let names = SiteNames(
    title: "The Chess Club",
    hosts: [bytes("www.chess-club.example.co.uk:8080"), bytes("localhost"), bytes("")])

  @Test(arguments: [
    "The Chess Club", "thechessclub", "THE-CHESS-CLUB", "the_chess.club", "chess-club", "ChessClub",
    "www.chess-club.example.co.uk", "chess-club.example.co.uk", "example.co.uk", "example", "localhost",
    "Local Host",
  ])
  func areRefused(text: String) throws { #expect(names.contains(try #require(Password(bytes(text))))) }

  @Test(arguments: [
    "The Chess Club 1", "the chess", "club", "uk", "8080", "chess-club.example.com", "the chëss club", "   ",
    "...",
  ])
  func nothingElseIsRefused(text: String) throws {
    #expect(!names.contains(try #require(Password(bytes(text)))))
    #expect(!SiteNames(title: nil, hosts: []).contains(try #require(Password(bytes(text)))))
    #expect(!SiteNames(title: " - ", hosts: [bytes(":80")]).contains(try #require(Password(bytes(text)))))
  }

  /// Each part of a name makes a copy of all that follow it: 8 KiB of dots in a Host field
  /// would cost a third of a second.
  @Test(arguments: [(255, true), (256, false), (8_000, false)])
  func ofALongerHostThanThereIsAreNotLookedAt(count: Int, isRefused: Bool) throws {
    let parts = String(repeating: "a.", count: (count - 10) / 2) + "bb"
    let host = bytes("chessclub.\(parts.suffix(count - 10))")
    #expect(host.count == count)
    let names = SiteNames(title: nil, hosts: [host])
    #expect(names.contains(try #require(Password(bytes("chessclub")))) == isRefused)
  }

  @Test func areNoPasswordsHere() throws {
    let site = try TestSite(["AUTH_SITE_NAME": "Nine herons"])
    for (password, variables) in [
      ("NineHerons", [:]), ("nine herons", [:]), ("www.example.com", [:]), ("example.com", [:]),
      ("chessclub", ["SERVER_NAME": "chessclub.example"]),
    ] {
      let answer = try site.register("a@example.com", password, variables)
      #expect(answer.status == 422)
      #expect(answer.message == "password must not be the name of this site or of its host")
      #expect(try site.auditLines().last?["reason"] == "password-site-name")
    }
    #expect(try site.register("a@example.com", "nine herons at dawn").status == 200)
    // Stored ones are not judged.
    #expect(
      try site.login("a@example.com", "nine herons at dawn", ["AUTH_SITE_NAME": "Nine herons at dawn"]).status
        == 200)
  }
}

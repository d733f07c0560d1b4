import Foundation
import Testing

@testable import CGIAuthCore

// What tests of mail need to know of a site.
extension TestSite {
  /// A file that stands for the program that sends. Nothing starts it: the programs are functions here.
  func makeSender() throws {
    try folder.write("cgi-bin/send", "")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.path("cgi-bin/send"))
  }

  func user(_ email: String = "a@example.com") throws -> User {
    let address = try #require(EmailAddress(Array(email.utf8)))
    return try #require(try Users(in: data).user(address))
  }

  func privateKeys() throws -> PrivateKeys {
    PrivateKeys(try KeyFile.private.keys(in: data, .system))
  }

  /// A ticket as the program that sends makes it.
  func ticket(
    _ purpose: Ticket.Purpose, _ email: String = "a@example.com", about subject: String = "",
    now: Int = HandMadeToken.now
  ) throws -> String {
    Ticket(purpose, of: try user(email), about: subject, now: now).text(try privateKeys())
  }

  /// What waits to be sent.
  func outbox() throws -> [OutboxEntry] {
    let outbox = Outbox(in: data)
    return try outbox.names.map { try #require(try outbox.entry($0)) }
  }

  /// The one mail that was asked for last, among those that are meant. Two of one second have no order: a
  /// test that wants the later of two asks for it at a later time.
  func newestMail(_ isMeant: (OutboxEntry) -> Bool = { _ in true }) throws -> OutboxEntry {
    let entries = try outbox().filter(isMeant)
    let newest = entries.filter { $0.askedAt == entries.map(\.askedAt).max() }
    try #require(newest.count == 1)
    return newest[0]
  }
}

import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct TicketTests {
  private static let now = HandMadeToken.now
  private let keys: PrivateKeys

  init() throws {
    keys = PrivateKeys([try #require(SigningKey(SecretBytes(bytes(HandMadeToken.key))))])
  }

  private func user(_ email: String = "a@example.com", id: String = "u1", hash: String = "$7$x") throws
    -> User
  {
    User(
      id: id, email: try #require(EmailAddress(bytes(email))), passwordHash: bytes(hash), registeredAt: 1)
  }

  private func read(_ ticket: Ticket) throws -> Ticket {
    try #require(Ticket(bytes(ticket.text(keys)), keys))
  }

  @Test(arguments: Ticket.Purpose.allCases)
  func isGoodUntilItsLastSecond(purpose: Ticket.Purpose) throws {
    let user = try user()
    let ticket = try read(Ticket(purpose, of: user, now: Self.now))
    #expect(ticket.purpose == purpose)
    #expect(ticket.email == user.email)
    let end = Self.now + purpose.lifetimeSeconds
    #expect(ticket.isGood(for: user, now: end - 1))
    #expect(!ticket.isGood(for: user, now: end))
  }

  /// Mail programs break long links.
  @Test(arguments: [1, 6, 54]) func isShort(bytes count: Int) throws {
    let email = String(repeating: "a", count: max(count - 5, 1)) + "@a.de"
    let text = Ticket(.recovery, of: try user(email), now: Self.now).text(keys)
    #expect(text.utf8.count < 120)
    #expect(text.utf8.allSatisfy { $0.isASCIIAlphanumeric || $0 == 0x2D || $0 == 0x5F })
  }

  /// Who reads it elsewhere, such as in a web server's log, learns no address.
  @Test func tellsNoAddress() throws {
    let text = Ticket(.recovery, of: try user("secret.person@example.com"), now: Self.now).text(keys)
    let content = String(decoding: try #require(Base64URL.decode(bytes(text))), as: UTF8.self)
    #expect(!content.contains("secret") && !content.contains("example"))
  }

  @Test func isOfOneUserAsHeIs() throws {
    let user = try user()
    let ticket = try read(Ticket(.recovery, of: user, now: Self.now))
    let others = [
      try self.user(id: "u2"), try self.user(hash: "$7$y"), try self.user("b@example.com"),
      try #require(user.replacing([user.withoutTickets])),
    ]
    for other in others { #expect(!ticket.isGood(for: other, now: Self.now)) }
    // What has nothing to do with it changes nothing, such as the hash of the same password.
    let same = try #require(user.replacing([("name", .text("Ada"))])).replacingHash(bytes("$7$z"))
    #expect(ticket.isGood(for: same, now: Self.now))
    // And each of those has tickets of its own.
    for other in others {
      #expect(try read(Ticket(.recovery, of: other, now: Self.now)).isGood(for: other, now: Self.now))
    }
  }

  @Test func isAboutOneThing() throws {
    let user = try user()
    let ticket = try read(Ticket(.emailChange, of: user, about: "b@example.com", now: Self.now))
    #expect(ticket.isGood(for: user, about: "b@example.com", now: Self.now))
    #expect(!ticket.isGood(for: user, about: "c@example.com", now: Self.now))
    #expect(!ticket.isGood(for: user, now: Self.now))
  }

  @Test func undoesWithItsNonceAlone() throws {
    let email = try #require(EmailAddress(bytes("a@example.com")))
    let nonce: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
    let ticket = try read(Ticket(undoing: email, nonce: nonce, end: Self.now + 100))
    #expect(ticket.isGood(forUndoWith: nonce, now: Self.now + 99))
    #expect(!ticket.isGood(forUndoWith: nonce, now: Self.now + 100))
    #expect(!ticket.isGood(forUndoWith: [1, 2, 3, 4, 5, 6, 7, 9], now: Self.now))
    #expect(!ticket.isGood(for: try user(), now: Self.now))
    #expect(
      !(try read(Ticket(.recovery, of: try user(), now: Self.now))).isGood(forUndoWith: nonce, now: Self.now))
  }

  /// A record that somebody wrote by hand gives a number all the same.
  @Test(arguments: ["1", "-1", "1e300", "\"x\"", "9007199254740992", "4294967295"])
  func takesAnyNumber(text: String) throws {
    let email = try #require(EmailAddress(bytes("a@example.com")))
    let user = User(email: email, record: bytes("$7$x::{\"id\":\"u1\",\"tickets\":\(text)}"))
    let ticket = try read(Ticket(.recovery, of: user, now: Self.now))
    #expect(ticket.isGood(for: user, now: Self.now))
    let next = try #require(user.replacing([user.withoutTickets]))
    #expect(!ticket.isGood(for: next, now: Self.now))
    #expect(try read(Ticket(.recovery, of: next, now: Self.now)).isGood(for: next, now: Self.now))
  }
}

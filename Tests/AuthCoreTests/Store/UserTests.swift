import COpenSSL
import TestSupport
import Testing

@testable import AuthCore

@Suite struct UserTests {
  private let email: EmailAddress
  private static let hash = "$2y$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui"

  init() throws { email = try #require(EmailAddress(bytes("a@example.com"))) }

  private func user(_ record: String) -> User { User(email: email, record: bytes(record)) }

  /// What the id of a user without one is documented to be: 128 bits of a hash of the address.
  private var derivedID: String {
    var digest = [UInt8](repeating: 0, count: 32)
    let text = bytes("cgi-auth user a@example.com")
    SHA256(text, text.count, &digest)
    return HandMadeToken.base64URL(Array(digest.prefix(16)))
  }

  @Test func writesHashGroupsAndRest() {
    let user = User(id: "u1", email: email, passwordHash: bytes(Self.hash), registeredAt: 1_700_000_000)
    #expect(user.record == bytes(Self.hash + "::{\"id\":\"u1\",\"registered\":1700000000}"))
  }

  @Test func readsWhatItWrote() throws {
    let user = User(id: "u1", email: email, passwordHash: bytes(Self.hash), registeredAt: 1_700_000_000)
    #expect(User(email: email, record: user.record) == user)
  }

  @Test(arguments: ["", "admin", "admin,staff"])
  func passesOverGroups(groups: String) throws {
    let user = user(Self.hash + ":\(groups):{\"id\":\"u1\",\"registered\":7,\"more\":[\"a:b\"]}")
    #expect(user.passwordHash == bytes(Self.hash))
    #expect(user.id == "u1")
    #expect(user.registeredAt == 7)
  }

  /// The forms that htdbm writes, and rests that are not ours.
  @Test(arguments: [
    "", ":", "::", ":a comment", ":a comment: with: colons", ":admin:", ":admin:a comment", ":admin:{",
    ":admin:[]",
    ":admin:{}", ":admin:{\"id\":7}", ":admin:{\"id\":\"\"}", ":admin:{\"id\":null}",
    ":admin:{\"id\":\"u1\",\"id\":\"u2\"}",
    ":{\"id\":\"u1\"}", ":a:b:{\"id\":\"u1\"}",
  ])
  func derivesAnIDWhereThereIsNone(rest: String) throws {
    let user = user(Self.hash + rest)
    #expect(user.passwordHash == bytes(Self.hash))
    #expect(user.id == derivedID)
    #expect(user.registeredAt == nil)
  }

  @Test func derivesAnIDOfItsOwnForEveryAddress() throws {
    let other = try #require(EmailAddress(bytes("b@example.com")))
    #expect(User(email: other, record: bytes(Self.hash)).id != derivedID)
  }

  @Test func takesAnIDOfSixtyFourBytesAndNotOneMore() throws {
    let most = String(repeating: "x", count: 64)
    #expect(user(Self.hash + "::{\"id\":\"\(most)\"}").id == most)
    #expect(user(Self.hash + "::{\"id\":\"\(most)x\"}").id == derivedID)
  }

  @Test(arguments: ["null", "\"7\"", "1e300", "9223372036854775808", "[7]"])
  func passesOverATimeThatIsNone(value: String) throws {
    let user = user(Self.hash + "::{\"id\":\"u1\",\"registered\":\(value)}")
    #expect(user.id == "u1")
    #expect(user.registeredAt == nil)
  }

  @Test func readsARecordThatIsNoText() throws {
    #expect(User(email: email, record: []).passwordHash == [])
    let user = User(email: email, record: [0xFF, 0x3A, 0x00, 0x3A, 0xFF])
    #expect(user.passwordHash == [0xFF])
    #expect(user.id == derivedID)
  }

  // MARK: The user file

  @Test func findsUsersByTheirAddress() throws {
    let folder = try TemporaryFolder()
    let users = Users(in: folder.data)
    let user = User(id: "u1", email: email, passwordHash: bytes(Self.hash), registeredAt: 7)
    #expect(try users.user(email) == nil)
    #expect(try users.add(user))
    #expect(try users.user(email) == user)
    #expect(try users.user(#require(EmailAddress(bytes("A@EXAMPLE.com")))) == user)
    #expect(try users.user(#require(EmailAddress(bytes("b@example.com")))) == nil)
    #expect(try !users.add(User(id: "u2", email: email, passwordHash: bytes("x"), registeredAt: 8)))
    #expect(try users.user(email) == user)
    #expect(try Table("users", in: folder.data).value(bytes("a@example.com")) == user.record)
  }
}

import CGIAuthOpenSSL
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

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

  // MARK: Another hash of the same password

  /// What a generation without anything kept is documented to be: 128 bits of a hash of the stored hash.
  private func fingerprint(_ hash: String) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    let text = bytes("cgi-auth session " + hash)
    SHA256(text, text.count, &digest)
    return HandMadeToken.base64URL(Array(digest.prefix(16)))
  }

  private func session(_ generation: String, of hash: String) -> String {
    "\"session\":{\"generation\":\"\(generation)\",\"hash\":\"\(fingerprint(hash))\"}"
  }

  @Test(arguments: ["", ":", "::", ":admin:a comment", "::{\"id\":\"u1\",\"session\":7}"])
  func takesTheHashForItsGenerationWhereNoneIsKept(rest: String) throws {
    #expect(user(Self.hash + rest).sessionGeneration.text == fingerprint(Self.hash))
    #expect(user("$7$x" + rest).sessionGeneration.text == fingerprint("$7$x"))
  }

  /// Groups and members that nobody here knows stay, byte for byte.
  @Test(arguments: [
    ("", ":", "{"), (":a comment", ":a comment", "{"), (":", ":", "{"), ("::", ":", "{"),
    (":staff,é:", ":staff,é", "{"),
    ("::{\"id\":\"u1\",\"registered\":7}", ":", "{\"id\":\"u1\",\"registered\":7,"),
    (
      ":a,b:{\"n\":-1.50e+07,\"t\":\"é\\\"\\u0001:\",\"id\":\"u1\",\"l\":[null,true,{}]}", ":a,b",
      "{\"n\":-1.50e+07,\"t\":\"é\\\"\\u0001:\",\"id\":\"u1\",\"l\":[null,true,{}],"
    ),
  ])
  func keepsWhatARecordHolds(rest: String, groups: String, members: String) throws {
    let before = user(Self.hash + rest)
    let after = before.replacingHash(bytes("$7$new"))
    let text = String(decoding: after.record, as: UTF8.self)
    #expect(text == "$7$new\(groups):\(members)\(session(fingerprint(Self.hash), of: "$7$new"))}")
    #expect(after.id == before.id)
    #expect(after.registeredAt == before.registeredAt)
    #expect(user(text) == after)
    #expect(after.sessionGeneration == before.sessionGeneration)
  }

  @Test func keepsSessionsThroughManyHashesAndEndsThemWithAnotherPassword() throws {
    var user = user(Self.hash + ":staff:{\"id\":\"u1\"}")
    for number in 0..<3 { user = user.replacingHash(bytes("$7$\(number)")) }
    #expect(user.sessionGeneration.text == fingerprint(Self.hash))
    let text = String(decoding: user.record, as: UTF8.self)
    #expect(text == "$7$2:staff:{\"id\":\"u1\",\(session(fingerprint(Self.hash), of: "$7$2"))}")
    // An administrator sets a password and leaves the rest.
    let changed = self.user(text.replacing("$7$2", with: "$7$3"))
    #expect(changed.id == "u1")
    #expect(changed.sessionGeneration.text == fingerprint("$7$3"))
  }

  @Test(arguments: [":staff:a comment: with {", "::[]", ":staff:{\"id\":\"u1\",\"id\":\"u2\"}"])
  func leavesARestThatIsNotOursAndEndsSessions(rest: String) throws {
    let after = user(Self.hash + rest).replacingHash(bytes("$7$new"))
    #expect(after.record == bytes("$7$new" + rest))
    #expect(after.sessionGeneration.text == fingerprint("$7$new"))
  }

  /// A member more and nobody could read the record's id again.
  @Test func leavesARestThatIsFull() throws {
    let members = (0..<63).map { "\"m\($0)\":\($0)" }.joined(separator: ",")
    let full = "::{\"id\":\"u1\",\(members)}"
    let after = user(Self.hash + full).replacingHash(bytes("$7$new"))
    #expect(after.record == bytes("$7$new" + full))
    #expect(user(String(decoding: after.record, as: UTF8.self)).id == "u1")
  }

  // MARK: Disabled users

  @Test(arguments: [
    ("!" + hash, true), ("!!" + hash, true), ("!", true), ("*", true), ("*LK*", true), (hash, false),
    ("", false),
    ("x!", false),
  ])
  func isDisabledByAMarkThatNoHashHas(stored: String, isDisabled: Bool) throws {
    let user = user(stored + "::{\"id\":\"u1\"}")
    #expect(user.isDisabled == isDisabled)
    #expect(user.passwordHash == bytes(stored))
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

  @Test func replacesTheHashThatWasSeenAndNoOther() throws {
    let folder = try TemporaryFolder()
    let (users, table) = (Users(in: folder.data), Table("users", in: folder.data))
    let (old, new) = (bytes(Self.hash), bytes("$7$new"))
    #expect(try !users.replaceHash(of: email, ifStill: old, by: new))
    let record = bytes(Self.hash + ":staff:{\"id\":\"u1\",\"more\":[1]}")
    try table.insert(bytes("a@example.com"), record)
    #expect(try !users.replaceHash(of: email, ifStill: bytes("$7$other"), by: new))
    #expect(try table.value(bytes("a@example.com")) == record)
    let before = try #require(try users.user(email))

    #expect(try users.replaceHash(of: email, ifStill: old, by: new))
    let after = try #require(try users.user(email))
    #expect(after.passwordHash == new)
    #expect(after.record.starts(with: bytes("$7$new:staff:{\"id\":\"u1\",\"more\":[1],")))
    #expect(after.sessionGeneration == before.sessionGeneration)
    #expect(try !users.replaceHash(of: email, ifStill: old, by: bytes("$7$late")))
    #expect(try users.user(email) == after)
  }
}

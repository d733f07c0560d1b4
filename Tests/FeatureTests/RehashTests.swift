import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// A hash that `password_hash` has overtaken is replaced at the next login.
@Suite struct RehashTests {
  private let site: TestSite
  private let table: Table
  private static let key = bytes("a@example.com")
  private static let setting = ["AUTH_PASSWORD_HASH": "scrypt:5:8:2"]
  /// What `$7$` begins with at that setting: 5 is the digit 3, 8 is 6, 2 is 0, the lowest first (crypt(5)).
  private static let prefix = "$7$36....0...."

  init() throws {
    site = try TestSite(Self.setting)
    table = Table("users", in: DataDirectory(site.folder.path("auth-data")))
  }

  /// Stores a user whose password is `password`, hashed by crypt(3) itself.
  private func store(_ crypt: String, _ rest: String) throws -> String {
    let hash = try #require(cryptReference("password", bytes(crypt)))
    try table.insert(Self.key, hash + bytes(rest))
    return String(decoding: hash, as: UTF8.self)
  }

  private func record() throws -> String {
    String(decoding: try #require(try table.value(Self.key)), as: UTF8.self)
  }

  private static let bcryptOfHtdbm = "$2y$05$abcdefghijklmnopqrstuu"
  private static let weakerScrypt = "$7$26..../....abcdefghijklmnopqrstuv"

  @Test(arguments: [
    bcryptOfHtdbm, "$2b$04$abcdefghijklmnopqrstuu", "$2a$04$abcdefghijklmnopqrstuu", weakerScrypt,
    // Less work, and less memory though more work.
    "$7$36..../....abcdefghijklmnopqrstuv", "$7$26....A....abcdefghijklmnopqrstuv",
  ])
  func replacesAHashOfAnotherKindOrAWeakerOne(crypt: String) throws {
    let old = try store(crypt, ":staff:{\"id\":\"u1\",\"more\":[1.50e1,\"a:b\"]}")
    #expect(try site.login().status == 200)
    let new = try record()
    #expect(new.hasPrefix(Self.prefix))
    #expect(new.contains(":staff:{\"id\":\"u1\",\"more\":[1.50e1,\"a:b\"],\"session\":{"))
    let hash = bytes(String(new.prefix { $0 != ":" }))
    #expect(cryptReference("password", hash) == hash)
    #expect(!new.contains(old))
    #expect(try site.login().status == 200)
    #expect(try site.login("a@example.com", "Password").status == 401)
    // Once is enough.
    #expect(try record() == new)
    #expect(site.log.lines.allSatisfy { $0.hasPrefix("weak-password-hash ") })
  }

  @Test(arguments: [
    // By the setting; more work; more memory and as much work; both.
    "$7$36....0....abcdefghijklmnopqrstuv", "$7$36....1....abcdefghijklmnopqrstuv",
    "$7$46..../....abcdefghijklmnopqrstuv", "$7$46....0....abcdefghijklmnopqrstuv",
  ])
  func leavesAHashThatIsAsStrong(crypt: String) throws {
    _ = try store(crypt, ":staff:{\"id\":\"u1\"}")
    let before = try record()
    #expect(try site.login().status == 200)
    #expect(try record() == before)
  }

  @Test func replacesByTheCostOfBcrypt() throws {
    let site = try TestSite(["AUTH_PASSWORD_HASH": "bcrypt:5"])
    let table = Table("users", in: DataDirectory(site.folder.path("auth-data")))
    for (crypt, isKept) in [
      ("$2y$04$abcdefghijklmnopqrstuu", false), ("$2y$05$abcdefghijklmnopqrstuu", true),
      ("$2a$06$abcdefghijklmnopqrstuu", true), (Self.weakerScrypt, false),
    ] {
      let hash = try #require(cryptReference("password", bytes(crypt)))
      try table.update(Self.key) { _ in .set(hash) }
      #expect(try site.login().status == 200)
      let record = try #require(try table.value(Self.key))
      #expect((record == hash) == isKept, "\(crypt)")
      if !isKept { #expect(record.starts(with: bytes("$2b$05$"))) }
    }
  }

  /// Sessions elsewhere live on, as the password is the same, unless the record has no room to say so. The
  /// one that begins with the new hash lives on in any case.
  @Test(arguments: [("", 200), (":a comment", 200), ("::{\"id\":\"u1\"}", 200), ("::a comment", 401)])
  func endsNoSessionWhereItCanBeHelped(rest: String, status: Int) throws {
    _ = try store(Self.bcryptOfHtdbm, rest)
    let before = try site.login("a@example.com", "password", ["AUTH_PASSWORD_HASH": "bcrypt:4"])
    #expect(try site.visit(cookie: before.cookie).status == 200)
    let login = try site.login()
    #expect(try record().hasPrefix(Self.prefix))
    #expect(try site.visit(cookie: login.cookie).status == 200)
    #expect(try site.visit(cookie: before.cookie).status == status)
  }

  @Test func changesNothingAfterAWrongPassword() throws {
    _ = try store(Self.bcryptOfHtdbm, "")
    let before = try record()
    #expect(try site.login("a@example.com", "Password").status == 401)
    #expect(try record() == before)
  }

  /// What `sub` says of a user whom htdbm made stays.
  @Test(arguments: ["", ":a comment", "::", ":staff:"])
  func keepsTheIDOfAUserWhomHtdbmMade(rest: String) throws {
    _ = try store(Self.bcryptOfHtdbm, rest)
    let email = try #require(EmailAddress(Self.key))
    let users = Users(in: DataDirectory(site.folder.path("auth-data")))
    let before = try #require(try users.user(email)).id
    let first = try site.login()
    #expect(first.status == 200)
    #expect(try #require(try users.user(email)).id == before)
    #expect(try site.visit(cookie: first.cookie).status == 200)
  }

  // MARK: The old hash stays where

  @Test func leavesAPasswordThatSomebodySetMeanwhile() throws {
    _ = try store(Self.bcryptOfHtdbm, "::{\"id\":\"u1\"}")
    let users = Users(in: DataDirectory(site.folder.path("auth-data")))
    let email = try #require(EmailAddress(Self.key))
    let seen = try #require(try users.user(email))
    let set = bytes("$2y$04$set.by.an.administrator:staff:{\"id\":\"u1\"}")
    try table.update(Self.key) { _ in .set(set) }
    #expect(try !users.replaceHash(of: email, ifStill: seen.passwordHash, by: bytes("$7$new")))
    #expect(try table.value(Self.key) == set)
    try table.delete(Self.key)
    #expect(try !users.replaceHash(of: email, ifStill: seen.passwordHash, by: bytes("$7$new")))
    #expect(try table.value(Self.key) == nil)
  }

  @Test func leavesAPasswordThatBcryptWouldCut() throws {
    let long = String(repeating: "xy", count: 40)
    #expect(try site.register("a@example.com", long).status == 200)
    let before = try record()
    let login = try site.login("a@example.com", long, ["AUTH_PASSWORD_HASH": "bcrypt:4"])
    #expect(login.status == 200)
    #expect(try record() == before)
    #expect(!site.log.lines.contains { $0.hasPrefix("rehash-failed") })
  }

  @Test func letsInWhomItCannotStoreAnew() throws {
    _ = try store(Self.bcryptOfHtdbm, "")
    let before = try record()
    // A folder stands where the new file would be made.
    try site.folder.makeFolder("auth-data/users.work")
    #expect(try site.login().status == 200)
    #expect(try record() == before)
    #expect(site.log.lines.filter { $0.hasPrefix("rehash-failed store-error ") }.count == 1)
  }
}

import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct LoginFlowTests {
  private let site: TestSite

  init() throws { site = try TestSite() }

  /// Requirement 21: byte for byte.
  @Test func answersAnUnknownAddressAsAWrongPassword() throws {
    _ = try site.register()
    let wrong = try site.login("a@example.com", "Password")
    let unknown = try site.login("b@example.com", "Password")
    #expect(wrong.status == 401)
    #expect(wrong.message == "Invalid credentials")
    #expect(wrong.values("Set-Cookie") == [])
    #expect(wrong.output == unknown.output)
  }

  @Test(arguments: [
    "Password", "password ", " password", "passwor", "passwordd", "pass\u{200B}word", "passwоrd",
  ])
  func refusesEveryOtherPassword(password: String) throws {
    _ = try site.register()
    #expect(try site.login("a@example.com", password).status == 401)
  }

  @Test func letsTheTokenEndWithTheHour() throws {
    _ = try site.register()
    let cookie = try site.login().cookie
    #expect(try site.visit(cookie: cookie, now: HandMadeToken.now + 3659).status == 200)
    let late = try site.visit(cookie: cookie, now: HandMadeToken.now + 3660)
    #expect(late.status == 401)
    #expect(late.message == "Invalid Token")
    #expect(late.values("WWW-Authenticate") == ["Bearer error=\"invalid_token\""])
  }

  @Test func givesEveryLoginATokenOfItsOwn() throws {
    _ = try site.register()
    #expect(try site.login().token != site.login().token)
  }

  @Test func acceptsWhatAnotherLibrarySigned() throws {
    let site = try TestSite(["JWT_SECRET": HandMadeToken.key])
    try site.addUser(record: "x::{\"id\":\"u1\"}")
    #expect(try site.visit(authorization: "Bearer " + HandMadeToken.make()).status == 200)
    #expect(
      try site.visit(authorization: "Bearer " + HandMadeToken.make(key: HandMadeToken.otherKey)).status == 401
    )
    #expect(!site.folder.has("auth-data/secret.key"))
  }

  /// A user whom htdbm added, as Apache reads it.
  @Test func knowsUsersOfApachesTools() throws {
    let table = Table("users", in: DataDirectory(site.folder.path("auth-data")))
    let hash = try #require(cryptReference("password", bytes("$2y$04$abcdefghijklmnopqrstuu")))
    _ = try table.insert(bytes("a@example.com"), hash + bytes(":a comment"))
    _ = try table.insert(bytes("b@example.com"), bytes("$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/"))
    #expect(try site.login().status == 200)
    #expect(try site.login("b@example.com").status == 401)
    #expect(site.log.lines.contains { $0.hasPrefix("password-hash-unsupported ") })
  }
}

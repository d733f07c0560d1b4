import CGIAuthTestSupport
import Testing

/// Requirement 21: nobody learns from login.cgi whether an address has an account, or what became of it.
@Suite struct SamenessTests {
  private static let password = "correct horse battery"

  /// A site with a user, `ada`, and one whom an administrator has disabled, `bob`.
  private func site() throws -> CGISite {
    let site = try CGISite()
    for name in ["ada", "bob"] {
      #expect(try site.post("register", "\(name)@example.com", Self.password).status == 200)
    }
    let disable = """
      import dbm.gnu, sys
      with dbm.gnu.open(sys.argv[1], "w") as users:
        users["bob@example.com"] = b"!" + users["bob@example.com"]
      """
    let result = try run("/usr/bin/python3", ["-c", disable, site.folder.path("data/users.gdbm")])
    #expect(result.status == 0, "\(result.errors)")
    return site
  }

  @Test func answersEveryFailureAlike() throws {
    let site = try site()
    let answers = [
      try site.post("login", "nobody@example.com", Self.password),
      try site.post("login", "ada@example.com", Self.password + "!"),
      try site.post("login", "bob@example.com", Self.password),
      try site.post("login", "bob@example.com", "!" + Self.password),
      // Where the hash is older than the setting.
      try site.post("login", "ada@example.com", Self.password + "!", ["AUTH_PASSWORD_HASH": "scrypt:5:8:1"]),
      try site.post("login", "nobody@example.com", Self.password, ["AUTH_PASSWORD_HASH": "scrypt:5:8:1"]),
    ]
    for answer in answers {
      #expect(answer.status == 401)
      #expect(answer.body == #"{"message":"Invalid credentials"}"#)
      #expect(
        answer.fields.map { "\($0.name): \($0.value)" } == answers[0].fields.map { "\($0.name): \($0.value)" }
      )
    }
    #expect(try site.post("login", "ada@example.com", Self.password).status == 200)
  }

  /// A failure without a hash to check costs a whole one by the setting. Here that needs more memory than there is: whoever
  /// is answered by anything else was not charged. (`PasswordHasherTests.makesUpForACheaperHash` has the rest.)
  @Test(arguments: ["scrypt:18:8:1", "scrypt:17:16:1"])
  func chargesAWholeHashWhereThereIsNone(setting: String) throws {
    let site = try site()
    for (name, password) in [
      ("nobody", Self.password), ("bob", Self.password), ("bob", "something else"),
    ] {
      let answer = try login(site, "\(name)@example.com", password, setting)
      #expect(answer.status == 503, "\(name)")
    }
    // The control: the same hash, cheaper than the memory there is.
    #expect(try login(site, "ada@example.com", Self.password + "!", "scrypt:5:8:1").status == 401)
    #expect(try login(site, "nobody@example.com", Self.password, "scrypt:5:8:1").status == 401)
  }

  /// Nor does the memory that a new hash lacks cost a user the login.
  @Test func letsInWhomItCannotHashAnew() throws {
    let site = try site()
    let answer = try login(site, "ada@example.com", Self.password, "scrypt:18:8:1")
    #expect(answer.status == 200)
    #expect(answer.errors.hasPrefix("rehash-failed "))
    #expect(answer.errors.split(separator: "\n").count == 1)
    #expect(try site.post("login", "ada@example.com", Self.password).status == 200)
  }

  /// login.cgi with 128 MiB of memory, half of what the dearest setting takes.
  private func login(
    _ site: CGISite, _ email: String, _ password: String, _ setting: String
  ) throws -> CGIAnswer {
    let body = "email=\(email)&password=\(password.replacing(" ", with: "+"))"
    let environment = site.environment(
      "POST", contentType: "application/x-www-form-urlencoded", contentLength: "\(body.utf8.count)",
      ["AUTH_PASSWORD_HASH": setting])
    return try CGIAnswer(
      run(
        "/bin/sh", ["-c", "ulimit -v 131072; exec \"$0\"", try Project.program("login")],
        environment: environment, input: Array(body.utf8)))
  }
}

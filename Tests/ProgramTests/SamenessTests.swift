import Foundation
import CGIAuthHarness
import Testing

/// Nobody learns from login.cgi whether an address has an account, or what became of it; and from
/// register.cgi nobody learns it but by the 409, which counts.
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
        answer.output == answers[0].output
      )
    }
    #expect(try site.post("login", "ada@example.com", Self.password).status == 200)
  }

  /// A failure without a hash to check costs a whole one by the setting. Here that needs more memory than
  /// there is: whoever is answered by anything else was not charged.
  /// (`PasswordHasherTests.makesUpForACheaperHash` has the rest.)
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

  // MARK: register.cgi

  /// What register.cgi answers for an address, and its system calls.
  private func traced(
    _ site: CGISite, _ name: String, _ password: String, _ settings: [String: String]
  ) throws -> (answer: Answer, calls: [String], paths: String) {
    let body = "email=\(name)@example.com&password=\(password.replacing(" ", with: "+"))"
    let environment = site.environment(
      "POST", contentType: "application/x-www-form-urlencoded", contentLength: "\(body.utf8.count)", settings)
    let answer = try Answer(
      run(
        "/usr/bin/strace", ["-qq", "-o", site.folder.path("calls"), try Project.program("register")],
        environment: environment, input: Array(body.utf8)))
    let listed = try site.folder.text("calls")
    let calls = listed.split(separator: "\n").map { String($0.prefix { $0 != "(" }) }
    return (answer, calls, listed)
  }

  /// The same bytes by the same calls, for an address that has an account and for one that has none.
  private func expectTheSame(
    _ status: Int, _ site: CGISite, _ password: String, _ settings: [String: String] = [:]
  ) throws {
    // `*` stands for the address, which may not be the password.
    let taken = try traced(site, "ada", password.replacing("*", with: "ada@example.com"), settings)
    let free = try traced(site, "eve", password.replacing("*", with: "eve@example.com"), settings)
    for (answer, calls, paths) in [taken, free] {
      #expect(answer.status == status)
      #expect(answer.body == taken.answer.body)
      #expect(answer.fields.map(\.name) == taken.answer.fields.map(\.name))
      #expect(answer.errors == taken.answer.errors)
      #expect(calls == taken.calls)
      #expect(!paths.contains("users.gdbm"))
    }
  }

  @Test(arguments: [
    "short", "password1", "zzzzzzzz", "23456789", "*", "our company", String(repeating: "ab", count: 256),
    String(repeating: "x", count: 60_000),
  ])
  func refusesAPasswordAlikeForEveryAddress(password: String) throws {
    let site = try site()
    try site.folder.write("blocklist.txt", "our company\n")
    try expectTheSame(422, site, password, ["AUTH_PASSWORD_BLOCKLIST": site.folder.path("blocklist.txt")])
  }

  @Test func refusesWhatBcryptWouldCutAlikeForEveryAddress() throws {
    try expectTheSame(422, try site(), String(repeating: "ab", count: 37), ["AUTH_PASSWORD_HASH": "bcrypt:4"])
  }

  @Test func refusesWhoMustWaitAlikeForEveryAddress() throws {
    let site = try site()
    try expectTheSame(429, site, Self.password, ["AUTH_REGISTRATIONS_PER_HOUR": "2"])
    let few = ["AUTH_THROTTLE_REGISTRATION_FREE_TRIES": "1", "AUTH_THROTTLE_MAX_WAIT": "900"]
    // So many that the wait is longer than this takes.
    #expect(try site.post("register", "ada@example.com", Self.password).status == 409)
    for number in 0..<12 { _ = try site.post("register", "u\(number)@example.com", Self.password) }
    try expectTheSame(429, site, Self.password, few)
    // The control: here they differ.
    #expect(try traced(site, "ada", Self.password, [:]).answer.status == 409)
    #expect(try traced(site, "eve", Self.password, [:]).answer.status == 200)
  }

  @Test func refusesWhomItCannotServeAlikeForEveryAddress() throws {
    let site = try site()
    let holder = try HashSlotTests.Holder(site, "0+1", "\(HashSlotTests.firstSeatOfRegistrations)+32")
    // The error log takes a line of these a minute, whoever asks.
    try FileManager.default.removeItem(atPath: site.folder.path("data/error.log"))
    try site.folder.makeFolder("data/error.log")
    try expectTheSame(503, site, Self.password, ["AUTH_HASH_SLOTS": "1"])
    holder.release()
    // The control: here they differ.
    let settings = ["AUTH_HASH_SLOTS": "1"]
    #expect(try traced(site, "ada", Self.password, settings).answer.status == 409)
    #expect(try traced(site, "eve", Self.password, settings).answer.status == 200)
  }

  // MARK: Mail

  /// What a program answers to somebody who asks for a mail, its system calls until the answer is out, and
  /// its instructions.
  private func asked(
    _ program: String, _ site: CGISite, _ body: String, _ settings: [String: String]
  ) throws -> (answer: Answer, calls: [String], paths: String, instructions: Int) {
    let environment = site.environment(
      "POST", contentType: "application/x-www-form-urlencoded", contentLength: "\(body.utf8.count)", settings)
    func run(_ tool: [String]) throws -> Answer {
      try Answer(
        CGIAuthHarness.run(
          tool[0], Array(tool.dropFirst()) + [try Project.program(program)], environment: environment,
          input: Array(body.utf8)))
    }
    let answer = try run(["/usr/bin/strace", "-qq", "-o", site.folder.path("calls")])
    let listed = try site.folder.text("calls").split(separator: "\n").map(String.init)
    let end = try #require(listed.lastIndex { $0.hasPrefix("write(1, ") })
    let calls = listed[...end].map { String($0.prefix { $0 != "(" }) }
    let counts = site.folder.path("instructions")
    _ = try run(["/usr/bin/valgrind", "-q", "--tool=callgrind", "--callgrind-out-file=\(counts)"])
    let summary = try site.folder.text("instructions").firstMatch(of: /(?m)^(?:summary|totals): (\d+)/)
    return (answer, calls, listed[...end].joined(separator: "\n"), Int(try #require(summary).1) ?? 0)
  }

  /// Known, unknown, disabled and unconfirmed addresses: the same bytes by the same calls, and as many
  /// instructions within half a percent. Nothing looks into the user file.
  @Test(arguments: ["recover", "confirm"]) func asksForMailAlikeForEveryAddress(program: String) throws {
    let site = try CGISite(mailing: ["AUTH_MAIL_PER_HOUR": "65000"])
    try #require(try site.post("register", "ada@example.com", Self.password).status == 200)
    try site.setRecord("bob@example.com", "!$7$x::{}")
    try site.setRecord("eve@example.com", "!$7$x::{\"id\":\"e\",\"pending\":\"confirm\"}")
    // The tables are there, and each has its own mails.
    for name in ["una", "vera"] {
      _ = try asked(program, site, "email=\(name)@example.com", ["REMOTE_ADDR": "198.51.100.9"])
    }
    try eventually("an empty outbox") { try site.waiting().isEmpty }
    var seen: [(answer: Answer, calls: [String], paths: String, instructions: Int)] = []
    for (number, name) in ["ada", "bob", "eve", "uma"].enumerated() {
      seen.append(
        try asked(program, site, "email=\(name)@example.com", ["REMOTE_ADDR": "198.51.\(number + 1).9"]))
      try eventually("an empty outbox") { try site.waiting().isEmpty }
    }
    for one in seen {
      #expect(one.answer.status == 200)
      #expect(one.answer.output == seen[0].answer.output)
      #expect(one.calls == seen[0].calls)
      #expect(!one.paths.contains("users.gdbm"))
      let change = abs(Double(one.instructions - seen[0].instructions)) / Double(seen[0].instructions)
      #expect(change < 0.005, "\(one.instructions) and \(seen[0].instructions)")
    }
  }

  /// The same of a registration that is to be confirmed.
  @Test func registersAlikeForEveryAddress() throws {
    let site = try CGISite(mailing: ["AUTH_MAIL_PER_HOUR": "65000"])
    try #require(try site.post("register", "ada@example.com", Self.password).status == 200)
    let settings = ["AUTH_CONFIRM_EMAIL": "required"]
    let password = Self.password.replacing(" ", with: "+")
    _ = try asked("register", site, "email=una@example.com&password=\(password)", settings)
    try eventually("an empty outbox") { try site.waiting().isEmpty }
    var seen: [[String]] = []
    for (number, name) in ["ada", "uma"].enumerated() {
      let one = try asked(
        "register", site, "email=\(name)@example.com&password=\(password)",
        settings.merging(["REMOTE_ADDR": "198.51.\(number + 1).9"]) { $1 })
      try eventually("an empty outbox") { try site.waiting().isEmpty }
      #expect(one.answer.message == "Look into your mail")
      #expect(!one.paths.contains("users.gdbm"))
      seen.append(one.calls)
    }
    #expect(seen[0] == seen[1])
  }

  // MARK: With little memory

  /// login.cgi with 128 MiB of memory, half of what the dearest setting takes.
  private func login(
    _ site: CGISite, _ email: String, _ password: String, _ setting: String
  ) throws -> Answer {
    let body = "email=\(email)&password=\(password.replacing(" ", with: "+"))"
    let environment = site.environment(
      "POST", contentType: "application/x-www-form-urlencoded", contentLength: "\(body.utf8.count)",
      ["AUTH_PASSWORD_HASH": setting])
    return try Answer(
      run(
        "/bin/sh", ["-c", "ulimit -v 131072; exec \"$0\"", try Project.program("login")],
        environment: environment, input: Array(body.utf8)))
  }
}

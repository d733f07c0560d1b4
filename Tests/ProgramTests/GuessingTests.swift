import Foundation
import CGIAuthHarness
import Testing

/// The throttle of the built login.cgi, in real time and in many processes.
@Suite struct GuessingTests {
  static let owner = "ada@example.com", password = "correct horse"
  static let refusal = #"{"message":"Too many attempts. Try again later."}"#

  private func site(_ settings: [String: String] = [:]) throws -> CGISite {
    let site = try CGISite(settings)
    // The table is begun by the first login.
    #expect(try site.post("register", Self.owner, Self.password, ["AUTH_THROTTLE": "off"]).status == 200)
    return site
  }

  private func login(_ site: CGISite, _ password: String, from address: String = "192.0.2.1") throws
    -> Answer
  {
    try site.post("login", Self.owner, password, ["REMOTE_ADDR": address])
  }

  private func start(_ site: CGISite, _ password: String, _ variables: [String: String] = [:]) throws
    -> RunningCommand
  {
    try site.start("login", Self.owner, password: password, variables)
  }

  /// Guesses until one has to wait. Waits are whole seconds of the clock, the first is one: a guess beyond
  /// the five free ones is right only where as many have passed since the last.
  @discardableResult
  private func guessUntilRefused(_ guess: (Int) throws -> Answer) throws -> [Answer] {
    let free = 5
    var answers: [Answer] = []
    var last = 0
    while answers.last?.status != 429, answers.count < free + 8 {
      let began = time(nil)
      answers.append(try guess(answers.count))
      if answers.last?.status == 401, answers.count > free {
        #expect(time(nil) - last >= 1 << (answers.count - 1 - free))
      }
      last = began
    }
    #expect(answers.count > free && answers.last?.status == 429)
    #expect(answers.dropLast().allSatisfy { $0.status == 401 })
    return answers
  }

  @Test func letsTheOwnerInAfterAHundredFailuresFromAnotherAddress() throws {
    let site = try site()
    let answers = try (0..<100).map { try login(site, "guess \($0)") }
    #expect(answers.prefix(5).allSatisfy { $0.status == 401 })
    let refused = answers.filter { $0.status == 429 }
    #expect(refused.count > 80)
    for answer in refused {
      #expect(answer.body == Self.refusal)
      let seconds = try #require(answer.value("Retry-After").flatMap(Int.init))
      #expect((1...900).contains(seconds))
      #expect(answer.value("Cache-Control") == "no-store")
      #expect(answer.values("Set-Cookie") == [])
      #expect(answer.errors == "" || answer.errors.hasPrefix("weak-password-hash"))
    }
    // A wait, in seconds, that is not over before the next request.
    try eventually("a wait of 8 s") {
      try login(site, "guess").value("Retry-After").flatMap(Int.init) ?? 0 >= 8
    }
    #expect(try login(site, Self.password).status == 429)
    #expect(try login(site, Self.password, from: "198.51.100.7").status == 200)
    #expect(try login(site, Self.password, from: "2001:db8::7").status == 200)
  }

  @Test func refusesUnknownAddressAndWrongPasswordAlike() throws {
    let site = try site()
    for email in [Self.owner, "nobody@example.com"] {
      let answers = try guessUntilRefused { try site.post("login", email, "guess \($0)") }
      let answer = try #require(answers.last)
      #expect(answer.body == Self.refusal)
      #expect(
        answer.fields.map(\.name).sorted() == [
          "Cache-Control", "Content-Length", "Content-Security-Policy", "Content-Type", "Retry-After",
          "Status", "Vary", "X-Content-Type-Options", "X-LiteSpeed-Cache-Control",
        ])
    }
  }

  /// Waits end while the crowd runs: beside the free tries there is one for each
  /// wait that fits into its time.
  @Test func givesGuessesInACrowdNoMoreThanTheFreeTries() throws {
    // Dear enough that most guesses have come before the first is answered.
    let site = try site(["AUTH_PASSWORD_HASH": "scrypt:14:8:1", "AUTH_HASH_SLOTS": "2"])
    let began = Date()
    let answers = try (0..<200).map { try start(site, "guess \($0)") }.map { try Answer($0.wait()) }
    let seconds = Date().timeIntervalSince(began) + 1
    let waits = (0..<20).filter { Double((1 << ($0 + 1)) - 1) <= seconds }.count
    let tried = answers.filter { $0.status == 401 }.count
    #expect(tried >= 5 && tried <= 5 + waits, "\(tried) in \(seconds) s")
    #expect(answers.allSatisfy { [401, 429].contains($0.status) || $0.value("Retry-After") == "5" })
    #expect(try login(site, Self.password, from: "198.51.100.7").status == 200)
  }

  /// At most as many are charged at a time as have a slot, and each charge is taken back.
  @Test func refusesNoRightPasswordInACrowd() throws {
    let site = try site(["AUTH_HASH_SLOTS": "2"])
    let answers = try (0..<60).map { _ in try start(site, Self.password) }.map { try Answer($0.wait()) }
    #expect(answers.allSatisfy { $0.status == 200 || ($0.status == 503 && $0.value("Retry-After") == "5") })
    #expect(answers.contains { $0.status == 200 })
  }

  @Test func countsWhomATrustedProxyNames() throws {
    let site = try site(["AUTH_TRUSTED_PROXIES": "192.0.2.1"])
    func guess(_ forwarded: String, from peer: String) throws -> Answer {
      try site.post(
        "login", Self.owner, "guess", ["REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded])
    }
    try guessUntilRefused { try guess("203.0.113.\($0), 198.51.100.1", from: "192.0.2.1") }
    #expect(try guess("198.51.100.2", from: "192.0.2.1").status == 401)
    try guessUntilRefused { try guess("203.0.113.\($0)", from: "192.0.2.2") }
  }

  @Test func doesNothingWhereItIsOff() throws {
    let site = try site(["AUTH_THROTTLE": "off"])
    for number in 0..<20 { #expect(try login(site, "guess \(number)").status == 401) }
    #expect(try login(site, Self.password).status == 200)
    #expect(!site.folder.has("data/attempts-2.table"))
  }

  // MARK: What can happen to its file

  @Test(arguments: ["empty", "half", "foreign", "noise", "gone"])
  func countsOnInAFileOfItsOwnWhateverBecameOfIt(_ kind: String) throws {
    let site = try site()
    for number in 0..<6 { _ = try login(site, "guess \(number)") }
    let whole = try site.folder.bytes("data/attempts-2.table")
    #expect(whole.count == 2_101_248)
    switch kind {
    case "empty": try site.folder.write("data/attempts-2.table", [])
    case "half": try site.folder.write("data/attempts-2.table", Array(whole.prefix(whole.count / 2)))
    case "foreign": try site.folder.write("data/attempts-2.table", "attempts: none so far")
    case "noise":
      let noise = whole.indices.map { _ in UInt8.random(in: .min ... .max) }
      try site.folder.write("data/attempts-2.table", Array(whole.prefix(4096)) + noise.dropFirst(4096))
    default: #expect(unlink(site.folder.path("data/attempts-2.table")) == 0)
    }
    #expect(try login(site, Self.password).status == 200)
    let answers = try guessUntilRefused { try login(site, "guess \($0)") }
    #expect(answers.allSatisfy { !$0.errors.contains("unavailable") })
    #expect(try site.folder.bytes("data/attempts-2.table").count == whole.count)
    #expect(try site.folder.permissions("data/attempts-2.table") == 0o600)
  }

  /// RLIMIT_FSIZE, as some hosts set it.
  @Test(arguments: [0, 4096, 1_000_000])
  func logsInWhereTheFileCannotBeMade(_ bytes: Int) throws {
    let site = try site()
    let body = "{\"email\":\"\(Self.owner)\",\"password\":\"\(Self.password)\"}"
    let environment = site.environment(
      "POST", contentType: "application/json", contentLength: String(body.utf8.count), [:])
    // The shell's `ulimit -f` counts in blocks of 512 bytes. What goes through a pipe has no limit.
    let script = "{ ulimit -f \(bytes / 512); exec \"$0\"; } 2>&1 | cat"
    let result = try run(
      "/bin/sh", ["-c", script, try Project.program("login")],
      environment: environment.merging(["PATH": "/usr/bin:/bin"]) { $1 }, input: Array(body.utf8))
    #expect(result.text.contains("Status: 200 OK"), "\(result)")
    #expect(result.text.contains("throttle-unavailable write attempts-2.table: File too large"))
    #expect(try site.folder.bytes("data/attempts-2.table") == [])
    // When there is room, it is made.
    try guessUntilRefused { _ in try login(site, "guess") }
  }

  @Test func logsInBesideALoginThatWasStopped() throws {
    let site = try site()
    _ = try login(site, "guess")
    let table = open(site.folder.path("data/attempts-2.table"), O_RDWR | O_CLOEXEC)
    #expect(table >= 0 && flock(table, LOCK_EX) == 0)
    let answer = try login(site, Self.password)
    #expect(answer.status == 200)
    #expect(answer.errors.contains("throttle-unavailable lock attempts-2.table: "))
    close(table)
    #expect(!(try login(site, Self.password)).errors.contains("throttle-unavailable"))
  }
}

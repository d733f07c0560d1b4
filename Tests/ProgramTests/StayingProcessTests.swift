import CGIAuthHarness
import Foundation
import Testing

/// What a process that stays keeps from one request to the next: what was read of files that have not changed
/// since, and nothing of the request.
@Suite struct StayingProcessTests {
  private let site: CGISite

  init() throws { site = try CGISite() }

  private func variables(_ method: String, _ body: String = "", _ more: [String: String] = [:]) -> [String:
    String]
  {
    site.environment(
      method, contentType: "application/json", contentLength: method == "POST" ? "\(body.utf8.count)" : nil,
      more)
  }

  private func post(_ program: FastCGIProcess, _ email: String, _ password: String) throws -> Answer {
    // Long, so that what comes behind it does not happen to lie over all of it.
    let body =
      String(RequestBody.user(email, password).content.dropLast())
      + ",\"more\":\"\(String(repeating: "marker of a body, ", count: 200))\"}"
    return try program.ask(variables("POST", body), bytes(body)).answer()
  }

  private func visit(_ program: FastCGIProcess, _ cookie: String) throws -> Int {
    try program.ask(variables("GET", "", ["HTTP_COOKIE": cookie])).answer().status
  }

  // MARK: Nothing of the request

  /// Of short texts, which Swift keeps in place, and of long ones, right and wrong.
  @Test(arguments: ["register", "login"])
  func forgetsPasswordAndBody(program name: String) throws {
    let program = try FastCGIProcess(name)
    let long = "nine grey herons stand at dawn by the old weir"
    for (number, password) in [long, "owl&14-fjord"].enumerated() {
      let email = "somebody\(number)@memory.example.com"
      if name == "login" {
        #expect(try site.post("register", email, password).status == 200)
        #expect(try post(program, email, "wrong-\(password)").status == 401)
      }
      #expect(try post(program, email, password).status == 200)
    }
    let form = "email=form@memory.example.com&password=three+moss+green+frogs+in+a+row"
    let request = site.environment(
      "POST", contentType: "application/x-www-form-urlencoded", contentLength: "\(form.utf8.count)", [:])
    _ = try program.ask(request, bytes(form))
    #expect(
      try program.textsInMemory([
        long, "wrong-nine", "owl&14-fjord", "moss+green", "moss green", "\"password\":", "marker of a body",
      ]) == [])
    // The control: what is there is found.
    #expect(try program.textsInMemory(["HASH=scrypt:4:8:1"]).isEmpty == false)
  }

  /// The hash of a password that nobody has is in no file: where it were, the search would find the
  /// request's.
  @Test func forgetsWhatWasDerivedFromThePassword() throws {
    let program = try FastCGIProcess("login")
    #expect(try site.post("register", "ada@example.com", "nine herons at dawn").status == 200)
    let record = try Tool.gdbmtool.output([site.folder.path("data/users.gdbm"), "fetch", "ada@example.com"])
    let stored = String(record.prefix { $0 != ":" })
    #expect(try post(program, "ada@example.com", "ten herons at dawn").status == 401)
    let derived = try #require(cryptReference("ten herons at dawn", bytes(stored)))
    let digits = String(decoding: derived.suffix(43), as: UTF8.self)
    #expect(digits.utf8.count == 43 && !stored.hasSuffix(digits))
    #expect(try program.textsInMemory([digits, "ten herons at dawn"]) == [])
  }

  /// Limits, signals, umask, locks: after a login, a login that fails, and a question about nothing.
  @Test func isTheSameAfterEveryRequest() throws {
    for name in ["register", "login", "protected", "logout"] {
      let program = try FastCGIProcess(name)
      _ = try program.ask(variables("GET"))
      let state = try program.state()
      // Tables stay open once they have not changed for a second.
      func files() throws -> [String] {
        try program.openFiles().filter { $0 != "socket" && !$0.hasSuffix(".gdbm") }
      }
      let before = try files()
      for (email, password) in [("ada@example.com", "nine herons"), ("ada@example.com", "x"), ("b", "c")] {
        _ = try post(program, email, password)
        #expect(try program.state() == state, "\(name)")
        #expect(try files() == before, "\(name)")
      }
    }
  }

  // MARK: What has not changed

  /// Somebody who is logged in, and a process that has the tables open.
  private func opened() throws -> (program: FastCGIProcess, cookie: String) {
    #expect(try site.post("register", "ada@example.com", "nine herons").status == 200)
    let cookie = try site.post("login", "ada@example.com", "nine herons").cookie
    let program = try FastCGIProcess("protected")
    // What was written within the last second is read anew each time.
    try eventually("it keeps its tables") {
      #expect(try visit(program, cookie) == 200)
      return try program.openFiles().contains { $0.hasSuffix("/users.gdbm") }
    }
    return (program, cookie)
  }

  /// Such as one that a writer, a backup or an upload puts in place.
  @Test func noticesAReplacedTable() throws {
    let (program, cookie) = try opened()
    let users = site.folder.path("data/users.gdbm")
    try FileManager.default.copyItem(atPath: users, toPath: users + ".backup")
    try Tool.gdbmtool.output([users + ".backup", "delete", "ada@example.com"])
    #expect(rename(users + ".backup", users) == 0)
    #expect(try visit(program, cookie) == 401)
  }

  /// By a tool that writes in place, which must find no lock.
  @Test func noticesATableThatIsWrittenInPlace() throws {
    let (program, cookie) = try opened()
    let users = site.folder.path("data/users.gdbm")
    #expect(try visit(program, cookie) == 200)
    let record = try Tool.gdbmtool.output([users, "fetch", "ada@example.com"]).trimmingCharacters(
      in: .newlines)
    try Tool.gdbmtool.output([users, "store", "ada@example.com", "!" + record])
    #expect(try visit(program, cookie) == 401)
    try Tool.gdbmtool.output([users, "store", "ada@example.com", record])
    #expect(try visit(program, cookie) == 200)
  }

  @Test func noticesALogoutByAnotherProcess() throws {
    let (program, cookie) = try opened()
    #expect(try site.request("logout", "POST", body: [], ["HTTP_COOKIE": cookie]).status == 200)
    #expect(try visit(program, cookie) == 401)
  }

  /// A token of no session, whose logout leaves nothing but a file that was not there.
  @Test func noticesTheFirstLogoutOfATokenOfNoSession() throws {
    try site.folder.makeFolder("data/sessions.gdbm")
    let (program, cookie) = try opened()
    for _ in 0..<3 { #expect(try visit(program, cookie) == 200) }
    #expect(try site.request("logout", "POST", body: [], ["HTTP_COOKIE": cookie]).status == 200)
    #expect(try visit(program, cookie) == 401)
  }

  @Test func noticesAMissingTable() throws {
    let (program, cookie) = try opened()
    #expect(rename(site.folder.path("data/users.gdbm"), site.folder.path("data/elsewhere")) == 0)
    #expect(try [401, 503].contains(visit(program, cookie)))
    #expect(rename(site.folder.path("data/elsewhere"), site.folder.path("data/users.gdbm")) == 0)
    #expect(try visit(program, cookie) == 200)
  }

  /// A token that was good is known, and helps nobody who has changed it.
  @Test func noticesAChangedToken() throws {
    let (program, cookie) = try opened()
    let start = try #require(cookie.firstIndex(of: "=")).utf16Offset(in: cookie) + 1
    for place in start..<cookie.utf8.count {
      var changed = bytes(cookie)
      changed[place] = changed[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      #expect(try visit(program, String(decoding: changed, as: UTF8.self)) == 401, "\(place)")
    }
    #expect(try visit(program, cookie) == 200)
  }

  /// A link that leads nowhere is no file, but may become one while the folder that it is in stays as it is.
  @Test func noticesAFileOfSettingsBehindALink() throws {
    try site.folder.makeFolder("data")
    try #require(symlink("../settings", site.folder.path("data/auth.conf")) == 0)
    let (program, cookie) = try opened()
    for _ in 0..<3 { #expect(try visit(program, cookie) == 200) }
    try site.folder.write("settings", "issuer = somebody else\n")
    #expect(try visit(program, cookie) == 401)
  }

  /// Settings, keys and the folder itself.
  @Test func noticesWhatItsSettingsAreMadeOf() throws {
    let (program, cookie) = try opened()
    try site.folder.write("data/auth.conf", "issuer = somebody else\n")
    #expect(try visit(program, cookie) == 401)
    try FileManager.default.removeItem(atPath: site.folder.path("data/auth.conf"))
    #expect(try visit(program, cookie) == 200)
    let key = try site.folder.text("data/secret.key")
    try site.folder.write("data/secret.key", String(repeating: "another key ", count: 4) + "\n")
    #expect(try visit(program, cookie) == 401)
    try site.folder.write("data/secret.key", key)
    #expect(try visit(program, cookie) == 200)
    #expect(chmod(site.folder.path("data"), 0o777) == 0)
    #expect(try visit(program, cookie) == 500)
    #expect(chmod(site.folder.path("data"), 0o700) == 0)
    #expect(try visit(program, cookie) == 200)
    let elsewhere = try program.ask(
      variables("GET", "", ["HTTP_COOKIE": cookie, "AUTH_DATA_DIR": site.folder.path("other")]))
    #expect(try elsewhere.answer().status == 401)
    #expect(try visit(program, cookie) == 200)
  }
}

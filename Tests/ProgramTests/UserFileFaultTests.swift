import Foundation
import CGIAuthHarness
import Testing

/// The user file under the programs: damaged, locked, read-only, full, crowded.
@Suite struct UserFileFaultTests {
  static func expectUnavailable(_ answer: Answer, _ reason: String) {
    #expect(answer.status == 503)
    let word = answer.errors.prefix { $0 != " " }
    // A crowd is nothing that the owner has to mend.
    let member = word == "store-busy" || word == "hash-crowd" ? "" : ",\"reason\":\"\(word)\""
    #expect(answer.body == "{\"message\":\"Service Unavailable\"\(member)}")
    #expect(answer.value("Retry-After") == "5")
    #expect(answer.errors.hasPrefix(reason), "\(answer.errors)")
  }

  @Test(arguments: ["garbage", "empty", "half", "head", "zeros", "folder"])
  func reportsADamagedFileAndLeavesIt(_ kind: String) throws {
    let site = try CGISite()
    let token = try site.token()
    let whole = try site.folder.bytes("data/users.gdbm")
    let path = site.folder.path("data/users.gdbm")
    var content: [UInt8]?
    switch kind {
    case "garbage": content = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    case "empty": content = []
    case "half": content = Array(whole.prefix(whole.count / 2))
    case "head": content = Array(whole.prefix(100))
    case "zeros": content = [UInt8](repeating: 0, count: whole.count)
    default: content = nil
    }
    try FileManager.default.removeItem(atPath: path)
    if let content {
      try site.folder.write("data/users.gdbm", content)
    } else {
      try site.folder.makeFolder("data/users.gdbm")
    }
    for program in ["login", "register"] {
      Self.expectUnavailable(try site.post(program, "user@example.com", "correct horse battery"), "store-")
    }
    // Nobody can tell whether the token's user is still there.
    Self.expectUnavailable(
      try site.request("protected", ["HTTP_COOKIE": "authToken=\(token)"]), "store-")
    if let content { #expect(try site.folder.bytes("data/users.gdbm") == content) }
  }

  @Test func waitsForALockOnlySoLong() throws {
    let site = try CGISite()
    let token = try site.token()
    let lock = open(site.folder.path("data/users.lock"), O_RDWR | O_CLOEXEC)
    #expect(lock >= 0 && flock(lock, LOCK_EX) == 0)
    let waiting = try site.start("register", "late@example.com", password: "correct horse")
    // Whoever reads does not wait for a writer that hangs.
    #expect(try site.post("login", "user@example.com", "correct horse battery").status == 200)
    #expect(try site.request("protected", ["HTTP_COOKIE": "authToken=\(token)"]).status == 200)
    let answer = try Answer(waiting.wait())
    #expect(answer.status == 503)
    #expect(answer.value("Retry-After") == "5")
    #expect(answer.errors.contains("store-busy users: "))
    close(lock)
    #expect(try site.post("register", "late@example.com", "correct horse").status == 200)
  }

  @Test func readsFromAFolderItMayNotWriteTo() throws {
    let site = try CGISite()
    let token = try site.token()
    let data = site.folder.path("data")
    // Root may write anywhere: there, the programs run as nobody.
    let isRoot = geteuid() == 0
    if isRoot {
      #expect(try run("/bin/chown", ["-R", "nobody", site.folder.root]).status == 0)
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: data)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: data) }
    func request(_ program: String, _ method: String, _ body: String, _ variables: [String: String]) throws
      -> Answer
    {
      // Where the programs lie need not be open to nobody.
      let copy = site.folder.path("\(program).cgi")
      if !site.folder.has("\(program).cgi") { try Project.copyProgram(program, to: copy) }
      let environment = site.environment(
        method, contentType: "application/json", contentLength: String(body.utf8.count), variables)
      let words = isRoot ? ["/usr/bin/setpriv", "--reuid=nobody", "--clear-groups", copy] : [copy]
      return try Answer(
        run(words[0], Array(words.dropFirst()), environment: environment, input: Array(body.utf8)))
    }
    let login = #"{"email":"user@example.com","password":"correct horse battery"}"#
    let answer = try request("login", "POST", login, [:])
    #expect(answer.status == 200)
    // What happened has to be told somewhere: there is a log already, and it can still be written to.
    #expect(try site.auditEvents().last == "logged-in")
    #expect(try request("protected", "GET", "", ["HTTP_COOKIE": "authToken=\(token)"]).status == 200)
    let logout = try request("logout", "POST", "", ["HTTP_COOKIE": "authToken=\(token)"])
    Self.expectUnavailable(logout, "store-error ")
    #expect(logout.values("Set-Cookie") == Answer.cleared())
    #expect(try request("protected", "GET", "", ["HTTP_COOKIE": "authToken=\(token)"]).status == 200)
    #expect(try request("logout", "POST", "", [:]).status == 200)
    let register = try request("register", "POST", BodyTests.good, [:])
    #expect(register.status == 503)
    #expect(register.errors.contains("store-error "))
  }

  @Test func registersOneAddressOnceHoweverManyTry() throws {
    let site = try CGISite(["AUTH_THROTTLE": "off"])
    let answers = try (0..<200).map { _ in
      try site.start("register", "ada@example.com", password: "correct horse")
    }.map {
      try Answer($0.wait())
    }
    #expect(answers.filter { $0.status == 200 }.count == 1)
    for answer in answers where answer.status != 200 && answer.status != 409 {
      // Whoever waited in vain is asked to come again.
      #expect(answer.status == 503 && answer.value("Retry-After") == "5", "\(answer)")
      #expect(
        try Answer(site.start("register", "ada@example.com", password: "correct horse").wait()).status == 409)
    }
    #expect(try site.post("login", "ada@example.com", "correct horse").status == 200)
  }

  @Test func losesNobodyInACrowd() throws {
    // Who was not registered fails to log in, from one address.
    let site = try CGISite(["AUTH_THROTTLE": "off"])
    let answers = try (0..<200).map {
      try site.start("register", "u\($0)@example.com", password: "correct horse")
    }.map {
      try Answer($0.wait())
    }
    for (number, answer) in answers.enumerated() {
      #expect(answer.status == 200 || (answer.status == 503 && answer.value("Retry-After") != nil))
      let login = try site.post("login", "u\(number)@example.com", "correct horse")
      #expect(login.status == (answer.status == 200 ? 200 : 401))
    }
    #expect(answers.contains { $0.status == 200 })
  }

  @Test func keepsThePermissionsOfTheUserFile() throws {
    let site = try CGISite()
    _ = try site.token()
    #expect(try site.folder.permissions("data/users.gdbm") == 0o600)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640], ofItemAtPath: site.folder.path("data/users.gdbm"))
    _ = try site.token("second@example.com")
    #expect(try site.folder.permissions("data/users.gdbm") == 0o640)
  }

  @Test func startsAfreshOnWhatADeadWriterLeft() throws {
    let site = try CGISite()
    _ = try site.token()
    try site.folder.write("data/users.work", "half a copy")
    #expect(try site.post("register", "next@example.com", "correct horse").status == 200)
    #expect(try site.post("login", "user@example.com", "correct horse battery").status == 200)
    #expect(!site.folder.has("data/users.work"))
  }

  @Test func takesAMissingFileForALossAndNotForABeginning() throws {
    let site = try CGISite()
    _ = try site.token()
    _ = try site.token("second@example.com")
    let copy = try site.folder.bytes("data/users.gdbm")
    #expect(unlink(site.folder.path("data/users.gdbm")) == 0)
    for program in ["login", "register"] {
      let answer = try site.post(program, "user@example.com", "correct horse battery")
      Self.expectUnavailable(answer, "store-damaged users.gdbm: it is missing")
    }
    try site.folder.write("data/users.gdbm", copy)
    #expect(try site.post("login", "user@example.com", "correct horse battery").status == 200)
  }

  @Test func followsNoLinkToTheUserFile() throws {
    let site = try CGISite()
    _ = try site.token()
    let path = site.folder.path("data/users.gdbm")
    #expect(rename(path, site.folder.path("elsewhere.gdbm")) == 0)
    #expect(symlink(site.folder.path("elsewhere.gdbm"), path) == 0)
    Self.expectUnavailable(
      try site.post("login", "user@example.com", "correct horse battery"), "store-error open users.gdbm")
  }

  @Test func leavesAHardLinkedBackupAsItIs() throws {
    let site = try CGISite()
    _ = try site.token()
    _ = try site.token("second@example.com")
    #expect(link(site.folder.path("data/users.gdbm"), site.folder.path("backup.gdbm")) == 0)
    let backup = try site.folder.bytes("backup.gdbm")
    for number in 0..<5 { _ = try site.token("later\(number)@example.com") }
    #expect(try site.folder.bytes("backup.gdbm") == backup)
  }

  @Test func answersThoughNobodyReadsTheLog() throws {
    let site = try CGISite()
    let script = "exec 2> >(exec true); wait $!; exec \"$0\""
    let environment = site.environment(
      "POST", contentType: "application/json", contentLength: String(BodyTests.good.utf8.count), [:])
    let result = try run(
      "/bin/bash", ["-c", script, try Project.program("register")],
      environment: environment.merging(["PATH": "/usr/bin:/bin"]) { $1 }, input: Array(BodyTests.good.utf8))
    #expect(try Answer(result).status == 200)
  }
}

import CGIAuthHarness
import Foundation
import Testing

/// The programs by FastCGI, over a socket of their own.
@Suite struct FastCGITests {
  private let site: CGISite

  init() throws { site = try CGISite() }

  private func variables(_ method: String = "POST", _ body: [UInt8] = [], _ more: [String: String] = [:])
    -> [String: String]
  {
    site.environment(method, contentType: "application/json", contentLength: "\(body.count)", more)
  }

  private func body(_ email: String = "ada@example.com", _ password: String = "nine herons") -> [UInt8] {
    Array(RequestBody.user(email, password).content.utf8)
  }

  private func answer(_ program: FastCGIProcess, _ body: [UInt8], _ more: [String: String] = [:]) throws
    -> Answer
  {
    let exchange = try program.ask(variables("POST", body, more), body)
    #expect(exchange.status == 0)
    return try exchange.answer()
  }

  // MARK: The same answers

  /// Registered by one way, logged in by the other, and each sees what the other did.
  @Test func answersAsByCGI() throws {
    let register = try FastCGIProcess("register")
    let login = try FastCGIProcess("login")
    let protected = try FastCGIProcess("protected")
    #expect(try answer(register, body()).status == 200)
    #expect(try answer(register, body()).message == "Email already registered")
    #expect(try site.post("register", "ada@example.com", "nine herons").status == 409)
    let loggedIn = try answer(login, body())
    #expect(loggedIn.status == 200)
    #expect(try answer(login, body("ada@example.com", "ten herons")).status == 401)
    let byCGI = try site.request("protected", "GET", ["HTTP_COOKIE": loggedIn.cookie])
    let exchange = try protected.ask(variables("GET", [], ["HTTP_COOKIE": loggedIn.cookie]))
    #expect(String(decoding: exchange.output, as: UTF8.self) == byCGI.output)
    #expect(byCGI.message == "Welcome, ada@example.com!")
  }

  /// What the log is told goes to the web server, by the connection.
  @Test func tellsTheServersLog() throws {
    let program = try FastCGIProcess("register")
    let exchange = try program.ask(variables("POST", body()), body())
    #expect(
      String(decoding: exchange.errors, as: UTF8.self)
        == "weak-password-hash password_hash is below scrypt:14:8:5 or bcrypt:10\n")
    #expect(program.command.errorsSoFar.isEmpty)
  }

  @Test func sendsAGuardedFileInPieces() throws {
    let guarded = try GuardedSite()
    let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try guarded.site.folder.write("www/members/long.bin", content)
    let request = guarded.site.environment(
      "GET", contentType: nil, contentLength: nil,
      guarded.cookie.merging(guarded.action("/members/long.bin")) { $1 })
    let exchange = try FastCGIProcess("guard").ask(request)
    #expect(exchange.status == 0)
    #expect(exchange.output.suffix(content.count).elementsEqual(content))
  }

  // MARK: One request leaves nothing for the next

  /// Two hosts by one socket: settings come with each request, and those of one count for no other.
  @Test func keepsTwoHostsApart() throws {
    let other = try CGISite(["JWT_SECRET": String(repeating: "k7", count: 20)])
    let program = try FastCGIProcess("register")
    for host in [site, other, site] {
      let sent = body()
      let exchange = try program.ask(
        host.environment("POST", contentType: "application/json", contentLength: "\(sent.count)", [:]), sent)
      let isFirst = !(host === site && exchange.errors.isEmpty)
      #expect(try exchange.answer().status == (isFirst ? 200 : 409))
    }
    #expect(other.folder.has("data/users.gdbm") && site.folder.has("data/users.gdbm"))
    #expect(!other.folder.has("data/secret.key"))
  }

  /// Settings count that the web server sends; those of the process itself do not.
  @Test func takesSettingsFromTheRequestAlone() throws {
    let program = try FastCGIProcess("protected")
    let wrong = try program.ask(variables("GET", [], ["JWT_SECRET": "short"]))
    #expect(try wrong.answer().status == 500)
    #expect(String(decoding: wrong.errors, as: UTF8.self).hasPrefix("config-invalid JWT_SECRET "))
    #expect(try program.ask(variables("GET")).answer().status == 401)
  }

  @Test func noticesAChangedFileOfSettings() throws {
    let program = try FastCGIProcess("register")
    #expect(try answer(program, body("a@example.com")).status == 200)
    try site.folder.write("data/auth.conf", "password_min_length = 30\n")
    #expect(try answer(program, body("b@example.com")).message == "password must have at least 30 characters")
    try site.folder.write("data/auth.conf", "")
    #expect(try answer(program, body("b@example.com")).status == 200)
  }

  @Test func answersOneAfterTheOtherOnAKeptConnection() throws {
    let program = try FastCGIProcess("protected")
    let connection = try program.connect()
    for id in [UInt16(1), 2, 300, 1] {
      try connection.send(FastCGIProcess.request(id, variables("GET"), keep: true))
      let exchange = try connection.answer(to: id)
      #expect(exchange.status == 0)
      #expect(try exchange.answer().status == 401)
    }
    // A web server that keeps its connection keeps nobody else waiting.
    #expect(try program.ask(variables("GET")).answer().status == 401)
  }

  // MARK: What is no request

  /// After each the program answers the next, on a new connection.
  static let wrong: [(String, [UInt8])] = [
    ("nothing", []),
    ("text", Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8)),
    ("another version", [2, 1, 0, 1, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
    ("a torn header", [1, 1, 0]),
    ("a torn record", [1, 1, 0, 1, 0, 8, 0, 0, 0, 1]),
    ("a request of id 0", FastCGIProcess.begin(0)),
    ("a begin of 7 bytes", FastCGIProcess.record(1, 1, [0, 1, 0, 0, 0, 0, 0])),
    ("no parameters", FastCGIProcess.begin(1)),
    (
      "a pair longer than its stream",
      FastCGIProcess.begin(1) + FastCGIProcess.record(4, 1, [200, 1, 65]) + FastCGIProcess.record(4, 1, [])
    ),
    (
      "a pair of four gigabytes",
      FastCGIProcess.begin(1) + FastCGIProcess.record(4, 1, [0xFF, 0xFF, 0xFF, 0xFF, 1, 65])
        + FastCGIProcess.record(4, 1, [])
    ),
    (
      "a name with an equals sign",
      FastCGIProcess.begin(1) + FastCGIProcess.record(4, 1, [3, 1] + Array("A=BC".utf8))
        + FastCGIProcess.record(4, 1, [])
    ),
    (
      "parameters without end",
      FastCGIProcess.begin(1)
        + (0..<6).flatMap { _ in FastCGIProcess.record(4, 1, [UInt8](repeating: 0, count: 65_000)) }
    ),
  ]

  @Test(arguments: wrong)
  func goesOnAfterWhatIsNoRequest(name: String, bytes: [UInt8]) throws {
    let program = try FastCGIProcess("protected")
    let connection = try program.connect()
    // The program may have closed the connection before all of it was sent.
    try? connection.send(bytes)
    connection.shutDownWriting()
    #expect(try connection.answer(to: 1).output.isEmpty)
    #expect(try program.ask(variables("GET")).answer().status == 401)
  }

  @Test func refusesABodyThatDoesNotCome() throws {
    let program = try FastCGIProcess("login")
    let connection = try program.connect()
    let sent = body()
    try connection.send(
      FastCGIProcess.request(1, variables("POST", sent), Array(sent.dropLast())))
    #expect(try connection.answer(to: 1).answer().status == 400)
  }

  @Test func answersWhatAServerAsksOfTheProgramItself() throws {
    let program = try FastCGIProcess("protected")
    let connection = try program.connect()
    try connection.send(
      FastCGIProcess.record(
        9, 0, FastCGIProcess.pairs(["FCGI_MAX_CONNS": "", "FCGI_MPXS_CONNS": "", "OTHER": ""])))
    let values = try #require(try connection.record())
    #expect(values.type == 10)
    #expect(values.content == FastCGIProcess.pairs(["FCGI_MAX_CONNS": "1", "FCGI_MPXS_CONNS": "0"]))
    try connection.send(FastCGIProcess.record(77, 0, []))
    let unknown = try #require(try connection.record())
    #expect(unknown.type == 11 && unknown.content.first == 77)
    // More than an answer has room for.
    let pair = FastCGIProcess.pairs(["FCGI_MAX_CONNS": ""])
    try connection.send(
      FastCGIProcess.record(9, 0, Array(repeatElement(pair, count: 65_535 / pair.count).joined())))
    #expect(try connection.record() == nil)
    withExtendedLifetime(program) {}
  }

  /// A filter is another role; and one connection has one request at a time.
  @Test func saysWhatItDoesNotDo() throws {
    let program = try FastCGIProcess("protected")
    for role in [UInt8(0), 3, 9] {
      let connection = try program.connect()
      try connection.send(FastCGIProcess.begin(1, role: role))
      #expect(try connection.answer(to: 1).status == 3)
    }
    let connection = try program.connect()
    try connection.send(FastCGIProcess.begin(1) + FastCGIProcess.begin(2))
    let refusal = try #require(try connection.record())
    #expect(refusal.type == 3 && refusal.id == 2 && refusal.content[4] == 1)
    try connection.send(Array(FastCGIProcess.request(1, variables("GET")).dropFirst(16)))
    #expect(try connection.answer(to: 1).answer().status == 401)
  }

  // MARK: The end

  @Test func endsByASignalBetweenRequests() throws {
    let program = try FastCGIProcess("protected")
    #expect(try program.ask(variables("GET")).answer().status == 401)
    program.command.terminate()
    #expect(try program.command.wait().status == -SIGTERM)
  }

  /// Of the two, one comes too late for each request, and must go on waiting where a signal reaches it.
  @Test func sharesASocketAndEndsAllTheSame() throws {
    let program = try FastCGIProcess("protected")
    let other = try program.another()
    for _ in 0..<200 { #expect(try program.ask(variables("GET")).answer().status == 401) }
    for command in [program.command, other] { command.terminate() }
    try eventually("both end") { !program.command.isRunning && !other.isRunning }
  }

  /// Eight wait for the socket. Where each connection woke them all, they would stop working to wait again
  /// some 1,600 times and more; what is woken may wait once more for the request itself.
  @Test func wakesOneProcessForEachConnection() throws {
    let program = try FastCGIProcess("protected")
    let others = try (0..<7).map { _ in try program.another() }
    defer { for other in others { other.terminate() } }
    let processes = [program.command] + others
    // Only then do the signals that end it wait no longer.
    for process in processes {
      try eventually("it waits") { try Self.status("SigBlk", of: process) == "0000000000000000" }
    }
    func waits() throws -> Int {
      try processes.map { Int(try Self.status("voluntary_ctxt_switches", of: $0)) ?? 0 }.reduce(0, +)
    }
    let before = try waits()
    let requests = 200
    for _ in 0..<requests { #expect(try program.ask(variables("GET")).answer().status == 401) }
    #expect(try waits() - before < 3 * requests)
  }

  /// What the system tells of a process (proc(5)).
  private static func status(_ name: String, of process: RunningCommand) throws -> String {
    let text = try String(contentsOfFile: "/proc/\(process.processID)/status", encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(name + ":") })
    return String(line.dropFirst(name.count + 1)).trimmingCharacters(in: .whitespaces)
  }

  @Test func endsWithItsSocket() throws {
    let program = try FastCGIProcess("protected")
    #expect(try program.ask(variables("GET")).answer().status == 401)
    program.shutDown()
    try eventually("it ends") { !program.command.isRunning }
  }

  /// The answer to the request under way is whole.
  @Test func answersBeforeItEnds() throws {
    let program = try FastCGIProcess("login")
    let connection = try program.connect()
    // What answers this has taken the connection.
    try connection.send(FastCGIProcess.record(9, 0, FastCGIProcess.pairs(["FCGI_MAX_CONNS": ""])))
    #expect(try connection.record()?.type == 10)
    program.command.terminate()
    let sent = body()
    try connection.send(FastCGIProcess.request(1, variables("POST", sent), sent))
    let exchange = try connection.answer(to: 1)
    #expect(exchange.status == 0)
    #expect(try exchange.answer().status == 401)
    #expect(try program.command.wait().status == -SIGTERM)
  }

  /// An upgrade: the next request has its answer from the new program, in the same process.
  @Test func becomesTheProgramThatReplacesItsFile() throws {
    let folder = try TemporaryFolder()
    try Project.copyProgram("protected", to: folder.path("x.cgi"))
    let program = try FastCGIProcess(path: folder.path("x.cgi"))
    #expect(try program.ask(variables("GET")).answer().status == 401)
    // One that is not there as a whole yet changes nothing.
    try replace(folder, by: Array("#".utf8))
    #expect(try program.ask(variables("GET")).answer().status == 401)
    try Project.copyProgram("login", to: folder.path("new"))
    #expect(rename(folder.path("new"), folder.path("x.cgi")) == 0)
    for _ in 0..<3 { #expect(try program.ask(variables("GET")).answer().status == 405) }
    #expect(program.command.isRunning)
    program.command.terminate()
    #expect(try program.command.wait().status == -SIGTERM)
  }

  private func replace(_ folder: TemporaryFolder, by content: [UInt8]) throws {
    try folder.write("new", content)
    #expect(chmod(folder.path("new"), 0o755) == 0)
    #expect(rename(folder.path("new"), folder.path("x.cgi")) == 0)
  }

  /// Of 2,000 requests from four clients at a time, none fails though the program starts itself anew after
  /// every 50.
  @Test func losesNothingWhenItStartsAnew() throws {
    let program = try FastCGIProcess("protected")
    let request = variables("GET", [], ["AUTH_FASTCGI_MAX_REQUESTS": "50"])
    let bad = onThreads(4) { _ in
      (0..<500).count { _ in (try? program.ask(request).answer().status) != 401 }
    }
    #expect(bad.reduce(0, +) == 0)
    #expect(program.command.isRunning)
  }

  /// What tells a process that has started itself anew: where its code lies, by chance (proc(5)), and what is
  /// in its memory.
  private func stackAddress(of program: FastCGIProcess) throws -> String {
    try String(
      #require(
        String(contentsOfFile: "/proc/\(program.command.processID)/maps", encoding: .utf8)
          .split(separator: "\n").first { $0.hasSuffix("[stack]") }))
  }

  @Test func startsAnewAfterAsManyRequestsAsTheSiteSays() throws {
    let program = try FastCGIProcess("protected")
    let request = variables("GET", [], ["AUTH_FASTCGI_MAX_REQUESTS": "3"])
    var addresses: [String] = []
    for _ in 0..<9 {
      #expect(try program.ask(request).answer().status == 401)
      addresses.append(try stackAddress(of: program))
    }
    // After the third and the sixth, when the next one comes.
    #expect(Set(addresses[0..<3]).count == 1 && Set(addresses[3..<6]).count == 1)
    #expect(Set(addresses).count == 3)
  }

  /// A web server that keeps its connection for ever, too.
  @Test func endsAKeptConnectionWhenItIsToStartAnew() throws {
    let program = try FastCGIProcess("protected")
    let request = variables("GET", [], ["AUTH_FASTCGI_MAX_REQUESTS": "2"])
    let connection = try program.connect()
    for id in [UInt16(1), 2] {
      try connection.send(FastCGIProcess.request(id, request, keep: true))
      #expect(try connection.answer(to: id).answer().status == 401)
    }
    #expect(try connection.record() == nil)
    #expect(try program.ask(request).answer().status == 401)
  }

  /// Of the descriptors of standard output and error, which a process may be started without, a connection
  /// gets none.
  @Test func keepsConnectionsFromStandardStreams() throws {
    let program = try FastCGIProcess(closingStreamsOf: "protected")
    let connection = try program.connect()
    try connection.send(FastCGIProcess.record(9, 0, FastCGIProcess.pairs(["FCGI_MAX_CONNS": ""])))
    #expect(try connection.record()?.type == 10)
    for stream in [1, 2] {
      let target = try FileManager.default.destinationOfSymbolicLink(
        atPath: "/proc/\(program.command.processID)/fd/\(stream)")
      #expect(target == "/dev/null")
    }
    withExtendedLifetime(connection) {}
  }
}

import CGIAuthHarness
import Foundation
import Testing

/// guard.cgi by FastCGI: it starts scripts beside itself, and hands on what they write.
@Suite struct FastCGIScriptTests {
  private let site: GuardedSite
  private let program: FastCGIProcess

  init() throws {
    site = try GuardedSite()
    program = try FastCGIProcess("guard")
  }

  private func variables(_ url: String, _ method: String = "GET", length: Int? = nil) -> [String: String] {
    site.site.environment(
      method, contentType: length == nil ? nil : "text/plain", contentLength: length.map { "\($0)" },
      site.action(url).merging(site.cookie) { $1 })
  }

  private func script(_ name: String, _ lines: String...) throws {
    let head = "#!/bin/sh\nprintf 'Status: 200 OK\\nContent-Type: text/plain\\n\\n'\n"
    try site.write(name, head + lines.joined(separator: "\n") + "\n", mode: 0o755)
  }

  /// What tells that the script has come so far.
  private func hasCome(_ name: String) throws {
    try eventually("\(name) is there") { FileManager.default.fileExists(atPath: site.path(name)) }
  }

  private func isThere(_ processID: String) -> Bool {
    let path = "/proc/\(processID.trimmingCharacters(in: .whitespacesAndNewlines))/stat"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return false }
    // Ended, and not yet asked for its status.
    return !text.contains(") Z ")
  }

  @Test func startsAScriptAsByCGI() throws {
    try site.write("env.sh", GuardScriptTests.printsEnvironment, mode: 0o755)
    let byCGI = try site.get("/members/env.sh/x", query: "a=b").variables
    let exchange = try program.ask(
      variables("/members/env.sh/x").merging(site.action("/members/env.sh/x", query: "a=b")) { $1 })
    #expect(exchange.status == 0)
    #expect(try exchange.answer().variables == byCGI)
    #expect(byCGI["REMOTE_USER"] == GuardedSite.email)
  }

  /// Descriptors, signals, limits and the folder that it starts in, after a first request.
  @Test func leavesNothingOfItselfBehind() throws {
    try site.write(
      "self.pl",
      """
      #!/usr/bin/perl
      print "Status: 200 OK\\nContent-Type: text/plain\\n\\n";
      opendir my $d, "/proc/self/fd"; print "fds=", join(",", sort grep { /^\\d/ && $_ > 2 && $_ != fileno($d) } readdir $d), "\\n";
      open my $s, "<", "/proc/self/status"; while (<$s>) { print "$1=$2\\n" if /^(Sig(?:Blk|Ign)|Umask):\\s+(\\w+)/ }
      open my $l, "<", "/proc/self/limits"; while (<$l>) { print "limit $1=$2\\n" if /^(\\D+?)\\s{2,}(\\S+\\s+\\S+)/ }
      use Cwd; print "cwd=", getcwd(), "\\nargv=@ARGV\\n";
      """, mode: 0o755)
    let alone = try Answer(run(site.path("self.pl"), workingFolder: site.path(""))).variables
    #expect(alone["SigBlk"] != nil && alone["limit Max core file size"] != nil)
    for _ in 0..<2 {
      #expect(try program.ask(variables("/members/self.pl")).answer().variables == alone)
    }
  }

  @Test func carriesMuchInBothDirections() throws {
    try script("echo.sh", "cat")
    let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    let connection = try program.connect()
    let request = FastCGIProcess.request(1, variables("/members/echo.sh", "POST", length: body.count), body)
    // Both at once: what is sent is more than fits anywhere.
    Thread.detachNewThread { try? connection.send(request) }
    let exchange = try connection.answer(to: 1)
    #expect(exchange.status == 0)
    #expect(exchange.output.suffix(body.count).elementsEqual(body))
  }

  @Test func handsOnWhatComesAtOnce() throws {
    try script("slow.sh", "echo first", "while [ ! -e go ]; do sleep 0.01; done", "echo last")
    let connection = try program.connect()
    try connection.send(FastCGIProcess.request(1, variables("/members/slow.sh")))
    var seen = ""
    while !seen.hasSuffix("first\n") {
      seen += String(decoding: try #require(try connection.record()).content, as: UTF8.self)
    }
    try site.write("go", "")
    #expect(String(decoding: try connection.answer(to: 1).output, as: UTF8.self).hasSuffix("last\n"))
  }

  @Test func tellsTheServersLogWhatAScriptSays() throws {
    try script("warn.sh", "echo a warning >&2", "echo body")
    let exchange = try program.ask(variables("/members/warn.sh"))
    #expect(String(decoding: exchange.errors, as: UTF8.self) == "a warning\n")
    #expect(try exchange.answer().body == "body\n")
  }

  @Test func doesNotMindAScriptThatReadsNothing() throws {
    try script("deaf.sh", "echo done")
    let body = [UInt8](repeating: 65, count: 300_000)
    for _ in 0..<3 {
      let exchange = try program.ask(variables("/members/deaf.sh", "POST", length: body.count), body)
      #expect(try exchange.answer().body == "done\n")
    }
  }

  @Test func saysWhatKeepsAScriptFromStarting() throws {
    try site.write("dos.sh", "#!/bin/sh\r\necho\r\n", mode: 0o755)
    let exchange = try program.ask(variables("/members/dos.sh"))
    #expect(try exchange.answer().status == 500)
    #expect(
      String(decoding: exchange.errors, as: UTF8.self)
        == "guard-script-failed start a script, or its interpreter,: No such file or directory\n")
  }

  // MARK: The end of a script

  enum End: CaseIterable { case closed, aborted, serverKilled }

  /// Also one that does not want to.
  @Test(arguments: End.allCases, ["", "trap '' TERM"])
  func endsAScriptWhoseClientHasGone(_ end: End, _ trap: String) throws {
    // Where the process itself is killed there is nobody who could insist.
    guard end != .serverKilled || trap.isEmpty else { return }
    try script("long.sh", trap, "echo $$ >started.new", "mv started.new started", "while :; do sleep 1; done")
    var connection: FastCGIProcess.Connection? = try program.connect()
    try connection?.send(FastCGIProcess.request(1, variables("/members/long.sh")))
    try hasCome("started")
    let processID = try site.site.folder.text("www/members/started")
    #expect(isThere(processID))
    switch end {
    case .closed: connection = nil
    case .aborted: try connection?.send(FastCGIProcess.record(2, 1, []))
    case .serverKilled: kill(program.command.processID, SIGKILL)
    }
    try eventually("the script ends") { !isThere(processID) }
    if end == .aborted { #expect(try connection?.answer(to: 1).status == 0) }
    if end != .serverKilled {
      try script("next.sh", "echo next")
      #expect(try program.ask(variables("/members/next.sh")).answer().body == "next\n")
    }
  }

  /// The request ends with the script's output; what it has left running is ended a little later.
  @Test func waitsForNothingBehindTheAnswer() throws {
    try script(
      "behind.sh", "echo answer", "exec >&- 2>&-", "echo $$ >started", "while :; do sleep 1; done")
    let exchange = try program.ask(variables("/members/behind.sh"))
    #expect(exchange.status == 0)
    #expect(try exchange.answer().body == "answer\n")
    try hasCome("started")
    #expect(try program.ask(variables("/members/none")).answer().status == 404)
    try eventually("it ends") { !isThere((try? site.site.folder.text("www/members/started")) ?? "1") }
  }

  /// SIGTERM waits for the answer.
  @Test func answersBeforeItEnds() throws {
    try script("slow.sh", "echo >started", "while [ ! -e go ]; do sleep 0.01; done", "echo last")
    let connection = try program.connect()
    try connection.send(FastCGIProcess.request(1, variables("/members/slow.sh")))
    try hasCome("started")
    program.command.terminate()
    try site.write("go", "")
    #expect(try connection.answer(to: 1).answer().body == "last\n")
    #expect(try program.command.wait().status == -SIGTERM)
  }

  // MARK: lighttpd's way

  /// It names the file, and there is no argument.
  @Test func isHandedOverByTheNameOfTheFile() throws {
    try site.write("a.txt", "0123456789")
    var request = site.site.environment("GET", contentType: nil, contentLength: nil, site.cookie)
    request["SCRIPT_NAME"] = "/members/a.txt"
    request["SCRIPT_FILENAME"] = site.path("a.txt")
    #expect(try program.ask(request).answer().body == "0123456789")
    request["HTTP_COOKIE"] = nil
    #expect(try program.ask(request).answer().status == 401)
    // A call of the program itself.
    request = request.merging(site.cookie) { $1 }
    request["SCRIPT_NAME"] = "/cgi-bin/guard.cgi"
    request["SCRIPT_FILENAME"] = try Project.program("guard")
    #expect(try program.ask(request).answer().status == 404)
    request["PATH_INFO"] = "/members/a.txt"
    #expect(try program.ask(request).answer().status == 404)
  }
}

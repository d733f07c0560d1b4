import Foundation
import CGIAuthTestSupport
import Testing

/// How many hashes are computed at once, by the built programs.
@Suite struct HashSlotTests {
  /// Another process that has locked bytes of hash.slots, as the programs do, until it is told to end.
  private final class Holder {
    private let process: RunningCommand
    private static let script = """
      import fcntl, sys
      file = open(sys.argv[1], "r+b")
      for word in sys.argv[2:]:
          start, count = map(int, word.split("+"))
          fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, count, start)
      print("locked", flush=True)
      sys.stdin.read()
      """

    /// - Parameter ranges: such as `256+32`, 32 bytes from 256 on.
    init(_ site: CGISite, _ ranges: String...) throws {
      process = try RunningCommand(
        "/usr/bin/python3", ["-c", Self.script, site.folder.path("data/hash.slots")] + ranges,
        keepInputOpen: true)
      let deadline = Date(timeIntervalSinceNow: 120)
      while process.outputSoFar != "locked\n" {
        try #require(process.isRunning && Date() < deadline, "\(process.errorsSoFar)")
        usleep(5_000)
      }
    }

    deinit { release() }

    func release() {
      try? process.input?.close()
      _ = try? process.wait()
    }
  }

  /// Where the seats begin: HashSlots.swift.
  private static let firstSeat = 256

  private func site(_ slots: Int) throws -> (site: CGISite, token: String) {
    let site = try CGISite(["AUTH_HASH_SLOTS": "\(slots)"])
    return (site, try site.token())
  }

  private func login(_ site: CGISite) throws -> CGIAnswer {
    try site.post("login", "user@example.com", "correct horse battery")
  }

  @Test func waitsForASlotAndThenAsksToComeAgain() throws {
    let (site, token) = try site(2)
    let holder = try Holder(site, "0+2")
    let waiting = try StoreTests.start(site, "late@example.com")
    // Nothing else needs a hash.
    #expect(try site.request("protected", ["HTTP_COOKIE": "authToken=\(token)"]).status == 200)
    #expect(try site.request("logout", "POST").status == 200)
    let refused = try login(site)
    #expect(refused.status == 503)
    #expect(refused.body == #"{"message":"Service Unavailable"}"#)
    #expect(refused.value("Retry-After") == "5")
    #expect(refused.errors.contains("hash-crowd "))
    let registration = try CGIAnswer(waiting.wait())
    #expect(registration.status == 503)
    #expect(registration.errors.contains("hash-crowd "))
    holder.release()
    #expect(try login(site).status == 200)
    #expect(try site.post("register", "late@example.com", "correct horse").status == 200)
  }

  @Test func refusesAtOnceWhenTheLineIsFull() throws {
    let (site, _) = try site(1)
    let holder = try Holder(site, "0+1", "\(Self.firstSeat)+32")
    let body = #"{"email":"user@example.com","password":"correct horse battery"}"#
    let environment = site.environment(
      "POST", contentType: "application/json", contentLength: String(body.utf8.count), [:])
    let calls = site.folder.path("calls")
    let answer = try CGIAnswer(
      run(
        "/usr/bin/strace",
        ["-qq", "-o", calls, "-e", "trace=clock_nanosleep,fcntl", try Project.program("login")],
        environment: environment, input: Array(body.utf8)))
    StoreTests.expectUnavailable(answer, "hash-crowd ")
    let listed = try site.folder.text("calls")
    #expect(listed.contains("F_SETLK"))
    // It never waited.
    #expect(!listed.contains("nanosleep"))
    holder.release()
    #expect(try login(site).status == 200)
  }

  @Test func usesTheSlotThatIsFree() throws {
    let (site, _) = try site(2)
    for slot in ["0+1", "1+1"] {
      let holder = try Holder(site, slot)
      #expect(try login(site).status == 200)
      holder.release()
    }
  }

  /// As when a process is stopped in the line, at its head or elsewhere.
  @Test(arguments: [0, 3, 31]) func passesASeatThatDoesNotMove(_ seat: Int) throws {
    let (site, _) = try site(1)
    let stopped = try Holder(site, "\(Self.firstSeat + seat)+1")
    #expect(try login(site).status == 200)
    var answers: [CGIAnswer] = []
    // Once more where this machine stood still for as long as a request waits.
    while answers.count < 5, answers.last.map({ $0.status == 503 }) != false {
      let busy = try Holder(site, "0+1")
      let waiting = try StoreTests.start(site, "behind\(seat)@example.com")
      usleep(300_000)
      #expect(waiting.isRunning)
      busy.release()
      answers.append(try CGIAnswer(waiting.wait()))
    }
    #expect(answers.last?.status == 200)
    stopped.release()
  }

  @Test func chargesNobodyWhoGotNoSlot() throws {
    let (site, _) = try site(1)
    let holder = try Holder(site, "0+1", "\(Self.firstSeat)+32")
    for _ in 0..<20 { #expect(try site.post("login", "user@example.com", "wrong").status == 503) }
    holder.release()
    #expect(try login(site).status == 200)
  }

  /// What is refused by the throttle must not stand in line.
  @Test func refusesGuessersBesideAFullLine() throws {
    let (site, _) = try site(1)
    // A wait that is not over before the holder runs, in seconds.
    var wait = 0
    while wait < 8 {
      let answer = try site.post("login", "user@example.com", "wrong")
      wait = answer.value("Retry-After").flatMap(Int.init) ?? 0
      if wait < 8 { usleep(50_000) }
    }
    let holder = try Holder(site, "0+1", "\(Self.firstSeat)+32")
    #expect(try site.post("login", "user@example.com", "wrong").status == 429)
    holder.release()
  }

  @Test func goesOnWithoutSlotsAndSaysSo() throws {
    let (site, _) = try site(1)
    #expect(unlink(site.folder.path("data/hash.slots")) == 0)
    try site.folder.makeFolder("data/hash.slots")
    let answer = try login(site)
    #expect(answer.status == 200)
    #expect(answer.errors.contains("hash-slots-unavailable open hash.slots: Is a directory"))
    #expect(try site.post("register", "next@example.com", "correct horse").status == 200)
  }

  @Test func keepsItsFileForItsOwnerAloneAndEmpty() throws {
    let (site, _) = try site(1)
    #expect(try site.folder.bytes("data/hash.slots") == [])
    #expect(try site.folder.permissions("data/hash.slots") == 0o600)
  }
}

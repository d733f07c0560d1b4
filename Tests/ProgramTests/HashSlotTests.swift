import Foundation
import CGIAuthHarness
import Testing

/// How many hashes are computed at once, by the built programs.
@Suite struct HashSlotTests {
  /// Another process that has locked bytes of hash.slots, as the programs do, until it is told to end.
  final class Holder {
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
      let process = process
      try eventually("the bytes are locked: \(process.errorsSoFar)") {
        process.outputSoFar == "locked\n" || !process.isRunning
      }
      try #require(process.isRunning, "\(process.errorsSoFar)")
    }

    deinit { release() }

    func release() {
      try? process.input?.close()
      _ = try? process.wait()
    }
  }

  /// Where the seats of logins and of registrations begin: HashSlots.swift.
  static let firstSeat = 256, firstSeatOfRegistrations = 8_448

  private func site(_ slots: Int) throws -> (site: CGISite, token: String) {
    let site = try CGISite(["AUTH_HASH_SLOTS": "\(slots)"])
    return (site, try site.token())
  }

  private func login(_ site: CGISite) throws -> Answer {
    try site.post("login", "user@example.com", "correct horse battery")
  }

  /// Whether a process has locked a seat of a line (F_GETLK, fcntl(2)).
  private func isInLine(_ process: RunningCommand, _ site: CGISite, from firstSeat: Int) -> Bool {
    let file = open(site.folder.path("data/hash.slots"), O_RDWR | O_CLOEXEC)
    defer { close(file) }
    return (firstSeat..<firstSeat + 32).contains { seat in
      var lock = flock(
        l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: seat, l_len: 1, l_pid: 0)
      return fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
        && lock.l_pid == process.processID
    }
  }

  @Test func waitsForASlotAndThenAsksToComeAgain() throws {
    let (site, token) = try site(2)
    let holder = try Holder(site, "0+2")
    let waiting = try site.start("register", "late@example.com", password: "correct horse")
    // Nothing else needs a hash.
    #expect(try site.request("protected", ["HTTP_COOKIE": "authToken=\(token)"]).status == 200)
    #expect(try site.request("logout", "POST").status == 200)
    let refused = try login(site)
    #expect(refused.status == 503)
    #expect(refused.body == #"{"message":"Service Unavailable"}"#)
    #expect(refused.value("Retry-After") == "5")
    #expect(refused.errors.contains("hash-crowd "))
    let registration = try Answer(waiting.wait())
    #expect(registration.status == 503)
    #expect(registration.errors.contains("hash-crowd "))
    holder.release()
    #expect(try login(site).status == 200)
    #expect(try site.post("register", "late@example.com", "correct horse").status == 200)
  }

  /// Runs a program for a user, and tells whether it stood in line.
  private func watched(
    _ site: CGISite, _ program: String, _ email: String = "user@example.com", by wrapper: [String] = []
  ) throws -> (answer: Answer, waited: Bool, pauses: Int) {
    let body = "{\"email\":\"\(email)\",\"password\":\"correct horse battery\"}"
    let environment = site.environment(
      "POST", contentType: "application/json", contentLength: String(body.utf8.count), [:])
    let calls = site.folder.path("calls")
    let answer = try Answer(
      run(
        "/usr/bin/strace",
        ["-qq", "-f", "-o", calls, "-e", "trace=clock_nanosleep,fcntl"] + wrapper
          + [try Project.program(program)],
        environment: environment, input: Array(body.utf8)))
    let listed = try site.folder.text("calls")
    #expect(listed.contains("F_SETLK"))
    let pauses = listed.split(separator: "\n").filter { $0.contains("nanosleep") }
    // A registration's refusal comes after a quarter of a second, whether it stood in line or not.
    return (answer, !pauses.allSatisfy { $0.contains("tv_nsec=250000000") }, pauses.count)
  }

  @Test func refusesAtOnceWhenTheLineIsFull() throws {
    let (site, _) = try site(1)
    let holder = try Holder(site, "0+1", "\(Self.firstSeat)+32")
    let (answer, waited, _) = try watched(site, "login")
    UserFileFaultTests.expectUnavailable(answer, "hash-crowd ")
    #expect(!waited)
    holder.release()
    #expect(try login(site).status == 200)
  }

  // MARK: Registrations

  /// Every slot and seat that registrations can have is taken: a login has its own, whatever they do.
  @Test func servesALoginAtOnceBesideACrowdThatRegisters() throws {
    let (site, _) = try site(2)
    let holder = try Holder(site, "0+1", "\(Self.firstSeatOfRegistrations)+8192")
    let login = try watched(site, "login")
    #expect(login.answer.status == 200)
    #expect(!login.waited)
    // The last slot is free, and not for this one.
    let registration = try watched(site, "register", "late@example.com")
    #expect(registration.answer.status == 503)
    #expect(registration.answer.errors.contains("hash-crowd "))
    #expect(!registration.waited)
    #expect(registration.pauses == 1)
    holder.release()
    #expect(try site.post("register", "late@example.com", "correct horse").status == 200)
  }

  /// Where there is one slot, those who wait to register are not before a login.
  @Test func putsALoginBeforeThoseWhoWaitToRegister() throws {
    let (site, _) = try site(1)
    let holder = try Holder(site, "\(Self.firstSeatOfRegistrations)+8192")
    let login = try watched(site, "login")
    #expect(login.answer.status == 200)
    #expect(!login.waited)
    holder.release()
  }

  /// And while a login waits no registration takes a slot, though one is free; but not for ever, because what
  /// waits there may have been stopped.
  @Test(arguments: [1, 3], [0, 40]) func leavesASlotToALoginThatWaits(_ slots: Int, _ seat: Int) throws {
    let (site, _) = try site(slots)
    let waiting = try Holder(site, "\(Self.firstSeat + seat)+1")
    var answers: [Answer] = []
    // Once more where this machine stood still for as long as a request waits.
    while answers.count < 5, answers.last.map({ $0.status == 503 }) != false {
      let (answer, waited, _) = try watched(site, "register", "late@example.com")
      #expect(waited)
      answers.append(answer)
    }
    #expect(answers.last?.status == 200)
    waiting.release()
    let (answer, waited, _) = try watched(site, "register", "next@example.com")
    #expect(answer.status == 200)
    #expect(!waited)
  }

  @Test func standsInTheLineOfRegistrations() throws {
    let (site, _) = try site(1)
    let holder = try Holder(site, "0+1", "\(Self.firstSeatOfRegistrations)+32")
    let (answer, waited, _) = try watched(site, "register", "late@example.com")
    #expect(answer.status == 503)
    #expect(!waited)
    holder.release()
  }

  // MARK: How many slots there are

  /// A process that may use one processor has one slot, however many the host has.
  @Test func hasASlotForEachProcessorThatItMayUse() throws {
    let site = try CGISite()
    #expect(try site.post("register", "user@example.com", "correct horse battery").status == 200)
    let holder = try Holder(site, "0+1", "\(Self.firstSeat)+32")
    let onOne = "exec taskset -c $(taskset -cp $$ | sed 's/.*: //; s/[,-].*//') \"$0\""
    let bound = ["/bin/sh", "-c", "PATH=/usr/bin:/bin; \(onOne)"]
    #expect(try watched(site, "login", by: bound).answer.status == 503)
    // The control: the slot is there, where it is asked for.
    let body = #"{"email":"user@example.com","password":"correct horse battery"}"#
    #expect(try site.post("login", json: body, ["AUTH_HASH_SLOTS": "2"]).status == 200)
    holder.release()
    #expect(try watched(site, "login", by: bound).answer.status == 200)
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
  @Test(arguments: ["login", "register"], [0, 3, 31])
  func passesASeatThatDoesNotMove(_ program: String, _ seat: Int) throws {
    let (site, _) = try site(1)
    let first = program == "login" ? Self.firstSeat : Self.firstSeatOfRegistrations
    let stopped = try Holder(site, "\(first + seat)+1")
    #expect(try login(site).status == 200)
    var answers: [Answer] = []
    // Once more where this machine stood still for as long as a request waits.
    while answers.count < 5, answers.last.map({ $0.status == 503 }) != false {
      let busy = try Holder(site, "0+1")
      let waiting = try site.start(program, "user@example.com", password: "correct horse battery")
      try eventually("it stands in line") {
        !waiting.isRunning || isInLine(waiting, site, from: first)
      }
      busy.release()
      answers.append(try Answer(waiting.wait()))
    }
    // The address has an account already.
    #expect(answers.last?.status == (program == "login" ? 200 : 409))
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
    try eventually("a wait of 8 s") {
      let answer = try site.post("login", "user@example.com", "wrong")
      return answer.value("Retry-After").flatMap(Int.init) ?? 0 >= 8
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

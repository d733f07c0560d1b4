import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct FileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func givesBackWhatWasWritten() throws {
    let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
    let file = try File.open(folder.path("a"), O_WRONLY | O_CREAT | O_EXCL)
    try file.write(content)
    try file.write([])
    try file.sync()
    #expect(try folder.bytes("a") == content)
    #expect(try folder.permissions("a") == 0o600)
    #expect(try File.open(folder.path("a"), O_RDONLY).readAll(maxBytes: 300_000) == content)
  }

  @Test func tellsWhatIsNotThereFromWhatCannotBeSeen() throws {
    try folder.write("a", "")
    #expect(try File.isThere(folder.path("a")))
    #expect(try !File.isThere(folder.path("b")))
    #expect(try !File.isThere(folder.path("a/b")))
    // A link to itself, as a disk that fails.
    symlink("loop", folder.path("loop"))
    let error = #expect(throws: SystemError.self) { try File.isThere(folder.path("loop")) }
    #expect(error?.code == ELOOP)
  }

  @Test(arguments: [
    (0, 0, true), (0, 1, false), (10, 0, true), (10, 9, true), (10, 10, true), (10, 11, false),
    (1, 100, false),
  ])
  func readsAllUpToALimit(maxBytes: Int, count: Int, isTaken: Bool) throws {
    try folder.write("a", [UInt8](repeating: 7, count: count))
    let content = try File.open(folder.path("a"), O_RDONLY).readAll(maxBytes: maxBytes)
    #expect(content == (isTaken ? [UInt8](repeating: 7, count: count) : nil))
  }

  /// Two threads, each in the other's time, as where tests or a program of
  /// somebody's own write several tables.
  @Test func leavesTheLimitOfFileSizesAsItWas() throws {
    let steps = (0..<4).map { _ in DispatchSemaphore(value: 0) }
    Thread.detachNewThread {
      limitingFileSize(bytes: 1 << 40) {
        steps[0].signal()
        steps[1].wait()
      }
      steps[2].signal()
    }
    steps[0].wait()
    Thread.detachNewThread {
      limitingFileSize(bytes: 1 << 39) {
        steps[1].signal()
        steps[2].wait()
      }
      steps[3].signal()
    }
    steps[3].wait()
    // Other tests may be writing at this moment.
    let started = try limit(of: getppid())
    try eventually("the limit of before, \(started)") { try limit(of: getpid()) == started }
  }

  /// The process's limit of file sizes as the kernel tells it (proc(5)).
  private func limit(of process: pid_t) throws -> String {
    let text = try String(contentsOfFile: "/proc/\(process)/limits", encoding: .utf8)
    return try #require(text.split(separator: "\n").first { $0.hasPrefix("Max file size") }).description
  }

  @Test func tellsAbsentFromUnreadable() throws {
    #expect(try File.openIfPresent(folder.path("a")) == nil)
    try folder.write("a", "x")
    #expect(try File.openIfPresent(folder.path("a"))?.readAll(maxBytes: 9) == bytes("x"))
    #expect(throws: SystemError(operation: "open b", code: ENOTDIR)) {
      try File.openIfPresent(folder.path("a/b"))
    }
  }

  @Test func namesTheFileWithoutItsFolder() throws {
    #expect(throws: SystemError(operation: "open missing", code: ENOENT)) {
      try File.open(folder.path("missing"), O_RDONLY)
    }
    #expect(
      throws: SystemError(
        operation: "read " + String(folder.root.split(separator: "/").last ?? ""), code: EISDIR)
    ) {
      try File.open(folder.root, O_RDONLY).read(maxBytes: 1)
    }
    try folder.write("a", "")
    #expect(throws: SystemError(operation: "write a", code: EBADF)) {
      try File.open(folder.path("a"), O_RDONLY).write(bytes("x"))
    }
    #expect(throws: SystemError(operation: "write full", code: ENOSPC)) {
      try File.open("/dev/full", O_WRONLY).write(bytes("x"))
    }
  }

  @Test func isClosedOnExecAndWithItsLastReference() throws {
    try folder.write("a", "")
    var file: File? = try File.open(folder.path("a"), O_RDONLY)
    let descriptor = try #require(file?.descriptor)
    #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
    let lock = try File.open(folder.path("a"), O_RDONLY)
    #expect(try file?.lock(LOCK_EX, until: Deadline(milliseconds: 0)) == true)
    #expect(try !lock.lock(LOCK_EX, until: Deadline(milliseconds: 0)))
    file = nil
    #expect(try lock.lock(LOCK_EX, until: .whenStartedProgramsRun))
  }

  @Test func sharesALockWithReadersOnly() throws {
    try folder.write("a", "")
    let files = try (0..<3).map { _ in try File.open(folder.path("a"), O_RDONLY) }
    #expect(try files[0].lock(LOCK_SH, until: Deadline(milliseconds: 0)))
    #expect(try files[1].lock(LOCK_SH, until: Deadline(milliseconds: 0)))
    #expect(try !files[2].lock(LOCK_EX, until: Deadline(milliseconds: 20)))
  }
}

@Suite struct RandomnessTests {
  @Test(arguments: [0, 1, 16, 32, 256])
  func givesSoManyBytes(count: Int) throws { #expect(try Randomness.system.bytes(count).count == count) }

  @Test func givesOthersEveryTime() throws {
    let draws = try (0..<100).map { _ in try Randomness.system.bytes(16) }
    #expect(Set(draws).count == 100)
  }

  /// getentropy(3) gives no more at once; silence here would be a key of zeros.
  @Test func failsWhereTheSystemDoes() {
    #expect(throws: SystemError(operation: "getentropy", code: EIO)) { try Randomness.system.bytes(257) }
  }
}

@Suite struct ClockTests {
  @Test func tellsTheTimeOfTheSystem() {
    let before = time(nil)
    let now = Clock.system.now()
    #expect((before - 1...time(nil) + 1).contains(now))
  }

  @Test func canStandStill() { #expect(Clock.at(7).now() == 7) }

  @Test func hasADeadlineClockThatDoesNotGoBack() {
    let times = (0..<1000).map { _ in monotonicMilliseconds() }
    #expect(times == times.sorted())
    #expect(times[0] > 0)
  }
}

@Suite struct SystemErrorTests {
  @Test(arguments: [
    (ENOSPC, "write users.work: No space left on device"), (EIO, "write users.work: Input/output error"),
    (EROFS, "write users.work: Read-only file system"),
  ])
  func speaksInTheSystemsWords(code: Int32, text: String) {
    #expect(SystemError(operation: "write users.work", code: code).text == text)
  }
}

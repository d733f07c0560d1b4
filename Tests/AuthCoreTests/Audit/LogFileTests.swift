import Foundation
import Glibc
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct LogFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func log(maxBytes: Int = 4096, keptFiles: Int = 4) -> LogFile {
    LogFile(name: "audit.log", directory: folder.data, maxBytes: maxBytes, keptFiles: keptFiles)
  }

  private func line(_ number: Int, count: Int = 100) -> [UInt8] {
    let start = bytes("{\"n\":\"\(number)\",\"x\":\"")
    return start + Array(repeating: UInt8(ascii: "x"), count: count - start.count - 2) + bytes("\"}")
  }

  /// The numbers in a file, every line of which another JSON reader must take.
  private func numbers(_ name: String = "audit.log", mayHaveEmptyLines: Bool = false) throws -> [Int] {
    let text = try folder.text("data/\(name)")
    try #require(text.isEmpty || text.hasSuffix("\n"))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: mayHaveEmptyLines)
    return try (mayHaveEmptyLines ? lines[...] : lines.dropLast()).map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
      return try #require(object?["n"].flatMap { Int($0) })
    }
  }

  @Test func isMadeForItsOwnerAlone() throws {
    try log().append(line(1))
    try log().append(line(2))
    #expect(try numbers() == [1, 2])
    #expect(try folder.permissions("data/audit.log") == 0o600)
    #expect(try folder.names("data") == [".htaccess", "audit.log"])
  }

  @Test(arguments: ["{\"time\":\"20", "x", "{}\n{"])
  func beginsANewLineBehindOneThatWasCutShort(left: String) throws {
    try folder.makeFolder("data")
    try folder.write("data/audit.log", left)
    try log().append(line(1))
    try log().append(line(2))
    let expected = left + "\n" + String(decoding: line(1) + [0x0A] + line(2) + [0x0A], as: UTF8.self)
    #expect(try folder.text("data/audit.log") == expected)
  }

  /// 40 lines of 101 bytes fit.
  @Test func isPutAsideBeforeItWouldGetTooLong() throws {
    for number in 0..<40 { try log().append(line(number)) }
    #expect(try numbers() == Array(0..<40))
    try log().append(line(40))
    #expect(try numbers() == [40])
    #expect(try numbers("audit.log.1") == Array(0..<40))
    #expect(try folder.permissions("data/audit.log") == 0o600)
  }

  @Test(arguments: [1, 2, 4])
  func keepsSoManyFiles(kept: Int) throws {
    for number in 0..<400 { try log(keptFiles: kept).append(line(number)) }
    #expect(try numbers() == Array(360..<400))
    for file in 1...kept {
      let first = 360 - 40 * file
      #expect(try numbers("audit.log.\(file)") == Array(first..<first + 40))
    }
    #expect(!folder.has("data/audit.log.\(kept + 1)"))
  }

  @Test func removesFilesOfATimeWhenMoreWereKept() throws {
    for number in 0..<400 { try log(keptFiles: 6).append(line(number)) }
    #expect(folder.has("data/audit.log.6"))
    for number in 0..<50 { try log(keptFiles: 2).append(line(number)) }
    #expect(try folder.names("data") == [".htaccess", "audit.log", "audit.log.1", "audit.log.2"])
  }

  /// Whoever died between two renames left a gap: nothing is moved beyond it.
  @Test func fillsAGapBeforeItLetsAFileGo() throws {
    for number in 0..<200 { try log().append(line(number)) }
    try #require(unlink(folder.path("data/audit.log.2")) == 0)
    try log().append(line(200))
    #expect(try numbers("audit.log.1") == Array(160..<200))
    #expect(try numbers("audit.log.2") == Array(120..<160))
    #expect(try numbers("audit.log.3") == Array(40..<80))
    #expect(try numbers("audit.log.4") == Array(0..<40))
  }

  @Test func takesALineThatIsLongerThanAFileMayBe() throws {
    try log().append(line(1, count: 10_000))
    try log().append(line(2))
    #expect(try numbers() == [2])
    #expect(try numbers("audit.log.1") == [1])
  }

  @Test func losesNoLineOfManyWritersWhileFilesArePutAside() throws {
    let log = log(maxBytes: 4096, keptFiles: 99)
    let results = onThreads(50) { thread in
      Result { () throws(SystemError) in
        for turn in 0..<20 { try log.append(line(thread * 20 + turn)) }
      }
    }
    for result in results { try result.get() }
    let files = try folder.names("data").filter { $0.hasPrefix("audit.log") }
    // Whoever waited while a file was put aside goes to the new one, and does not put that aside, too.
    #expect((20...25).contains(files.count))
    // On a slow machine some wait so long that they write without the lock, and may begin a new line.
    #expect(
      try files.flatMap { try numbers($0, mayHaveEmptyLines: true) }.sorted() == Array(0..<1000))
  }

  /// A process that was stopped holds the lock: lines get there, and there is an end to it.
  @Test func writesBesideALockThatNobodyGivesBack() throws {
    try log().append(line(0))
    let holder = try File.open(folder.path("data/audit.log"), O_RDWR)
    #expect(try holder.lock(LOCK_EX, until: .whenStartedProgramsRun))
    let log = log()
    let results = onThreads(60) { number in
      Result { () throws(SystemError) in try log.append(line(number + 1)) }
    }
    for result in results { try result.get() }
    // More than fits, because files are not put aside without the lock. Nor does it keep a writer from seeing
    // half of another's line, behind which it begins a new one.
    #expect(try numbers(mayHaveEmptyLines: true).sorted() == Array(0...60))
    for number in 61...81 { try folder.append("data/audit.log", line(number) + [0x0A]) }
    #expect(throws: SystemError(operation: "lock audit.log", code: EBUSY)) { try log.append(line(82)) }
    #expect(try numbers(mayHaveEmptyLines: true).sorted() == Array(0...81))
    #expect(try folder.names("data") == [".htaccess", "audit.log"])
  }

  @Test(arguments: ["folder", "pipe", "link"])
  func writesToAFileAlone(kind: String) throws {
    try folder.data.make()
    let path = folder.path("data/audit.log")
    switch kind {
    case "folder": try folder.makeFolder("data/audit.log")
    case "pipe": try #require(mkfifo(path, 0o600) == 0)
    default: try #require(symlink(folder.path("elsewhere"), path) == 0)
    }
    #expect(throws: SystemError.self) { try log().append(line(1)) }
    #expect(!folder.has("elsewhere"))
  }
}

extension TemporaryFolder {
  /// Writes behind what a file has.
  fileprivate func append(_ name: String, _ content: [UInt8]) throws {
    try File.open(path(name), O_WRONLY | O_APPEND).write(content)
  }
}

import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct AttemptTableTests {
  private let folder: TemporaryFolder
  private static let now = 1_800_000_000

  init() throws { folder = try TemporaryFolder() }

  private func count(_ failures: Int, last: Int = now) -> AttemptCount {
    AttemptCount(first: Self.now - 100, last: last, failures: failures, charges: 0)
  }

  /// Changes one count and returns what it was.
  @discardableResult
  private func put(
    _ kind: AttemptTable.Kind, _ subject: String, _ count: AttemptCount?, _ randomness: Randomness = .system
  ) throws -> AttemptCount? {
    let table = try AttemptTable(in: folder.data)
    return try table.locked(randomness) { (salt) throws(SystemError) in
      var cell = try table.cell(kind, bytes(subject), salt: salt) { _ in true }
      let before = cell.count
      cell.count = count
      try table.write(cell)
      return before
    }
  }

  private func read(_ kind: AttemptTable.Kind, _ subject: String) throws -> AttemptCount? {
    let table = try AttemptTable(in: folder.data)
    guard let salt = try table.salt() else { return nil }
    return try table.cell(kind, bytes(subject), salt: salt) { _ in true }.count
  }

  @Test func isMadeInFullAndForItsOwnerAlone() throws {
    #expect(try put(.pair, "a", count(1)) == nil)
    #expect(try folder.bytes("data/attempts-2.table").count == 2_101_248)
    #expect(try folder.permissions("data/attempts-2.table") == 0o600)
    var status = stat()
    #expect(stat(folder.path("data/attempts-2.table"), &status) == 0)
    // No holes: nothing that is written later needs room.
    #expect(status.st_blocks * 512 >= 2_101_248)
  }

  @Test func keepsEveryKindApart() throws {
    let kinds: [AttemptTable.Kind] = [.pair, .widerPair, .network, .widerNetwork, .address, .registration]
    for (number, kind) in kinds.enumerated() { try put(kind, "same", count(number + 1)) }
    for (number, kind) in kinds.enumerated() { #expect(try read(kind, "same")?.failures == number + 1) }
    try put(.network, "same", nil)
    #expect(try read(.network, "same") == nil)
    #expect(try read(.address, "same")?.failures == 5)
  }

  /// No bucket is two kinds', and all of them are in the file.
  @Test func givesEveryKindBucketsOfItsOwn() {
    let kinds: [AttemptTable.Kind] = [.pair, .widerPair, .network, .widerNetwork, .address, .registration]
    var next = 0
    for kind in kinds {
      #expect(kind.firstBucket == next)
      #expect(kind.bucketCount.nonzeroBitCount == 1)
      next += kind.bucketCount
    }
    #expect(4096 + next * 8 * 32 == AttemptTable.Layout.attempts.fileBytes)
  }

  /// Programs of the version before it may still be running.
  @Test func leavesTheTableOfTheVersionBeforeAlone() throws {
    try folder.makeFolder("data")
    try folder.write("data/attempts.table", "cgi-auth attempts 1")
    try put(.pair, "a", count(1))
    #expect(try folder.text("data/attempts.table") == "cgi-auth attempts 1")
  }

  @Test func keepsATotalThroughAFloodOfEveryKind() throws {
    let table = try AttemptTable(in: folder.data)
    try table.locked(.system) { (_) throws(SystemError) in
      var cell = try table.cell(.registrations) { _ in true }
      #expect(cell.count == nil)
      cell.count = count(7)
      try table.write(cell)
    }
    let kinds: [AttemptTable.Kind] = [.pair, .widerPair, .network, .widerNetwork, .address, .registration]
    for number in 0..<12_000 { try put(kinds[number % 6], "flood\(number)", count(50)) }
    #expect(try table.cell(.registrations) { _ in true }.count == count(7))
    #expect(try table.cell(.registrations) { _ in false }.count == nil)
    #expect(try table.salt() != nil)
  }

  /// The request's own time ends before the second that the lock is worth.
  @Test(.timeLimit(.minutes(2))) func waitsNoLongerThanTheRequest() throws {
    let folder = folder
    try put(.pair, "a", count(1))
    let held = try File.open(folder.path("data/attempts-2.table"), O_RDWR)
    #expect(try held.lock(LOCK_EX, until: .whenStartedProgramsRun))
    var table = try AttemptTable(in: folder.data)
    table.maxLockWaitMilliseconds = 150_000
    let error = #expect(throws: SystemError.self) {
      try table.locked(.system, until: Deadline(milliseconds: 0)) { (_) throws(SystemError) in }
    }
    #expect(error?.code == ETIMEDOUT)
    withExtendedLifetime(held) {}
  }

  @Test func doesNotGrowAndKeepsWhatMattersInAFlood() throws {
    try put(.address, "victim", count(50))
    try put(.pair, "old", count(3))
    for number in 0..<30_000 { try put(.pair, "flood\(number)", count(number == 29_999 ? 2 : 1)) }
    #expect(try read(.pair, "flood29999")?.failures == 2)
    #expect(try read(.pair, "old")?.failures == 3)
    #expect(try read(.address, "victim")?.failures == 50)
    #expect(try folder.bytes("data/attempts-2.table").count == 2_101_248)
  }

  @Test func putsTheSameKeyElsewhereInAnotherFile() throws {
    // Several, because one has the same place twice in one of 2,048 tries.
    let keys = (0..<8).map { "a\($0)" }
    for key in keys { try put(.pair, key, count(1)) }
    let one = try folder.bytes("data/attempts-2.table")
    #expect(unlink(folder.path("data/attempts-2.table")) == 0)
    for key in keys { try put(.pair, key, count(1)) }
    let other = try folder.bytes("data/attempts-2.table")
    #expect(one.prefix(20) == other.prefix(20))
    #expect(one[20..<36] != other[20..<36])
    func places(_ table: [UInt8]) -> [Int] {
      stride(from: 4096, to: table.count, by: 32).filter { table[$0..<$0 + 32].contains { $0 != 0 } }
    }
    #expect(places(one).count == 8)
    #expect(places(one) != places(other))
  }

  @Test(arguments: ["empty", "short", "long", "magic", "zeros", "foreign"])
  func isBegunAnewWhereItIsDamaged(kind: String) throws {
    try put(.pair, "a", count(7))
    var content = try folder.bytes("data/attempts-2.table")
    switch kind {
    case "empty": content = []
    case "short": content.removeLast()
    case "long": content.append(0)
    case "magic": content[0] ^= 1
    case "zeros": content = [UInt8](repeating: 0, count: content.count)
    default: content = bytes("somebody else's file")
    }
    try folder.write("data/attempts-2.table", content)
    #expect(try read(.pair, "a") == nil)
    #expect(try put(.pair, "a", count(1)) == nil)
    #expect(try read(.pair, "a")?.failures == 1)
    #expect(try folder.bytes("data/attempts-2.table").count == 2_101_248)
  }

  /// Whatever a crash left in the cells, they can be read and written.
  @Test func worksOnNoise() throws {
    try put(.pair, "a", count(1))
    var content = try folder.bytes("data/attempts-2.table")
    var noise = SystemRandomNumberGenerator()
    for place in stride(from: 4096, to: content.count, by: 8) {
      withUnsafeBytes(of: noise.next() as UInt64) { content.replaceSubrange(place..<place + 8, with: $0) }
    }
    try folder.write("data/attempts-2.table", content)
    for number in 0..<500 {
      #expect(try put(.address, "n\(number)", count(number + 1)) == nil)
      #expect(try read(.address, "n\(number)")?.failures == number + 1)
    }
  }

  @Test func refusesALink() throws {
    try folder.makeFolder("data")
    try folder.write("elsewhere", "precious")
    #expect(symlink(folder.path("elsewhere"), folder.path("data/attempts-2.table")) == 0)
    let error = #expect(throws: SystemError.self) { try put(.pair, "a", count(1)) }
    #expect(error?.code == ELOOP)
    #expect(try folder.text("elsewhere") == "precious")
  }

  @Test func losesNoChargeOfManyThreads() throws {
    let folder = folder
    let failures = onThreads(50) { _ -> Int in
      var changed = 0
      for _ in 0..<20 {
        // Whoever waited a second in vain has changed nothing.
        let result = repeating(while: { $0.code == ETIMEDOUT }) { () throws(SystemError) in
          let table = try AttemptTable(in: folder.data)
          try table.locked(.system) { (salt) throws(SystemError) in
            var cell = try table.cell(.network, [1], salt: salt) { _ in true }
            cell.count = .charged(cell.count, now: Self.now)
            try table.write(cell)
          }
        }
        if case .success = result { changed += 1 }
      }
      return changed
    }
    #expect(failures.reduce(0, +) == 1_000)
    let table = try AttemptTable(in: folder.data)
    let salt = try #require(try table.salt())
    #expect(try table.cell(.network, [1], salt: salt) { _ in true }.count?.failures == 1_000)
  }
}

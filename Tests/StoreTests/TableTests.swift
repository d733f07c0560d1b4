import Glibc
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct TableTests {
  private let folder: TemporaryFolder
  private let table: Table

  init() throws {
    folder = try TemporaryFolder()
    table = Table("users", in: folder.data)
  }

  @Test func hasNothingBeforeTheFirstInsert() throws {
    #expect(try table.value(bytes("a")) == nil)
    #expect(try folder.names() == [])
  }

  @Test func givesWhatWasInserted() throws {
    #expect(try table.insert(bytes("a"), bytes("1")))
    #expect(try table.insert(bytes("b"), bytes("2")))
    #expect(try table.value(bytes("a")) == bytes("1"))
    #expect(try table.value(bytes("b")) == bytes("2"))
    for key in ["A", "a ", "", "ab", "a\u{0}"] { #expect(try table.value(bytes(key)) == nil) }
    #expect(try Table("users", in: folder.data).value(bytes("a")) == bytes("1"))
    #expect(try Table("other", in: folder.data).value(bytes("a")) == nil)
  }

  @Test(
    arguments: [[], [0], [0, 1, 2, 0], [0xFF, 0x0A, 0x0D], Array(repeating: 7, count: 100_000)] as [[UInt8]])
  func keepsEveryByte(value: [UInt8]) throws {
    #expect(try table.insert([0, 0xFF], value))
    #expect(try table.value([0, 0xFF]) == value)
  }

  @Test func leavesTheFirstOfTwoInserts() throws {
    #expect(try table.insert(bytes("a"), bytes("1")))
    let before = try folder.bytes("data/users.gdbm")
    #expect(try !table.insert(bytes("a"), bytes("2")))
    #expect(try table.value(bytes("a")) == bytes("1"))
    #expect(try folder.bytes("data/users.gdbm") == before)
  }

  // MARK: Removing

  @Test func removesEveryFileOfATable() throws {
    let other = Table("users2", in: folder.data)
    for table in [table, other] {
      for number in 0..<3 { try table.insert(bytes("\(number)"), bytes("1")) }
    }
    for name in ["users.work", "users.old"] { try folder.write("data/\(name)", "left by a dead writer") }
    table.remove()
    #expect(try folder.names("data") == [".htaccess", "users2.gdbm", "users2.lock", "users2.spare"])
    #expect(try table.value(bytes("0")) == nil)
    #expect(try table.insert(bytes("0"), bytes("2")))
    #expect(try table.value(bytes("0")) == bytes("2"))
  }

  @Test func removesNothingWhileSomebodyWrites() throws {
    for number in 0..<3 { try table.insert(bytes("\(number)"), bytes("1")) }
    let lock = try File.open(folder.path("data/users.lock"), O_RDWR)
    #expect(try lock.lock(LOCK_EX, until: .whenStartedProgramsRun))
    table.remove()
    #expect(try table.value(bytes("0")) == bytes("1"))
    #expect(try folder.names("data") == [".htaccess", "users.gdbm", "users.lock", "users.spare"])
  }

  /// Where the second name cannot go, the first must not have gone.
  @Test func neverLeavesASpareWithoutItsTable() throws {
    for number in 0..<3 { try table.insert(bytes("\(number)"), bytes("1")) }
    try #require(unlink(folder.path("data/users.spare")) == 0)
    // No unlink(2) removes a folder.
    try folder.makeFolder("data/users.spare")
    table.remove()
    #expect(folder.has("data/users.gdbm"))
  }

  @Test func leavesNothingBehindButTheTable() throws {
    _ = try table.insert(bytes("a"), bytes("1"))
    _ = try table.insert(bytes("a"), bytes("2"))
    #expect(try folder.names("data") == [".htaccess", "users.gdbm", "users.lock"])
  }

  @Test func isReadByItsOwnerAlone() throws {
    _ = try table.insert(bytes("a"), bytes("1"))
    #expect(try folder.permissions("data") == 0o700)
    #expect(try folder.permissions("data/users.gdbm") == 0o600)
    #expect(try folder.permissions("data/users.lock") == 0o600)
  }

  @Test(arguments: [0o640, 0o644, 0o600, 0o660])
  func keepsThePermissionsItWasGiven(mode: Int) throws {
    _ = try table.insert(bytes("a"), bytes("1"))
    try #require(chmod(folder.path("data/users.gdbm"), mode_t(mode)) == 0)
    _ = try table.insert(bytes("b"), bytes("2"))
    #expect(try folder.permissions("data/users.gdbm") == mode)
  }

  @Test func readsWithoutWritePermission() throws {
    _ = try table.insert(bytes("a"), bytes("1"))
    try #require(chmod(folder.path("data/users.gdbm"), 0o400) == 0)
    #expect(try table.value(bytes("a")) == bytes("1"))
  }

  @Test func keepsThreeHundredRecords() throws {
    for number in 0..<300 { #expect(try table.insert(bytes("user\(number)"), bytes("value \(number)"))) }
    for number in 0..<300 { #expect(try table.value(bytes("user\(number)")) == bytes("value \(number)")) }
    #expect(try table.value(bytes("user300")) == nil)
  }

  @Test func overwritesTheWorkOfADeadProcess() throws {
    _ = try table.insert(bytes("a"), bytes("1"))
    try folder.write("data/users.work", Array(repeating: 0x55, count: 20_000))
    #expect(try table.insert(bytes("b"), bytes("2")))
    #expect(try table.value(bytes("a")) == bytes("1"))
    #expect(try table.value(bytes("b")) == bytes("2"))
    #expect(!folder.has("data/users.work"))
  }

  @Test func neverReadsTheWorkOfADeadProcess() throws {
    try folder.makeFolder("data")
    try folder.write("data/users.work", Array(repeating: 0x55, count: 20_000))
    #expect(try table.value(bytes("a")) == nil)
    #expect(try table.insert(bytes("a"), bytes("1")))
    #expect(try table.value(bytes("a")) == bytes("1"))
  }

  @Test func losesNoneOfFiftyInsertsAtOnce() throws {
    let table = table
    let results = onThreads(50) { number in
      repeating(while: { $0 == .busy(table: "users") }) { () throws(StoreError) in
        try table.insert(bytes("k\(number)"), bytes("v\(number)"))
      }
    }
    #expect(results.count == 50)
    for result in results { #expect(try result.get()) }
    for number in 0..<50 { #expect(try table.value(bytes("k\(number)")) == bytes("v\(number)")) }
  }

  @Test func letsOneOfFiftyInsertsOfAKeyWin() throws {
    let table = table
    let results = onThreads(50) { number in
      let result = repeating(while: { $0 == .busy(table: "users") }) { () throws(StoreError) in
        try table.insert(bytes("a"), bytes("v\(number)"))
      }
      return (number, result)
    }
    let winners = try results.filter { try $0.1.get() }.map(\.0)
    #expect(winners.count == 1)
    let winner = try #require(winners.first)
    #expect(try table.value(bytes("a")) == bytes("v\(winner)"))
  }
}

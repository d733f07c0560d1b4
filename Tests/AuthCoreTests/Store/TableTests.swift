import Glibc
import TestSupport
import Testing

@testable import AuthCore

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
    let results = onThreads(50) { number -> Result<Bool, StoreError> in
      // A lock is held by others for as long as they sync; busy is an answer, a lost record is none.
      for _ in 0..<10 {
        do throws(StoreError) {
          return .success(try table.insert(bytes("k\(number)"), bytes("v\(number)")))
        } catch {
          guard case .busy = error else { return .failure(error) }
        }
      }
      return .failure(.busy(table: "users"))
    }
    #expect(results.count == 50)
    for result in results { #expect(try result.get()) }
    for number in 0..<50 { #expect(try table.value(bytes("k\(number)")) == bytes("v\(number)")) }
  }

  @Test func letsOneOfFiftyInsertsOfAKeyWin() throws {
    let table = table
    let results = onThreads(50) { number in
      (number, Result { () throws(StoreError) in try table.insert(bytes("a"), bytes("v\(number)")) })
    }
    let winners = try results.filter { try $0.1.get() }.map(\.0)
    #expect(winners.count == 1)
    let winner = try #require(winners.first)
    #expect(try table.value(bytes("a")) == bytes("v\(winner)"))
  }
}

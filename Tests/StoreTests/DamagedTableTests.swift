import Glibc
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct DamagedTableTests {
  private let folder: TemporaryFolder
  private let table: Table

  init() throws {
    folder = try TemporaryFolder()
    table = Table("users", in: folder.data)
    for name in ["a", "b", "c"] { _ = try table.insert(bytes(name), Array(repeating: 0x76, count: 500)) }
  }

  /// What both reading and writing make of the file: an error of its damage, and the bytes as they were.
  private func expectDamaged(_ content: [UInt8], _ comment: Comment) throws {
    try folder.write("data/users.gdbm", content)
    for key in ["a", "new"] {
      expectDamagedError(comment) { () throws(StoreError) in _ = try table.value(bytes(key)) }
      expectDamagedError(comment) { () throws(StoreError) in _ = try table.insert(bytes(key), bytes("x")) }
    }
    #expect(try folder.bytes("data/users.gdbm") == content, comment)
    #expect(try folder.names("data") == [".htaccess", "users.gdbm", "users.lock", "users.spare"], comment)
  }

  private func expectDamagedError(_ comment: Comment, _ body: () throws(StoreError) -> Void) {
    do throws(StoreError) {
      try body()
      Issue.record("the damage was not seen: \(comment)")
    } catch {
      guard case .damaged(table: "users.gdbm", let reason) = error else {
        Issue.record("\(error) for \(comment)")
        return
      }
      #expect(!reason.isEmpty)
      #expect(error.logLine.hasPrefix("store-damaged users.gdbm: "))
    }
  }

  @Test(arguments: [0, 1, 4, 40, 512, 4095, 4096, 8192, 10_000, 12_000])
  func leavesATruncatedFileAsItIs(count: Int) throws {
    let good = try folder.bytes("data/users.gdbm")
    try #require(good.count > 12_000)
    try expectDamaged(Array(good.prefix(count)), "\(count) bytes of \(good.count)")
  }

  /// A disk that fails hides the spare, which tells that the table was deleted.
  @Test func isNotEmptyWhereItsSpareCannotBeSeen() throws {
    for name in ["users.gdbm", "users.spare"] { try #require(unlink(folder.path("data/\(name)")) == 0) }
    try #require(symlink("users.spare", folder.path("data/users.spare")) == 0)
    for error in [
      #expect(throws: StoreError.self) { try table.value(bytes("a")) },
      #expect(throws: StoreError.self) { try table.insert(bytes("a"), bytes("x")) },
    ] {
      guard case .system(let error) = error, error.code == ELOOP else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    #expect(try folder.names("data") == [".htaccess", "users.lock", "users.spare"])
  }

  /// GDBM opens a file whose last records are gone, and would add to it.
  @Test func addsNothingToAFileThatLacksARecord() throws {
    let good = try folder.bytes("data/users.gdbm")
    let end = try #require(good.lastIndex(of: 0x76))
    for count in [end, end - 400, end - 1600] {
      let cut = Array(good.prefix(count))
      try folder.write("data/users.gdbm", cut)
      expectDamagedError("\(count) bytes") { () throws(StoreError) in _ = try table.insert(bytes("new"), [1])
      }
      #expect(try folder.bytes("data/users.gdbm") == cut)
      // A name that is in the file is never taken for a new one.
      for name in ["a", "b", "c"] { #expect((try? table.insert(bytes(name), [1])) != true) }
    }
  }

  @Test func addsToAFileThatLacksOnlyFreeSpace() throws {
    let good = try folder.bytes("data/users.gdbm")
    let end = try #require(good.lastIndex(of: 0x76))
    try folder.write("data/users.gdbm", Array(good.prefix(end + 1)))
    #expect(try table.insert(bytes("new"), bytes("x")))
    for name in ["a", "b", "c"] {
      #expect(try table.value(bytes(name)) == Array(repeating: 0x76, count: 500))
    }
    #expect(try table.value(bytes("new")) == bytes("x"))
  }

  @Test(arguments: [0x00, 0x55, 0x0A, 0xFF] as [UInt8], [1, 100, 4096, 16_384])
  func leavesGarbageAsItIs(byte: UInt8, count: Int) throws {
    try expectDamaged(Array(repeating: byte, count: count), "\(count) times \(byte)")
  }

  @Test(arguments: [
    "# just a text file\nalice:$2y$05$abc\n", "SQLite format 3\u{0}",
    "<!doctype html><title>404 Not Found</title>",
  ])
  func leavesAnotherKindOfFileAsItIs(text: String) throws {
    try expectDamaged(bytes(text), "\(text)")
    try expectDamaged(bytes(String(repeating: text, count: 500)), "500 times \(text)")
  }

  /// A GDBM file of a machine of the other byte order begins with this number turned round.
  @Test func leavesAFileOfAnotherByteOrderAsItIs() throws {
    var content = try folder.bytes("data/users.gdbm")
    content.replaceSubrange(0..<4, with: content.prefix(4).reversed())
    try expectDamaged(content, "turned round")
  }

  @Test func worksAgainWithTheBackup() throws {
    let good = try folder.bytes("data/users.gdbm")
    try expectDamaged([], "empty")
    try folder.write("data/users.gdbm", good)
    #expect(try table.value(bytes("a")) == Array(repeating: 0x76, count: 500))
    #expect(try table.insert(bytes("new"), bytes("x")))
  }

  @Test func tellsAFolderFromAFile() throws {
    try #require(unlink(folder.path("data/users.gdbm")) == 0)
    try folder.makeFolder("data/users.gdbm")
    #expect(throws: StoreError.self) { try table.value(bytes("a")) }
    #expect(throws: StoreError.self) { try table.insert(bytes("new"), bytes("x")) }
    #expect(try folder.names("data") == [".htaccess", "users.gdbm", "users.lock", "users.spare"])
  }
}

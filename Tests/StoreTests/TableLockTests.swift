import Glibc
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// Each test that waits takes the four seconds that a request waits.
@Suite struct TableLockTests {
  private let folder: TemporaryFolder
  private let table: Table

  init() throws {
    folder = try TemporaryFolder()
    table = Table("users", in: folder.data)
    _ = try table.insert(bytes("a"), bytes("1"))
  }

  /// A lock as another process holds it: flock(2) locks belong to the open file, not to the process.
  private func hold(_ name: String, _ operation: Int32) throws -> File {
    let file = try File.open(folder.path("data/" + name), O_RDWR)
    try #require(try file.lock(operation, until: .whenStartedProgramsRun))
    return file
  }

  @Test func readsWhileAWriterIsStoppedAndGivesUpWriting() throws {
    let writer = try hold("users.lock", LOCK_EX)
    #expect(try table.value(bytes("a")) == bytes("1"))
    let before = try folder.bytes("data/users.gdbm")
    #expect(throws: StoreError.busy(table: "users")) { try table.insert(bytes("b"), bytes("2")) }
    #expect(try folder.bytes("data/users.gdbm") == before)
    withExtendedLifetime(writer) {}
  }

  /// GDBM's own tools lock the table itself while they write in place.
  @Test func waitsForAToolThatWritesInPlace() throws {
    let tool = try hold("users.gdbm", LOCK_EX)
    #expect(throws: StoreError.busy(table: "users")) { try table.value(bytes("a")) }
    withExtendedLifetime(tool) {}
  }

  @Test func readsAndWritesWhileOthersRead() throws {
    let reader = try hold("users.gdbm", LOCK_SH)
    #expect(try table.value(bytes("a")) == bytes("1"))
    #expect(try table.insert(bytes("b"), bytes("2")))
    withExtendedLifetime(reader) {}
  }

  @Test func writesOnceTheLockIsGone() throws {
    var writer: File? = try hold("users.lock", LOCK_EX)
    withExtendedLifetime(writer) {}
    writer = nil
    #expect(try table.insert(bytes("b"), bytes("2")))
  }

  /// A lock does not outlast the insert, whatever became of it.
  @Test func holdsNoLockAfterwards() throws {
    #expect(try table.insert(bytes("b"), bytes("2")))
    #expect(try !table.insert(bytes("b"), bytes("2")))
    try folder.write("data/users.gdbm", "garbage")
    #expect(throws: StoreError.self) { try table.insert(bytes("c"), bytes("3")) }
    _ = try hold("users.lock", LOCK_EX)
    _ = try hold("users.gdbm", LOCK_EX)
  }
}

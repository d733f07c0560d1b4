import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// What a backup needs of a table: another file in its place, and records changed in a file of nobody's.
@Suite struct TableReplacementTests {
  private let folder: TemporaryFolder
  private let table: Table

  init() throws {
    folder = try TemporaryFolder()
    table = Table("users", in: folder.data, keys: .chosenByStrangers)
    for name in ["a", "b", "c"] { try table.insert(bytes(name), bytes("1")) }
  }

  /// Another table's file.
  private func other(_ names: [String]) throws -> String {
    let other = Table("other", in: folder.data, keys: .chosenByStrangers)
    for name in names { try other.insert(bytes(name), bytes("2")) }
    return other.files.live
  }

  private func before() throws -> DataDirectory {
    DataDirectory(try folder.makeFolder("data/before"))
  }

  private func keys() throws -> [String] {
    try table.page(maxRecords: 1000).records.map { String(decoding: $0.key, as: UTF8.self) }.sorted()
  }

  @Test func startsFromTheNewFile() throws {
    let old = try folder.bytes("data/users.gdbm")
    try table.replace(by: try other(["x"]), keepingIn: try before())
    #expect(try keys() == ["x"])
    #expect(try folder.bytes("data/before/users.gdbm") == old)
    // The note and the spare were of the old one: nothing of it comes back.
    for name in ["y", "z"] { try table.insert(bytes(name), bytes("3")) }
    #expect(try keys() == ["x", "y", "z"])
    #expect(try folder.bytes("data/before/users.gdbm") == old)
  }

  @Test func takesThePlaceOfNone() throws {
    let file = try other(["x"])
    for name in ["users.gdbm", "users.spare", "users.lock"] {
      try FileManager.default.removeItem(atPath: folder.path("data/\(name)"))
    }
    try table.replace(by: file, keepingIn: nil)
    #expect(try keys() == ["x"])
  }

  /// Nobody who was acknowledged is missing in both: neither in what is kept, nor in what is there.
  @Test func losesNobodyWhoIsAddedMeanwhile() throws {
    let file = try other(["x"])
    let before = try before()
    let table = table
    let added = onThreads(3) { thread -> [String] in
      guard thread > 0 else {
        try? table.replace(by: file, keepingIn: before)
        return []
      }
      return (0..<60).map { "\(thread)-\($0)" }.filter { (try? table.insert(bytes($0), bytes("1"))) == true }
    }.flatMap { $0 }
    #expect(added.count == 120)
    let kept = try Table("users", in: before).page(maxRecords: 1000).records.map(\.key)
    let there = try table.page(maxRecords: 1000).records.map(\.key)
    for name in added { #expect(kept.contains(bytes(name)) || there.contains(bytes(name)), "\(name)") }
    #expect(there.contains(bytes("x")))
  }

  @Test func isEmptyOnceItIsCleared() throws {
    try table.clear()
    #expect(try keys() == [])
    #expect(try folder.names("data") == [".htaccess", "users.lock"])
    try table.clear()
    try table.insert(bytes("a"), bytes("2"))
    #expect(try table.value(bytes("a")) == bytes("2"))
  }

  /// Many records, which lie in many buckets, and some in the overflow; each is given once, and each
  /// becomes what it shall be, larger or smaller.
  @Test func changesEveryRecord() throws {
    for number in 0..<9 { try table.insert(Alike.name(number), bytes("1")) }
    for number in 0..<600 { try table.insert(bytes("user-\(number)"), bytes("\(number)")) }
    #expect(try table.value(Overflow.secretName) != nil)
    var given: [[UInt8]] = []
    try table.rewrite { key, value in
      given.append(key)
      if key == bytes("b") { return nil }
      return value + [UInt8](repeating: 0x2B, count: key.count % 3 * 40)
    }
    #expect(given.count == 612 && Set(given).count == 612)
    for key in given {
      let count = key == bytes("b") ? 0 : key.count % 3 * 40
      let value = try #require(try table.value(key))
      #expect(value.count { $0 == 0x2B } == count)
    }
    #expect(try table.value(bytes("b")) == bytes("1"))
    #expect(try table.value(bytes("user-17"))?.prefix(2).elementsEqual(bytes("17")) == true)
    try table.rewrite { _, _ in [] }
    #expect(try table.page(maxRecords: 1000).records.allSatisfy { $0.value.isEmpty })
    #expect(try table.page(maxRecords: 1000).records.count == 612)
    // It is a table as before.
    try table.insert(bytes("new"), bytes("1"))
    #expect(try table.page(maxRecords: 1000).records.count == 613)
  }

  @Test func refusesToChangeWhatIsDamaged() throws {
    let whole = try folder.bytes("data/users.gdbm")
    try folder.write("data/users.gdbm", Array(whole.dropLast(4096)))
    #expect(throws: StoreError.self) { try table.rewrite { _, value in value } }
    #expect(throws: StoreError.self) { try table.readEverything() }
  }
}

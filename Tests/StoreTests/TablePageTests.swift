import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct TablePageTests {
  private let folder: TemporaryFolder
  private let table: Table
  private let names = (0..<1000).map { bytes("user\($0)@example.com") } + (0..<20).map { Alike.name($0) }

  init() throws {
    folder = try TemporaryFolder()
    table = Table("users", in: folder.data, keys: .chosenByStrangers)
  }

  private func fill() throws {
    try table.write { transaction throws(StoreError) in
      for name in names { try transaction.set(name, bytes("of ") + name) }
    }
  }

  /// Goes through the table, calling a function after each page.
  private func walk(_ maxRecords: Int, between: (Table.Page) throws -> Void = { _ in }) throws -> [[UInt8]] {
    var (found, cursor): ([[UInt8]], Table.Cursor?) = ([], nil)
    repeat {
      let page = try table.page(after: cursor, maxRecords: maxRecords)
      for record in page.records { #expect(record.value == bytes("of ") + record.key) }
      #expect(page.records.count <= maxRecords)
      found += page.records.map(\.key)
      cursor = page.next
      try between(page)
    } while cursor != nil
    return found
  }

  @Test func anEmptyTableHasOneEmptyPage() throws {
    let page = try table.page(maxRecords: 10)
    #expect(page.records.isEmpty && page.next == nil)
    #expect(try folder.names() == [])
  }

  @Test(arguments: [1, 7, 100, 1019, 1020, 5000]) func showsEveryRecordOnce(maxRecords: Int) throws {
    try fill()
    let found = try walk(maxRecords)
    #expect(found.count == names.count)
    #expect(Set(found) == Set(names))
  }

  /// gdbm_nextkey(3) of a removed key ends early, and without an error.
  @Test func goesOnThoughItsKeyWasRemoved() throws {
    try fill()
    let found = try walk(50) { page in
      guard let last = page.records.last, page.next != nil else { return }
      let wasThere = try table.delete(last.key)
      #expect(wasThere)
    }
    #expect(found.count == names.count)
    #expect(Set(found) == Set(names))
  }

  @Test func missesNobodyWhileOthersComeAndGo() throws {
    try fill()
    var number = 0
    let found = try walk(100) { _ in
      // Buckets split under way.
      try table.write { transaction throws(StoreError) in
        for _ in 0..<400 {
          number += 1
          let name = bytes("new\(number)@example.org")
          try transaction.set(name, bytes("of ") + name)
        }
      }
      try table.delete(bytes("new\(number)@example.org"))
    }
    #expect(Set(found).count == found.count)
    #expect(Set(found).isSuperset(of: names))
  }

  /// However large the table is.
  @Test func aPageCostsAPage() throws {
    try fill()
    func bytesRead(_ body: () throws -> Void) throws -> Int {
      func count() throws -> Int {
        let line = try #require(
          String(decoding: try File.open("/proc/thread-self/io", 0).read(maxBytes: 4096), as: UTF8.self)
            .split(separator: "\n").first)
        return try #require(Int(line.drop { !$0.isNumber }))
      }
      let before = try count()
      try body()
      return try count() - before
    }
    let first = try table.page(maxRecords: 100)
    let page = try bytesRead { _ = try table.page(after: first.next, maxRecords: 100) }
    let all = try bytesRead { _ = try table.page(maxRecords: 10_000) }
    #expect(page < 60_000)
    #expect(all > 3 * page)
  }
}

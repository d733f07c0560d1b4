import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct TransactionTests {
  private let folder: TemporaryFolder
  private let table: Table

  init() throws {
    folder = try TemporaryFolder()
    table = Table("users", in: folder.data)
    for name in ["a", "b", "c"] { try table.insert(bytes(name), bytes("1")) }
  }

  private func note() throws -> TableNote? {
    TableNote(in: try File.open(folder.path("data/users.lock"), 0))
  }

  /// An inode stays what it is when the file gets another name.
  private func inode(_ ending: String) throws -> String {
    let text = try File.open(folder.path("data/users." + ending), 0).identity().text
    return String(text.split(separator: " ")[1])
  }

  @Test func changesSeveralKeysInOneWrite() throws {
    let seen = try table.write { transaction throws(StoreError) in
      let seen = try transaction.value(bytes("a"))
      try transaction.set(bytes("a"), bytes("2"))
      try transaction.set(bytes("b"), nil)
      try transaction.set(bytes("d"), bytes("4"))
      #expect(try transaction.value(bytes("a")) == bytes("2"))
      #expect(try transaction.value(bytes("b")) == nil)
      try transaction.set(bytes("d"), bytes("5"))
      return seen
    }
    #expect(seen == bytes("1"))
    // Twice: the second write gives the spare what it lacks.
    for _ in 0..<2 {
      #expect(try table.value(bytes("a")) == bytes("2"))
      #expect(try table.value(bytes("b")) == nil)
      #expect(try table.value(bytes("c")) == bytes("1"))
      #expect(try table.value(bytes("d")) == bytes("5"))
      let inode = try self.inode("spare")
      try table.update(bytes("e")) { _ in .set(bytes("6")) }
      #expect(try self.inode("gdbm") == inode, "it was copied")
    }
  }

  @Test func writesNothingWhereNothingChanges() throws {
    let before = try folder.bytes("data/users.gdbm")
    try table.write { transaction throws(StoreError) in _ = try transaction.value(bytes("a")) }
    try table.write { transaction throws(StoreError) in try transaction.set(bytes("missing"), nil) }
    #expect(throws: StoreError.busy(table: "x")) {
      try table.write { transaction throws(StoreError) in
        try transaction.set(bytes("a"), bytes("9"))
        throw StoreError.busy(table: "x")
      }
    }
    #expect(try folder.bytes("data/users.gdbm") == before)
    #expect(try folder.names("data") == [".htaccess", "users.gdbm", "users.lock", "users.spare"])
  }

  @Test func theNoteCarriesAllOfThem() throws {
    try table.write { transaction throws(StoreError) in
      try transaction.set([0, 0x0A, 0xFF], [])
      try transaction.set(bytes("a"), nil)
      try transaction.set(bytes("long"), Array(repeating: 7, count: 16 << 10))
    }
    let operations = try #require(try note()).operations
    #expect(operations.map(\.key) == [[0, 0x0A, 0xFF], bytes("a"), bytes("long")])
    #expect(operations.map(\.value) == [[], nil, Array(repeating: 7, count: 16 << 10)])
  }

  /// The next write then copies the live file.
  @Test func writesNoNoteThatIsTooLong() throws {
    try table.write { transaction throws(StoreError) in
      for number in 0..<40 { try transaction.set(bytes("\(number)"), Array(repeating: 7, count: 2000)) }
    }
    #expect(try note() == nil)
    try table.insert(bytes("next"), bytes("1"))
    for number in 0..<40 { #expect(try table.value(bytes("\(number)"))?.count == 2000) }
    #expect(try table.value(bytes("next")) == bytes("1"))
  }

  /// Of an older program, of a newer one, torn, or changed.
  @Test func believesNoOtherNote() throws {
    let good = try folder.text("data/users.lock")
    #expect(try note() != nil)
    let lines = good.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    func signed(_ lines: [String]) -> String {
      let text = lines.map { $0 + "\n" }.joined()
      return text + Base64URL.encode(SHA256.digest(of: bytes(text))) + "\n"
    }
    #expect(signed(Array(lines.dropLast(2))) == good, "the control")
    let body = Array(lines.dropLast(2))
    let others = [
      "", String(good.dropLast()), good + "\n", good + "x", good.replacing("note 2", with: "note 1"),
      signed(["cgi-auth table note 1"] + body.dropFirst()),
      signed(["cgi-auth table note 3"] + body.dropFirst()),
      signed(Array(body.dropLast())), signed(body.dropLast() + ["removed"]), signed(body + ["YQ", "YQ"]),
      signed(body + ["*", "deleted"]), signed(body.dropLast() + ["=*"]),
    ]
    for other in others {
      try folder.write("data/users.lock", other)
      #expect(try note() == nil, "\(other)")
      try table.update(bytes("a")) { _ in .set(bytes("3")) }
      #expect(try table.value(bytes("c")) == bytes("1"))
    }
  }

  @Test func saysThatATableIsFullApartFromDamage() {
    let full = StoreError.full(table: "users.gdbm", reason: "Bucket directory overflow")
    #expect(full.logLine.hasPrefix("store-full users.gdbm: Bucket directory overflow"))
    let files = TableFiles(directory: folder.data, name: "users")
    func fail(_ code: GDBMFile.Failure.Kind) -> GDBMFile.Failure {
      GDBMFile.Failure(text: "words", systemCode: 12, kind: code)
    }
    #expect(throws: StoreError.full(table: "users.gdbm", reason: "words")) {
      try files.mapping { () throws(GDBMFile.Failure) in throw fail(.full) }
    }
    #expect(throws: StoreError.full(table: "users.gdbm", reason: "words")) {
      try files.mappingWork { () throws(GDBMFile.Failure) in throw fail(.badHeader) }
    }
    #expect(throws: StoreError.system(SystemError(operation: "users.gdbm: words", code: 12))) {
      try files.mappingWork { () throws(GDBMFile.Failure) in throw fail(.other) }
    }
  }
}

import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// Tables whose keys strangers choose.
@Suite struct OverflowTests {
  private let folder: TemporaryFolder
  private let table, plain: Table
  /// Of the same hash, length and beginning as the others.
  private let victim = Alike.name(999)

  init() throws {
    folder = try TemporaryFolder()
    table = Table("users", in: folder.data, keys: .chosenByStrangers)
    // The same file as Apache sees it.
    plain = Table("users", in: folder.data)
  }

  /// Adds names in one write, past the rule: what a version without it has let happen.
  private func fill(_ names: [[UInt8]]) throws {
    try plain.write { transaction throws(StoreError) in
      for name in names { try transaction.set(name, bytes("of others")) }
    }
  }

  private func directory() throws -> GDBMDirectory {
    try GDBMDirectory(File.open(folder.path("data/users.gdbm"), 0))
  }

  private func namesInFile() throws -> [[UInt8]] { try plain.page(maxRecords: 10_000).records.map(\.key) }

  @Test func computesTheHashThatGDBMStores() throws {
    let names = (0..<400).map { bytes("user\($0)@example.com") } + [[0], [0xFF, 0x80, 0x7F], Alike.name(5)]
    try fill(names)
    let directory = try directory()
    for name in names {
      let hash = GDBMDirectory.hash(name)
      let entries = try directory.bucket(at: directory.place(of: hash)).entries
      #expect(try entries.contains { try $0.hash == hash && directory.record($0).key == name }, "\(name)")
    }
  }

  @Test func keepsWhatHasRoomUnderItsOwnName() throws {
    for number in 0..<300 { #expect(try table.insert(bytes("user\(number)@example.com"), bytes("1"))) }
    for number in 0..<GDBMRoom.maxAlike { #expect(try table.insert(Alike.name(number), bytes("1"))) }
    #expect(try namesInFile().count == 300 + GDBMRoom.maxAlike)
    #expect(try !namesInFile().contains { Overflow.owns($0) })
  }

  @Test(arguments: [
    (166, Alike.name(999)), (GDBMRoom.maxAlike, Alike.name(999)), (166, bytes("eve@example.org")),
  ])
  func storesAChosenNameBesideAllOfItsHash(count: Int, victim: [UInt8]) throws {
    try fill((0..<count).map { Alike.name($0) })
    let bits = try directory().bits
    #expect(try table.value(victim) == nil)
    #expect(try table.insert(victim, bytes("1")))
    #expect(try !table.insert(victim, bytes("2")))
    #expect(try table.value(victim) == bytes("1"))
    #expect(try table.value(victim, evenly: true) == bytes("1"))
    #expect(try plain.value(victim) == nil)
    #expect(try table.value(Alike.name(count)) == nil)
    #expect(try table.value(Alike.name(0)) == bytes("of others"))
    #expect(try directory().bits == bits)
    #expect(try namesInFile().count == count + 2)
  }

  @Test func aNameOfTheSameHashButAnotherLengthHasRoom() throws {
    try fill((0..<16).map { Alike.name($0) })
    #expect(try table.insert(bytes("eve@example.org"), bytes("1")))
    #expect(try plain.value(bytes("eve@example.org")) == bytes("1"))
  }

  /// 166 names whose hashes begin with 25 equal bits, then more: GDBM would have a
  /// directory of 2 to the 26th.
  @Test func growsNoDirectoryForNamesOfNearlyOneHash() throws {
    for number in 0..<400 { #expect(try table.insert(Alike.nearName(number), bytes("\(number)"))) }
    #expect(try directory().bits == 9)
    for number in 0..<400 { #expect(try table.value(Alike.nearName(number)) == bytes("\(number)")) }
    // Nor many at once.
    try table.write { transaction throws(StoreError) in
      for number in 400..<800 { try transaction.set(Alike.nearName(number), bytes("\(number)")) }
    }
    #expect(try directory().bits == 9)
    for number in 0..<800 { #expect(try table.value(Alike.nearName(number)) == bytes("\(number)")) }
  }

  @Test func growsTheDirectoryWithWhatIsThere() throws {
    // Buckets of 16: the directory outgrows 512 places with few records.
    let path = folder.path("data/users.gdbm")
    try folder.makeFolder("data")
    #expect(try run("/usr/bin/gdbmtool", ["-N", "-n", "-b", "512", path, "count"]).status == 0)
    for part in 0..<12 {
      try table.write { transaction throws(StoreError) in
        for number in 0..<500 { try transaction.set(bytes("u\(part).\(number)@example.com"), [1]) }
      }
    }
    #expect(try directory().bits > 9)
    #expect(try namesInFile().count(where: { Overflow.owns($0) }) < 120)
  }

  /// The name of the secret is known, and so is its bucket.
  @Test func keepsAPlaceForItsSecret() throws {
    let names = (0..<400).map { number in
      Alike.name(of: (GDBMDirectory.hash(Overflow.secretName) & ~0x3F) | UInt32(number * 37 % 64), number)
    }
    for name in names { #expect(try table.insert(name, bytes("1"))) }
    for name in names { #expect(try table.value(name) == bytes("1")) }
    #expect(try directory().bits == 9)
  }

  @Test func changesAndRemovesWhereTheRecordIs() throws {
    try fill((0..<16).map { Alike.name($0) })
    #expect(try table.insert(victim, bytes("1")))
    #expect(try table.update(victim) { $0 == bytes("1") ? .set(bytes("2")) : .keep })
    #expect(try table.value(victim) == bytes("2"))
    #expect(try namesInFile().count == 18)
    #expect(try table.delete(victim))
    #expect(try !table.delete(victim))
    #expect(try table.value(victim) == nil)
    #expect(try namesInFile().count == 17)
  }

  @Test func prefersTheRecordUnderTheNameItselfAndRemovesTheOther() throws {
    try fill((0..<16).map { Alike.name($0) })
    #expect(try table.insert(victim, bytes("ours")))
    try fill([victim])
    #expect(try table.value(victim) == bytes("of others"))
    #expect(
      try table.page(maxRecords: 100).records.filter { $0.key == victim }.map(\.value) == [bytes("of others")]
    )
    #expect(try table.update(victim) { _ in .set(bytes("new")) })
    #expect(try plain.value(victim) == bytes("new"))
    #expect(try namesInFile().filter { Overflow.owns($0) } == [Overflow.secretName])
    // Both go with the user.
    #expect(try plain.delete(victim))
    #expect(try table.insert(victim, bytes("ours")))
    try fill([victim])
    #expect(try table.delete(victim))
    #expect(try table.value(victim) == nil)
  }

  @Test func takesNoOverflowForAnother() throws {
    try fill((0..<16).map { Alike.name($0) })
    #expect(try table.insert(victim, bytes("1")))
    let secret = try #require(try plain.value(Overflow.secretName))
    for wrong in [[], [1], secret.dropLast() + [0], secret.dropLast() + [200], secret + [1]] as [[UInt8]] {
      try plain.update(Overflow.secretName) { _ in .set(wrong) }
      #expect(throws: StoreError.self) { try table.value(victim) }
    }
    // A content of another key under this name: not this one's.
    try plain.update(Overflow.secretName) { _ in .set(secret) }
    let name = try #require(try namesInFile().first { Overflow.owns($0) && $0.count > 1 })
    try plain.update(name) { _ in .set(bytes("other@example.org") + [0] + bytes("1")) }
    #expect(try table.value(victim) == nil)
  }

  // MARK: Tables with keys of our own

  /// What a table of revocations is given: random ids, and hashes of longer ones.
  @Test func ourOwnKeysAreSpreadEvenly() throws {
    let kinds: [(Int) throws -> [UInt8]] = [
      { _ in bytes(Base64URL.encode(try Randomness.system.bytes(16))) },
      { bytes(Base64URL.encode(SHA256.digest(of: Alike.name($0)))) },
      { Overflow(record: Array(repeating: 7, count: 32) + [1])?.name(0, of: Alike.name($0)) ?? [] },
    ]
    for kind in kinds {
      var places = [Int](repeating: 0, count: 64)
      for number in 0..<12_800 { places[Int(GDBMDirectory.hash(try kind(number)) >> 25)] += 1 }
      // 200 each in the mean; seven standard deviations.
      #expect(places.allSatisfy { (100...300).contains($0) }, "\(places)")
    }
    // The control: the keys behind two of them.
    #expect(Set((0..<100).map { GDBMDirectory.hash(Alike.name($0)) }).count == 1)
  }
}

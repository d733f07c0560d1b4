import CGIAuthHarness
import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct RestorationTests {
  private let site: BackedUpSite
  private var folder: TemporaryFolder { site.folder }

  init() throws { site = try BackedUpSite() }

  private func emails() throws -> [String] {
    try site.users.list(from: nil, count: 100).users.map { $0.user.email.text }
  }

  // MARK: What comes back

  @Test func bringsTheUsersBack() throws {
    let archive = try site.archive()
    let before = try folder.bytes("data/users.gdbm")
    try site.add("d@example.com")
    let newer = try folder.bytes("data/users.gdbm")
    let restored = try site.restore(archive)
    #expect(restored.users == 3 && restored.madeAt == BackedUpSite.now && restored.unchangedUsers == 0)
    #expect(restored.restoredFiles == ["users.gdbm"])
    #expect(
      restored.keptFiles == ["undo.gdbm", "secret.key", "private.key", "auth.conf", "admin.made"])
    #expect(try emails() == ["a@example.com", "b@example.com", "c@example.com"])
    #expect(try site.user("a@example.com").passwordHash == bytes("$7$hash"))
    // What was here is kept, byte for byte.
    let place = try #require(restored.before)
    #expect(place == "before-restore-20261128-210820")
    #expect(try folder.names("data/\(place)") == ["users.gdbm"])
    #expect(try folder.bytes("data/\(place)/users.gdbm") == newer && newer != before)
    #expect(try folder.permissions("data/\(place)") == 0o700)
    // The table goes on as any other, and what was kept stays as it is.
    for name in ["e", "f", "g"] { try site.add("\(name)@example.com") }
    #expect(try emails().count == 6)
    #expect(try folder.bytes("data/\(place)/users.gdbm") == newer)
    #expect(try folder.names("data/backup") == [".htaccess", "lock"])
    #expect(try !folder.names("data").contains("sessions.gdbm"))
  }

  /// A name that leads nowhere and to no end stands for what a failing disk hides.
  @Test(arguments: ["users.gdbm", "undo.gdbm", "private.key", "auth.conf", "admin.made"], [false, true])
  func replacesNothingWhereItCannotBeSeen(name: String, takesAll: Bool) throws {
    let archive = try site.archive()
    try FileManager.default.removeItem(atPath: folder.path("data/\(name)"))
    symlink(name, folder.path("data/\(name)"))
    let old = try site.state()
    let error = #expect(throws: BackupError.self) { try site.restore(archive, takesAll: takesAll) }
    guard case .system(let error) = error else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(error.code == ELOOP)
    #expect(try site.state() == old)
    #expect(try folder.names("data").filter { $0.hasPrefix("before") } == [])
  }

  @Test func takesEverythingWhereThatIsAskedFor() throws {
    let archive = try site.archive()
    let old = try site.state()
    for name in ["secret.key", "private.key"] {
      try folder.write("data/\(name)", String(repeating: name, count: 4) + "\n")
    }
    try folder.write("data/auth.conf", "site_name = Another\n")
    try Table("undo", in: site.data).update(bytes("0123456789abcdef")) { _ in .delete }
    let restored = try site.restore(archive, takesAll: true)
    #expect(restored.keptFiles == ["admin.made"])
    #expect(
      restored.restoredFiles == ["users.gdbm", "undo.gdbm", "secret.key", "private.key", "auth.conf"])
    for name in ["secret.key", "private.key", "auth.conf"] {
      #expect(try folder.bytes("data/\(name)") == old[name])
      #expect(try folder.permissions("data/\(name)") == 0o600)
    }
    #expect(try Table("undo", in: site.data).value(bytes("0123456789abcdef")) == bytes("way"))
    let place = try #require(restored.before)
    #expect(
      try folder.names("data/\(place)") == [
        "auth.conf", "private.key", "secret.key", "undo.gdbm", "users.gdbm",
      ])
    #expect(try folder.text("data/\(place)/auth.conf") == "site_name = Another\n")
  }

  /// A new host: the folder is empty.
  @Test func bringsEverythingToANewHost() throws {
    let archive = try site.archive()
    let old = try site.state()
    try FileManager.default.removeItem(atPath: folder.path("data"))
    try folder.makeFolder("data")
    let restored = try site.restore(archive)
    #expect(restored.before == nil && restored.keptFiles == [] && restored.restoredFiles.count == 6)
    for name in ["secret.key", "private.key", "auth.conf", "admin.made", "undo.gdbm"] {
      #expect(try folder.bytes("data/\(name)") == old[name], "\(name)")
    }
    #expect(try emails().count == 3)
  }

  /// Files that settings of elsewhere would lead away from are not put back.
  @Test func leavesSettingsOutThatNameADataFolder() throws {
    let site = try BackedUpSite(settings: "data_dir = /elsewhere\n")
    let archive = try site.archive()
    try FileManager.default.removeItem(atPath: site.folder.path("data/auth.conf"))
    let restored = try site.restore(archive)
    #expect(restored.omitsSettings && !restored.restoredFiles.contains("auth.conf"))
    #expect(!site.folder.has("data/auth.conf"))
  }

  @Test func keepsTheGroupThatReadsTheFile() throws {
    let archive = try site.archive()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640], ofItemAtPath: folder.path("data/users.gdbm"))
    _ = try site.restore(archive)
    #expect(try folder.permissions("data/users.gdbm") == 0o640)
  }

  /// Whoever deleted the file has a spare, and gets 503: that is what a backup is for.
  @Test func mendsALoss() throws {
    let archive = try site.archive()
    try FileManager.default.removeItem(atPath: folder.path("data/users.gdbm"))
    #expect(folder.has("data/users.spare"))
    #expect(throws: StoreError.self) { try site.user("a@example.com") }
    _ = try site.restore(archive)
    #expect(try emails().count == 3)
    try folder.write("data/users.gdbm", "rubbish")
    let restored = try site.restore(archive)
    #expect(try emails().count == 3)
    #expect(try folder.text("data/\(try #require(restored.before))/users.gdbm") == "rubbish")
  }

  // MARK: What does not come back

  /// Each user's tickets, tokens of no session, and sessions are of before.
  @Test func endsWhatWasHandedOut() throws {
    let user = try site.user("a@example.com")
    let ticket = Ticket(.recovery, of: user, now: BackedUpSite.now)
    let archive = try site.archive()
    // The control: an hour in which the link was used, and then the file of before alone.
    let file = try folder.bytes("data/users.gdbm")
    _ = try site.users.change(user.email, id: user.id) { $0.replacing([$0.withoutTickets]) }
    #expect(try !ticket.isGood(for: site.user("a@example.com"), now: BackedUpSite.now + 60))
    try folder.write("data/users.gdbm", file)
    #expect(try ticket.isGood(for: site.user("a@example.com"), now: BackedUpSite.now + 60))
    _ = try site.restore(archive)
    let restored = try site.user("a@example.com")
    #expect(!ticket.isGood(for: restored, now: BackedUpSite.now + 60))
    #expect(restored.validSince == BackedUpSite.now + 101)
    #expect(try Table(Sessions.tableName, in: site.data).value(bytes("id")) == nil)
    // Of two times that it is put back each ends what was handed out between.
    let between = Ticket(.recovery, of: restored, now: BackedUpSite.now)
    _ = try site.restore(archive)
    #expect(try !between.isGood(for: site.user("a@example.com"), now: BackedUpSite.now + 60))
  }

  /// Whatever made the records, all but number and time stays.
  @Test func keepsEveryRecord() throws {
    let many = (0..<63).map { "\"m\($0)\":1" }.joined(separator: ",")
    let records = [
      "h@example.com": "$2y$05$hash", "g@example.com": "$7$x:staff,admin:",
      "c2@example.com": "$7$x::a comment",
      "u@example.com": "!$7$x:staff:{\"id\":\"7\",\"other\":[1,{\"a\":null}],\"tickets\":3}",
      "full@example.com": "$7$x::{\(many)}", "no address": "$7$x",
    ]
    for (email, record) in records { try site.users.table.update(bytes(email)) { _ in .set(bytes(record)) } }
    let archive = try site.archive()
    let before = try records.keys.map { ($0, try site.users.table.value(bytes($0))) }
    let restored = try site.restore(archive)
    #expect(restored.unchangedUsers == 1 && restored.users == 3 + records.count)
    for (name, old) in before {
      let old = try #require(old)
      let new = try #require(try site.users.table.value(bytes(name)))
      guard let email = EmailAddress(bytes(name)), name != "full@example.com" else {
        #expect(new == old)
        continue
      }
      let (was, user) = (User(email: email, record: old), User(email: email, record: new))
      #expect(user.id == was.id && user.passwordHash == was.passwordHash && user.groupNames == was.groupNames)
      #expect(user.validSince == BackedUpSite.now + 101 && user.sessionGeneration == was.sessionGeneration)
    }
    let rest = String(decoding: try site.user("u@example.com").rest, as: UTF8.self)
    #expect(rest.hasPrefix(#"{"id":"7","other":[1,{"a":null}],"since":"#))
    let python = """
      import dbm.gnu, sys
      print(len(list(dbm.gnu.open(sys.argv[1], "ru").keys())))
      """
    let count = try run("/usr/bin/python3", ["-c", python, folder.path("data/users.gdbm")]).text
    #expect(count == "\(restored.users)\n")
  }

  // MARK: What is refused

  /// What is wrong with an archive, how it is made of a good one, and what is said.
  struct Corruption: Sendable, CustomTestStringConvertible {
    let name: String
    let problem: String
    let make: @Sendable ([UInt8], TemporaryFolder) throws -> [UInt8]
    var testDescription: String { name }

    init(
      _ name: String, _ problem: String,
      _ make: @escaping @Sendable ([UInt8], TemporaryFolder) throws -> [UInt8]
    ) {
      (self.name, self.problem, self.make) = (name, problem, make)
    }

    /// Its files are others, and the sums right.
    static func files(
      _ name: String, _ problem: String,
      _ change: @escaping @Sendable (inout [(name: String, content: [UInt8])]) -> Void
    ) -> Corruption {
      Corruption(name, problem) { archive, folder in
        var files = Array(try BackedUpSite.files(of: archive, in: folder).dropFirst())
        change(&files)
        return try BackedUpSite.archive(files, folder: folder)
      }
    }

    /// The head of the first file is another, and its sum right.
    static func head(
      _ name: String, _ problem: String, _ change: @escaping @Sendable (inout [UInt8]) -> Void
    ) -> Corruption {
      Corruption(name, problem) { archive, _ in
        var archive = archive
        var block = Array(archive[1024..<1536])
        change(&block)
        archive.replaceSubrange(1024..<1536, with: block.withRightSum)
        return archive
      }
    }
  }

  static let corruptions: [Corruption] = [
    Corruption("nothing", "it ends too early") { _, _ in [] },
    Corruption("a text", "it is no ustar") { _, _ in [UInt8](repeating: 0x41, count: 4096) },
    Corruption("zeros", "it does not begin with SHA256SUMS") { _, _ in [UInt8](repeating: 0, count: 4096) },
    Corruption("a table alone", "it is no ustar") { _, folder in try folder.bytes("data/users.gdbm") },
    Corruption("no sums", "it does not begin with SHA256SUMS") { archive, _ in Array(archive[1024...]) },
    Corruption("a cut one", "it ends too early") { archive, _ in Array(archive.dropLast(600)) },
    Corruption("one without its end", "it ends too early") { archive, _ in Array(archive.dropLast(1024)) },
    Corruption("something behind it", "something follows its end") { archive, _ in archive + [1] },
    Corruption("two", "something follows its end") { archive, _ in archive + archive },
    .head("a symbolic link", "a member is no regular file") { $0[156] = UInt8(ascii: "2") },
    .head("a hard link", "a member is no regular file") { $0[156] = UInt8(ascii: "1") },
    .head("a folder", "a member is no regular file") { $0[156] = UInt8(ascii: "5") },
    .head("an absolute name", "a member's name is a path") {
      $0.replaceSubrange(0..<5, with: bytes("/etc/"))
    },
    .head("a name above", "a member's name is a path") { $0.replaceSubrange(0..<3, with: bytes("../")) },
    .head("a folder's prefix", "a member's name is a path") { $0[345] = UInt8(ascii: "a") },
    .head("another size", "") { $0[133] ^= 1 },
    .head("a huge size", "it ends too early") { $0.replaceSubrange(124..<135, with: bytes("77777777777")) },
    .files("another file", "a file in it is none of a backup") { $0.append(("login.cgi", [1])) },
    .files("sessions", "a file in it is none of a backup") { $0.append(("sessions.gdbm", [1])) },
    .files("a file twice", "users.gdbm is in it twice") { $0.append($0[0]) },
    .files("no users", "users.gdbm is not in it") { $0.removeFirst() },
    .files("no table", "users.gdbm is damaged: ") { $0[0].content = bytes("no table at all") },
    .files("half a table", "users.gdbm is damaged: ") {
      $0[0].content = Array($0[0].content.dropLast(9_000))
    },
    .files("a table with a hole", "users.gdbm is damaged: ") {
      for place in 4_096..<8_192 { $0[0].content[place] = 0xFF }
    },
    .files("a damaged undo", "undo.gdbm is damaged: ") { $0[1].content = bytes("no table") },
    .files("a short key", "secret.key has a line of fewer than 32 bytes, or none") {
      $0[2].content = bytes("short\n")
    },
    .files("no key", "private.key has a line of fewer than 32 bytes, or none") { $0[3].content = [] },
    .files("a long key", "private.key is too long") { $0[3].content = [UInt8](repeating: 0x61, count: 5000) },
    .files("an unknown setting", "auth.conf line 1: unknown key") { $0[4].content = bytes("x = y\n") },
    .files("a bad setting", "auth.conf line 2: ") {
      $0[4].content = bytes("site_name = x\ntoken_lifetime = never\n")
    },
    Corruption("sums of others", "the sum of users.gdbm is wrong") { archive, folder in
      let files = Array(try BackedUpSite.files(of: archive, in: folder).dropFirst())
      var sums = Checksums()
      for file in files { sums.add(bytes(file.name), SHA256.digest(of: [])) }
      return try BackedUpSite.archive(files, folder: folder, sums: sums.text)
    },
    Corruption("sums of fewer", "SHA256SUMS is not of these files") { archive, folder in
      let files = try BackedUpSite.files(of: archive, in: folder)
      let sums = files[0].content.split(separator: 0x0A).dropLast().flatMap { $0 + [0x0A] }
      return try BackedUpSite.archive(Array(files.dropFirst()), folder: folder, sums: sums)
    },
    Corruption("sums of more", "SHA256SUMS is not of these files") { archive, folder in
      let files = try BackedUpSite.files(of: archive, in: folder)
      return try BackedUpSite.archive(Array(files[1...3]), folder: folder, sums: files[0].content)
    },
    Corruption("sums that are none", "SHA256SUMS is malformed") { archive, folder in
      let files = try BackedUpSite.files(of: archive, in: folder)
      return try BackedUpSite.archive(Array(files.dropFirst()), folder: folder, sums: bytes("x\n"))
    },
  ]

  @Test(arguments: corruptions)
  func refusesAndChangesNothing(_ corruption: Corruption) throws {
    let archive = try corruption.make(try site.archive(), folder)
    let before = try site.state()
    for takesAll in [false, true] {
      expectRefusal(corruption.problem) { _ = try site.restore(archive, takesAll: takesAll) }
      #expect(try site.state() == before)
    }
    expectRefusal(corruption.problem) { _ = try site.check(archive) }
    #expect(try site.state() == before)
  }

  private func expectRefusal(_ problem: String, _ body: () throws -> Void) {
    do {
      try body()
      Issue.record("it was not refused")
    } catch BackupError.archive(let text) {
      #expect(text.hasPrefix(problem), "\(text)")
    } catch { Issue.record("\(error)") }
  }

  /// Whatever byte of it is another, it is no backup any more.
  @Test func refusesAnyByteThatWasChanged() throws {
    let archive = try site.archive()
    let before = try site.state()
    var places = Array(stride(from: 0, to: archive.count, by: 397))
    for _ in 0..<100 { places.append(Int.random(in: 0..<archive.count)) }
    for place in places {
      var changed = archive
      changed[place] ^= 0xFF
      #expect(throws: BackupError.self, "\(place)") { try site.check(changed) }
    }
    #expect(try site.state() == before)
    // The control: without a change it is one.
    #expect(try site.check(archive).users == 3)
    #expect(try site.state() == before)
  }

  /// What another tool packs in the order of ours is one, too.
  @Test func takesWhatTarPacked() throws {
    try folder.makeFolder("out")
    try folder.write("x.tar", try site.archive())
    _ = try run("/usr/bin/tar", ["-xf", folder.path("x.tar"), "-C", folder.path("out")])
    let packed = try run(
      "/usr/bin/tar",
      ["--format=ustar", "-cf", folder.path("y.tar"), "-C", folder.path("out")] + BackupTests.names)
    #expect(packed.status == 0)
    #expect(try site.check(try folder.bytes("y.tar")).users == 3)
  }

  @Test func looksWithoutAChange() throws {
    let archive = try site.archive()
    let before = try site.state()
    let seen = try site.check(archive)
    #expect(seen.users == 3 && seen.restoredFiles == Array(BackupTests.names.dropFirst()))
    #expect(try site.state() == before)
  }

  @Test func waitsForNobodyForEver() throws {
    let archive = try site.archive()
    let before = try site.state()
    let lock = try File.open(folder.path("data/backup/lock"), O_RDWR)
    #expect(try lock.lock(LOCK_EX, until: Deadline(milliseconds: 0)))
    try folder.write("archive.tar", archive)
    let restoration = Restoration(
      directory: site.data, now: BackedUpSite.now, deadline: Deadline(milliseconds: 50), randomness: .system,
      readsSettingsHere: true, settings: { _ in false })
    #expect(throws: BackupError.self) {
      try restoration.restore(try File.open(folder.path("archive.tar"), O_RDONLY), takesAll: false) {
        _, _, _ in
      }
    }
    #expect(try site.state() == before)
    lock.unlock()
  }
}

import CGIAuthHarness
import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct BackupTests {
  private let site: BackedUpSite
  private var folder: TemporaryFolder { site.folder }

  init() throws { site = try BackedUpSite() }

  static let names = [
    "SHA256SUMS", "users.gdbm", "undo.gdbm", "secret.key", "private.key", "auth.conf", "admin.made",
  ]

  @Test func hasWhatTheSiteCannotMakeAnew() throws {
    let made = try site.backup()
    #expect(made.name == "cgi-auth-20261128-210640.tar")
    let path = folder.path("data/backup/\(made.name)")
    #expect(try run("/usr/bin/tar", ["-tf", path]).text == Self.names.map { "\($0)\n" }.joined())
    #expect(made.files == Array(Self.names.dropFirst()))
    #expect(made.bytes == (try folder.bytes("data/backup/\(made.name)").count))
    try folder.makeFolder("out")
    #expect(try run("/usr/bin/tar", ["-xf", path, "-C", folder.path("out")]).status == 0)
    let sums = try run(
      "/usr/bin/sha256sum", ["--strict", "-c", "SHA256SUMS"], workingFolder: folder.path("out"))
    #expect(sums.status == 0 && sums.errors == "")
    #expect(sums.text == Self.names.dropFirst().map { "\($0): OK\n" }.joined())
    for name in Self.names.dropFirst() {
      #expect(try folder.bytes("out/\(name)") == folder.bytes("data/\(name)"), "\(name)")
    }
    // The control: a changed file is found by its sum.
    try folder.write("out/secret.key", try folder.text("out/secret.key") + "x")
    #expect(
      try run("/usr/bin/sha256sum", ["-c", "SHA256SUMS"], workingFolder: folder.path("out")).status == 1)
  }

  @Test func isForTheOwnerAlone() throws {
    let name = try site.backup().name
    #expect(try folder.permissions("data/backup") == 0o700)
    #expect(try folder.permissions("data/backup/\(name)") == 0o600)
    #expect(try folder.names("data/backup") == [".htaccess", name, "lock"])
  }

  @Test func hasANameOfItsOwnEachTime() throws {
    let names = try (0..<3).map { _ in try site.backup().name }
    #expect(
      names == [
        "cgi-auth-20261128-210640.tar", "cgi-auth-20261128-210640-2.tar", "cgi-auth-20261128-210640-3.tar",
      ])
    let there = try BackupFolder(in: site.data).names()
    #expect(Set(there) == Set(names))
    #expect(there.allSatisfy { BackupFolder(in: site.data).entry(of: $0)?.bytes ?? 0 > 10_000 })
    let backups = BackupFolder(in: site.data)
    #expect(try backups.remove(bytes(names[1])) == names[1])
    #expect(try backups.remove(bytes(names[1])) == nil)
    for other in ["lock", ".htaccess", "../users.gdbm", "cgi-auth-../../users.gdbm", ""] {
      #expect(try backups.remove(bytes(other)) == nil)
    }
    #expect(try folder.names("data/backup") == [".htaccess", names[2], names[0], "lock"])
    #expect(folder.has("data/users.gdbm"))
  }

  @Test func ofManyAtOnceEachHasItsOwn() throws {
    let site = site
    let names = onThreads(8) { _ in try? site.backup().name }.compactMap { $0 }
    #expect(names.count == 8 && Set(names).count == 8)
    #expect(try BackupFolder(in: site.data).names().count == 8)
  }

  /// Files that are not there are not in it; those that a table may have besides neither.
  @Test func hasOnlyWhatIsThere() throws {
    for name in ["undo.gdbm", "undo.lock", "secret.key", "auth.conf", "admin.made"] {
      try FileManager.default.removeItem(atPath: folder.path("data/\(name)"))
    }
    try Table("invitations", in: site.data).insert(bytes("key"), bytes("value"))
    #expect(try site.backup().files == ["users.gdbm", "invitations.gdbm", "private.key"])
    for name in ["users.gdbm", "users.lock"] {
      try FileManager.default.removeItem(atPath: folder.path("data/\(name)"))
    }
    #expect(throws: BackupError.self) { try site.backup() }
    #expect(try BackupFolder(in: site.data).names().count == 1)
  }

  // MARK: What is in the way

  @Test func followsNoLink() throws {
    try folder.makeFolder("elsewhere")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("data/backup"), withDestinationPath: folder.path("elsewhere"))
    #expect(throws: BackupError.self) { try site.backup() }
    #expect(throws: SystemError.self) { try BackupFolder(in: site.data).names() }
    #expect(try folder.names("elsewhere") == [])
    try FileManager.default.removeItem(atPath: folder.path("data/backup"))
    try folder.write("victim", "as it was")
    _ = try site.backup()
    for name in [".draft", "lock", "cgi-auth-20261128-210641.tar"] {
      try? FileManager.default.removeItem(atPath: folder.path("data/backup/\(name)"))
      try FileManager.default.createSymbolicLink(
        atPath: folder.path("data/backup/\(name)"), withDestinationPath: folder.path("victim"))
      if name == "lock" {
        #expect(throws: BackupError.self) { try site.backup(now: BackedUpSite.now + 1) }
      } else {
        let made = try site.backup(now: BackedUpSite.now + 1).name
        #expect(made.hasPrefix("cgi-auth-20261128-210641"))
        try FileManager.default.removeItem(atPath: folder.path("data/backup/\(made)"))
      }
      try? FileManager.default.removeItem(atPath: folder.path("data/backup/\(name)"))
    }
    #expect(try folder.text("victim") == "as it was")
  }

  /// Nor where the files of a backup are unpacked: what the link leads to is not cleared.
  @Test func clearsNothingBehindALink() throws {
    let archive = try site.archive()
    let before = try site.state()
    for _ in 0..<2 {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path("data/backup/.restore"), withDestinationPath: folder.path("data"))
      #expect(try site.check(archive).users == 3)
      #expect(try site.state() == before)
    }
    try folder.makeFolder("data/backup/.restore/folder")
    #expect(throws: BackupError.self) { try site.check(archive) }
    #expect(try folder.bytes("data/users.gdbm") == before["users.gdbm"])
  }

  /// A second name of the draft, which somebody planted, is no way to the file that has the first.
  @Test func writesIntoNoFileThatWasThere() throws {
    _ = try site.backup()
    let before = try folder.bytes("data/users.gdbm")
    try FileManager.default.linkItem(
      atPath: folder.path("data/users.gdbm"), toPath: folder.path("data/backup/.draft"))
    _ = try site.backup()
    #expect(try folder.bytes("data/users.gdbm") == before)
  }

  @Test func refusesKeysThatAreNone() throws {
    try folder.write("data/private.key", "short\n")
    #expect(throws: BackupError.self) { try site.backup() }
    #expect(try BackupFolder(in: site.data).names().isEmpty)
    #expect(try !folder.names("data/backup").contains(".draft"))
  }

  @Test func leavesNothingWhereTheTimeIsUp() throws {
    var isTooLarge = false
    do { _ = try site.backup(until: Deadline(milliseconds: 0)) } catch BackupError.tooLarge {
      isTooLarge = true
    }
    #expect(isTooLarge)
    #expect(try folder.names("data/backup") == [".htaccess", "lock"])
  }

  @Test func removesWhatADeadOneLeft() throws {
    _ = try site.backup()
    try folder.write("data/backup/.draft", "half")
    try folder.makeFolder("data/backup/.restore")
    try folder.write("data/backup/.restore/users.gdbm", "half")
    _ = try site.backup()
    let left = try folder.names("data/backup")
    #expect(!left.contains(".draft") && !left.contains(".restore"))
  }

  // MARK: One instant

  /// An act that writes one table and then the other is in it as it was at one instant: never the second
  /// write without the first. A tool that locks a third table makes the time between them long.
  @Test func isOfOneInstant() throws {
    let (data, rounds) = (site.data, 300)
    try Table("invitations", in: data).insert(bytes("key"), bytes("value"))
    let path = folder.path("data/invitations.gdbm")
    let isDone = Flag()
    let results = onThreads(3) { thread -> [Bool] in
      switch thread {
      case 0:
        for number in 1...rounds {
          for name in ["users", "undo"] {
            _ = try? Table(name, in: data).update(bytes("n")) { _ in .set(bytes("\(number)")) }
          }
        }
        isDone.set()
        return []
      case 1:
        guard let file = try? File.open(path, O_RDONLY) else { return [false] }
        while !isDone.isSet {
          _ = try? file.lock(LOCK_EX, until: Deadline(milliseconds: 100))
          usleep(5_000)
          file.unlock()
          usleep(2_000)
        }
        return []
      default:
        var isRight: [Bool] = []
        while !isDone.isSet {
          let snapshot = try? TableSnapshot(
            of: ["users", "invitations", "undo"], in: data, until: Deadline(milliseconds: 20_000))
          guard let snapshot, snapshot.files.count == 3 else { return [false] }
          let numbers = [0, 2].map { place -> Int in
            guard let value = try? GDBMDirectory(snapshot.files[place]).value(bytes("n")) else { return 0 }
            return wholeNumber(value) ?? 0
          }
          isRight.append(numbers[0] == numbers[1] || numbers[0] == numbers[1] + 1)
        }
        return isRight
      }
    }.flatMap { $0 }
    #expect(results.count > 10)
    #expect(results.allSatisfy { $0 })
  }
}

/// Something that one thread tells another.
private final class Flag: @unchecked Sendable {
  private let lock = NSLock()
  private var value = false
  var isSet: Bool { lock.withLock { value } }
  func set() { lock.withLock { value = true } }
}

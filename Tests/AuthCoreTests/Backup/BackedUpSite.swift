import CGIAuthHarness
import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// A data folder, `data`, whose backups are made and put back by functions.
struct BackedUpSite {
  static let now = 1_795_900_000
  let folder: TemporaryFolder

  /// With three users, both keys, settings, an undo, a session and an administrator.
  init(settings: String = "site_name = Club\n") throws {
    folder = try TemporaryFolder()
    for name in ["a", "b", "c"] { try add("\(name)@example.com") }
    _ = try KeyFile.signing.keys(in: data, .system)
    _ = try KeyFile.private.keys(in: data, .system)
    try folder.write("data/auth.conf", settings)
    try folder.write("data/admin.made", "")
    try Table(Undos.tableName, in: data).update(bytes("0123456789abcdef")) { _ in .set(bytes("way")) }
    try Table(Sessions.tableName, in: data).update(bytes("id")) { _ in .set(bytes("session")) }
  }

  var data: DataDirectory { folder.data }
  var users: Users { Users(in: data) }

  func add(_ email: String, hash: String = "$7$hash") throws {
    let email = try #require(EmailAddress(Array(email.utf8)))
    let user = User(id: email.text, email: email, passwordHash: bytes(hash), registeredAt: Self.now - 1000)
    #expect(try users.add(user))
  }

  func user(_ email: String) throws -> User {
    let email = try #require(EmailAddress(Array(email.utf8)))
    return try #require(try users.user(email))
  }

  func backup(now: Int = now, until end: Deadline? = nil) throws -> Backup.Made {
    try Backup(
      of: data, settingsFile: folder.path("data/auth.conf"), now: now, deadline: Deadline(milliseconds: 5_000)
    ).make(until: end) { _, _, _ in }
  }

  /// Makes a backup, and takes it out of the folder.
  func archive() throws -> [UInt8] {
    let name = try backup().name
    let content = try folder.bytes("data/backup/\(name)")
    try FileManager.default.removeItem(atPath: folder.path("data/backup/\(name)"))
    return content
  }

  func restoration(now: Int = now + 100) -> Restoration {
    Restoration(
      directory: data, now: now, deadline: Deadline(milliseconds: 5_000), randomness: .system,
      readsSettingsHere: true
    ) { path throws(ConfigurationError) in
      let file = try ConfigurationFile(required: path, SettingKey.place)
      var configuration = Configuration(programDirectory: "/nowhere")
      try configuration.take(file)
      return file.lines.contains { $0.key == bytes("data_dir") }
    }
  }

  private func file(_ archive: [UInt8]) throws -> File {
    try folder.write("archive.tar", archive)
    return try File.open(folder.path("archive.tar"), O_RDONLY)
  }

  func check(_ archive: [UInt8]) throws -> Restored {
    try restoration().check(try file(archive)) { _, _, _ in }
  }

  func restore(_ archive: [UInt8], takesAll: Bool = false, now: Int = now + 100) throws -> Restored {
    try restoration(now: now).restore(try file(archive), takesAll: takesAll) { _, _, _ in }
  }

  /// Every file of the data folder, by its path there; but the lock of backups, which says nothing.
  func state() throws -> [String: [UInt8]] {
    var state: [String: [UInt8]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path("data"))
    where !["backup/lock", "backup/.htaccess", "sessions.lock"].contains(name) {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: folder.path("data/\(name)"), isDirectory: &isFolder)
      if let target = File.target(ofLink: folder.path("data/\(name)")) {
        state[name] = target
      } else if name != "backup" {
        state[name] = isFolder.boolValue ? [] : try folder.bytes("data/\(name)")
      }
    }
    return state
  }

  /// An archive of these files, with sums that are right.
  static func archive(
    _ files: [(name: String, content: [UInt8])], folder: TemporaryFolder, sums: [UInt8]? = nil
  ) throws -> [UInt8] {
    var checksums = Checksums()
    for file in files { checksums.add(bytes(file.name), SHA256.digest(of: file.content)) }
    try folder.write("made.tar", "")
    let output = try File.open(folder.path("made.tar"), O_RDWR)
    var writer = TarWriter(output)
    for (name, content) in [("SHA256SUMS", sums ?? checksums.text)] + files {
      try writer.begin(TarHeader(name: bytes(name), size: content.count, modifiedAt: now))
      try writer.write(content)
    }
    try writer.finish()
    return try folder.bytes("made.tar")
  }

  /// The members of a real backup.
  static func files(of archive: [UInt8], in folder: TemporaryFolder) throws -> [(
    name: String, content: [UInt8]
  )] {
    try folder.write("read.tar", archive)
    var reader = try TarReader(try File.open(folder.path("read.tar"), O_RDONLY))
    var files: [(name: String, content: [UInt8])] = []
    while let member = try reader.next() {
      let content = archive[member.offset..<member.offset + member.header.size]
      files.append((String(decoding: member.header.name, as: UTF8.self), Array(content)))
    }
    return files
  }
}

extension [UInt8] {
  /// The block of a head with its sum set anew.
  var withRightSum: [UInt8] {
    var block = self
    for place in 148..<156 { block[place] = 0x20 }
    let sum = block.reduce(0) { $0 + Int($1) }
    let digits = String(sum, radix: 8)
    let field = Array(String(repeating: "0", count: 6 - digits.count).utf8) + Array(digits.utf8) + [0, 0x20]
    block.replaceSubrange(148..<156, with: field)
    return block
  }
}

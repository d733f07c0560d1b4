import CGIAuthLibC

/// A backup: one tar archive with what the site cannot make anew, as it was at one instant, while it runs.
package struct Backup {
  private let directory: DataDirectory
  /// The path of the file that the settings were read from.
  private let settingsFile: String
  /// In seconds since 1970.
  private let now: Int
  /// How long others are waited for.
  private let deadline: Deadline

  /// How much is copied at once, and how much before it is made sure that it is on the disk.
  private static let chunkBytes = 1 << 18
  private static let syncedBytes = 1 << 24

  init(of directory: DataDirectory, settingsFile: String, now: Int, deadline: Deadline) {
    self.directory = directory
    self.settingsFile = settingsFile
    self.now = now
    self.deadline = deadline
  }

  /// What was made.
  package struct Made {
    package let name: String
    package let bytes: Int
    /// The files in it, and how long each is, in bytes.
    package let files: [String]
    package let sizes: [Int]
  }

  /// How far it is: what is being done, and how much of it is done, of all.
  package typealias Progress = (_ step: StaticString, _ done: Int, _ all: Int) -> Void

  /// Makes a backup in the folder of backups: whole, on the disk, or not at all.
  ///
  /// - Parameter end: when to give up; nil to take what time it needs.
  func make(until end: Deadline? = nil, _ progress: Progress) throws(BackupError) -> Made {
    let folder = BackupFolder(in: directory)
    try checkThatUsersAreThere()
    let lock = try folder.lock(until: deadline)
    defer { withExtendedLifetime(lock) {} }
    do {
      let draft = try BackupError.mapping { () throws(SystemError) in try folder.draft() }
      let content = try write(to: draft, until: end, progress)
      return try BackupError.mapping { () throws(SystemError) in
        let bytes = Int(try draft.status().st_size)
        return Made(
          name: try folder.publishDraft(now: now), bytes: bytes, files: content.parts.names,
          sizes: content.sizes)
      }
    } catch {
      folder.discardDraft()
      throw error
    }
  }

  /// Makes a backup as a file of this path, where there is none: whole, on the disk, or not at all.
  func make(at path: String, _ progress: Progress) throws(BackupError) -> Made {
    try checkThatUsersAreThere()
    let draftPath = path + ".part"
    let draft: File
    do throws(SystemError) {
      var status = stat()
      guard lstat(path, &status) != 0 else {
        throw SystemError(operation: "make \(File.name(ofPath: path))", code: EEXIST)
      }
      draft = try File.open(draftPath, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW)
    } catch { throw .place(error) }
    do {
      let content = try write(to: draft, until: nil, progress)
      return try BackupError.mapping { () throws(SystemError) in
        // What came meanwhile stays, where there are links.
        if link(draftPath, path) == 0 {
          unlink(draftPath)
        } else {
          guard errno != EEXIST, rename(draftPath, path) == 0 else { throw .last("make the file") }
        }
        try Self.folder(of: path).sync()
        return Made(
          name: path, bytes: Int(try draft.status().st_size), files: content.parts.names,
          sizes: content.sizes)
      }
    } catch {
      unlink(draftPath)
      throw error
    }
  }

  private func checkThatUsersAreThere() throws(BackupError) {
    let areThere = try BackupError.mapping { () throws(SystemError) in
      try directory.has(BackupPart.users.name)
    }
    guard areThere else { throw .noUsers }
  }

  private static func folder(of path: String) throws(SystemError) -> File {
    let end = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = end.map { String(decoding: path.utf8[...$0], as: UTF8.self) } ?? "."
    return try File.open(folder, O_RDONLY | O_DIRECTORY)
  }

  // MARK: The archive

  /// What gets into the archive.
  private struct Content {
    var parts = BackupParts()
    /// How long each is, in bytes.
    var sizes: [Int] = []
    /// Those that are tables, which come first.
    var tables: [File] = []
    /// The content of the others.
    var texts: [[UInt8]] = []
  }

  /// What is there, as it is at one instant: first the tables, since what is in them may be sealed by a key
  /// that has just been made.
  private func content() throws(BackupError) -> Content {
    var tables: [String] = []
    for part in BackupParts.all { if let name = part.tableName { tables.append(name) } }
    let snapshot = try BackupError.mapping { () throws(StoreError) in
      try TableSnapshot(of: tables, in: directory, until: deadline)
    }
    var content = Content()
    content.tables = snapshot.files
    for part in BackupParts.all {
      if let name = part.tableName {
        guard let place = snapshot.names.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) else {
          continue
        }
        let file = snapshot.files[place]
        content.sizes.append(
          try BackupError.mapping { () throws(SystemError) in Int(try file.status().st_size) })
      } else {
        guard let text = try text(of: part) else { continue }
        content.texts.append(text)
        content.sizes.append(text.count)
      }
      content.parts.insert(part)
    }
    guard content.parts.contains(.users) else { throw .noUsers }
    return content
  }

  /// The content of a small file; nil of a table, and where there is none.
  private func text(of part: BackupPart) throws(BackupError) -> [UInt8]? {
    let path: String
    switch part {
    case .users, .undos, .invitations: return nil
    case .signingKeys, .privateKeys, .administratorMade: path = directory.path(part.name)
    case .settings: path = settingsFile
    }
    // One that the programs refuse would be refused when it is put back.
    if let keyFile = part.keyFile {
      do { _ = try keyFile.keysIfAny(in: directory) } catch { throw .keys(error) }
    }
    return try BackupError.mapping { () throws(SystemError) -> [UInt8]? in
      guard let file = try File.openIfPresent(path, O_NONBLOCK) else { return nil }
      guard let bytes = try file.readAll(maxBytes: part.maxBytes) else {
        throw SystemError(operation: "read \(part.name)", code: EFBIG)
      }
      return bytes
    }
  }

  /// Writes the archive. The sums come first, so that whoever unpacks it has them: their place is kept until
  /// all is written.
  private func write(
    to file: File, until end: Deadline?, _ progress: Progress
  ) throws(BackupError) -> Content {
    let content = try content()
    let all = content.sizes.reduce(0, +)
    var done = 0
    var checksums = Checksums()
    var writer = TarWriter(file)
    func put(_ bytes: [UInt8]) throws(BackupError) {
      try BackupError.mapping { () throws(SystemError) in try writer.write(bytes) }
    }
    func begin(_ name: [UInt8], _ count: Int) throws(BackupError) {
      let header = TarHeader(name: name, size: count, modifiedAt: max(now, 0))
      try BackupError.mapping { () throws(SystemError) in try writer.begin(header) }
    }
    let sumsBytes = Checksums.bytes(of: content.parts)
    try begin(Array(Checksums.name.description.utf8), sumsBytes)
    try put([UInt8](repeating: 0x0A, count: sumsBytes))
    var (place, unsynced) = (0, 0)
    for part in content.parts {
      let (name, size) = (Array(part.name.utf8), content.sizes[place])
      guard size <= TarHeader.maxSize else {
        throw .system(SystemError(operation: "archive \(part.name)", code: EFBIG))
      }
      var hash = SHA256()
      try begin(name, size)
      if place >= content.tables.count {
        let text = content.texts[place - content.tables.count]
        hash.update(text)
        try put(text)
      } else {
        var offset = 0
        while offset < size {
          if let end, end.hasPassed { throw .tooLarge }
          let bytes = try BackupError.mapping { () throws(SystemError) -> [UInt8] in
            let count = min(Self.chunkBytes, size - offset)
            let bytes = try content.tables[place].read(at: offset, count: count)
            guard bytes.count == count else { throw SystemError(operation: "read \(part.name)", code: EIO) }
            return bytes
          }
          hash.update(bytes)
          try put(bytes)
          offset += bytes.count
          done += bytes.count
          unsynced += bytes.count
          if unsynced >= Self.syncedBytes {
            unsynced = 0
            try BackupError.mapping { () throws(SystemError) in try file.sync() }
          }
          progress("copying", done, all)
        }
      }
      checksums.add(name, hash.finalize())
      place += 1
    }
    try BackupError.mapping { () throws(SystemError) in
      try writer.finish()
      try file.write(checksums.text, at: TarHeader.blockBytes)
      try file.sync()
    }
    return content
  }
}

import CGIAuthLibC

/// Puts a backup back, and closes what an old state of the users would open again.
///
/// The users are replaced. Of the rest what is here is newer, and stays: an old key may have got out since,
/// and links that were used since would be good once more. Sessions end, and so do tokens and mailed links,
/// whose numbers in the records are set anew.
struct Restoration {
  let directory: DataDirectory
  let now: Int
  /// How long others are waited for.
  let deadline: Deadline
  let randomness: Randomness
  /// Whether the settings are read from `auth.conf` in the data folder.
  let readsSettingsHere: Bool
  /// Reads settings, and says whether they name a data folder.
  let settings: (_ path: String) throws(ConfigurationError) -> Bool

  /// Looks at all of a backup: its form, the sums, every record of its tables, the keys, the settings.
  func check(_ file: File, _ progress: Backup.Progress) throws(BackupError) -> Restored {
    try unpacked(file, progress) { (result, _) throws(BackupError) in result }
  }

  /// Puts a backup back, once it was looked at.
  ///
  /// - Parameter takesAll: whether what is here is replaced, too, and not the users alone.
  func restore(_ file: File, takesAll: Bool, _ progress: Backup.Progress) throws(BackupError) -> Restored {
    try unpacked(file, progress) { (checked, drafts) throws(BackupError) in
      var result = checked
      result.unchangedUsers = try endLinks(of: checked.users, in: drafts, progress)
      try put(drafts, takesAll: takesAll, &result)
      return result
    }
  }

  private func unpacked(
    _ file: File, _ progress: Backup.Progress,
    _ body: (Restored, RestoreDrafts) throws(BackupError) -> Restored
  ) throws(BackupError) -> Restored {
    let archive = try BackupArchive(file)
    let folder = BackupFolder(in: directory)
    let lock = try folder.lock(until: deadline)
    let drafts = folder.drafts
    defer {
      drafts.discard()
      withExtendedLifetime(lock) {}
    }
    try BackupError.mapping { () throws(SystemError) in try drafts.make() }
    try archive.unpack(to: drafts, progress)
    var result = Restored(madeAt: archive.madeAt, users: try look(into: drafts, archive, progress))
    for part in archive.parts {
      if part == .settings, try namesDataFolder(drafts) {
        result.omitsSettings = true
      } else {
        result.restored.insert(part)
      }
    }
    return try body(result, drafts)
  }

  // MARK: Looking

  /// How many records are read at once.
  private static let pageCount = 1_000

  /// Reads every record and every key.
  ///
  /// - Returns: how many users there are.
  private func look(
    into drafts: RestoreDrafts, _ archive: BackupArchive, _ progress: Backup.Progress
  ) throws(BackupError) -> Int {
    var users = 0
    for part in archive.parts {
      if let table = part.table(in: drafts.directory) {
        let count: Int
        do throws(StoreError) { count = try Self.count(table, progress) } catch {
          guard case .damaged(let table, let reason) = error else { throw .store(error) }
          throw .archive("\(table) is damaged: \(reason)")
        }
        if part == .users { users = count }
      }
      if let keyFile = part.keyFile {
        do { _ = try keyFile.keysIfAny(in: drafts.directory) } catch {
          switch error {
          case .file(let problem, let name): throw .archive(problem.text(name))
          case .system(let error): throw .system(error)
          }
        }
      }
    }
    return users
  }

  private static func count(_ table: Table, _ progress: Backup.Progress) throws(StoreError) -> Int {
    var count = 0
    // How many there are is not known before.
    progress("reading", 0, 1)
    var place: Table.Cursor?
    try table.readEverything()
    repeat {
      let page = try table.page(after: place, maxRecords: pageCount)
      count += page.records.count
      place = page.next
    } while place != nil
    return count
  }

  private func namesDataFolder(_ drafts: RestoreDrafts) throws(BackupError) -> Bool {
    do { return try settings(drafts.directory.path(BackupPart.settings.name)) } catch {
      throw .archive(error.text)
    }
  }

  // MARK: Putting back

  /// Makes every token that was issued before, and every link that was mailed, one of before: some were used
  /// since the backup was made.
  ///
  /// - Returns: how many records have no room for that.
  private func endLinks(
    of users: Int, in drafts: RestoreDrafts, _ progress: Backup.Progress
  ) throws(BackupError) -> Int {
    let number = try BackupError.mapping { () throws(SystemError) in
      var reader = ByteReader(try randomness.bytes(4)[...])
      // Nobody has used so many that it is the number of an old one.
      return reader.number(4) & 0x7FFF_FFFF
    }
    let changes: [(name: StaticString, value: JSONValue?)] = [
      ("since", .number(JSONNumber(now + 1))), ("tickets", .number(JSONNumber(number))),
    ]
    var (done, unchanged) = (0, 0)
    guard let table = BackupPart.users.table(in: drafts.directory) else { return 0 }
    try BackupError.mapping { () throws(StoreError) in
      try table.rewrite { key, value in
        done += 1
        if done % Self.pageCount == 0 { progress("ending old links", done, users) }
        // A key that is no address is nobody who could log in.
        guard let email = EmailAddress(key) else { return nil }
        let changed = User(email: email, record: value).replacing(changes)
        if changed == nil { unchanged += 1 }
        return changed?.record
      }
    }
    return unchanged
  }

  /// The order is that of an end at any instant: no session of a former state meets the old users; keys are
  /// there before what they sealed; and who is in the administrators' group counts only beside those users
  /// for whom it was made.
  private func put(
    _ drafts: RestoreDrafts, takesAll: Bool, _ result: inout Restored
  ) throws(BackupError) {
    let here = try partsHere()
    var taken = BackupParts()
    for part in result.restored {
      let isElsewhere = part == .settings && !readsSettingsHere
      let stays = isElsewhere || here.contains(part) && (part == .administratorMade || !takesAll)
      if part == .users || !stays { taken.insert(part) } else { result.kept.insert(part) }
    }
    result.restored = taken
    let before = try taken.contains { here.contains($0) } ? makeFolder() : nil
    result.before = before?.name
    try BackupError.mapping { () throws(StoreError) in
      try Table(Sessions.tableName, in: directory, until: deadline).clear()
    }
    for turn in 0...Self.lastTurn {
      for part in taken where Self.turn(of: part) == turn { try replace(part, from: drafts, before) }
    }
  }

  private func partsHere() throws(BackupError) -> BackupParts {
    try BackupError.mapping { () throws(SystemError) in
      var here = BackupParts()
      for part in BackupParts.all where try directory.has(part.name) { here.insert(part) }
      return here
    }
  }

  private static let lastTurn = 3

  private static func turn(of part: BackupPart) -> Int {
    switch part {
    case .privateKeys, .signingKeys, .settings: 0
    case .undos, .invitations: 1
    case .users: 2
    case .administratorMade: lastTurn
    }
  }

  private typealias Before = (name: String, directory: DataDirectory)

  /// Makes the folder for what is replaced.
  private func makeFolder() throws(BackupError) -> Before {
    try BackupError.mapping { () throws(SystemError) in
      var number = 1
      while true {
        let name = "before-restore-\(BackupFolder.time(now))\(number == 1 ? "" : "-\(number)")"
        if mkdir(directory.path(name), 0o700) == 0 {
          try directory.sync()
          return (name, directory.moved(to: directory.path(name)))
        }
        guard errno == EEXIST else { throw .last("make \(name)") }
        number += 1
      }
    }
  }

  private func replace(
    _ part: BackupPart, from drafts: RestoreDrafts, _ before: Before?
  ) throws(BackupError) {
    let draft = drafts.directory.path(part.name)
    if let table = part.table(in: directory, until: deadline) {
      try BackupError.mapping { () throws(StoreError) in
        try table.replace(by: draft, keepingIn: before?.directory)
      }
    } else {
      try BackupError.mapping { () throws(SystemError) in
        if let before, try directory.has(part.name) { try directory.keep(part.name, in: before.directory) }
        guard rename(draft, directory.path(part.name)) == 0 else { throw .last("rename \(part.name)") }
        try directory.sync()
      }
    }
  }
}

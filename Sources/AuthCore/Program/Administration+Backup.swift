// Backups, whoever asks for them: admin.cgi, or somebody at a shell.
extension Administration {
  package var backups: BackupFolder { BackupFolder(in: call.configuration.dataDirectory) }

  var backup: Backup {
    Backup(
      of: call.configuration.dataDirectory, settingsFile: call.configuration.file, now: call.clock.now(),
      deadline: call.deadline)
  }

  /// Makes a backup in the folder of backups.
  ///
  /// - Parameter end: when to give up; nil to take what time it needs.
  /// - Throws: 409 where there is nobody yet, or more than the time allows.
  package func makeBackup(
    until end: Deadline? = nil, _ progress: Backup.Progress = { _, _, _ in }
  ) throws(Refusal) -> Backup.Made {
    let made = try Refusal.taking(backup: try backup.make(until: end, progress))
    record("backup-made", about: made.name)
    return made
  }

  /// Removes a backup for good.
  ///
  /// - Throws: 404.
  package func removeBackup(_ name: [UInt8]) throws(Refusal) {
    guard let removed = try Refusal.taking(system: try backups.remove(name)) else { throw .backupUnknown }
    record("backup-removed", about: removed)
  }

  /// Tells the audit log what was done, and with which file.
  func record(_ word: StaticString, about file: String) {
    var event = AuditEvent(word, reason: file, nil, user: nil)
    event.doer = doer
    call.record(event)
  }
}

extension Refusal {
  package static var backupUnknown: Refusal {
    Refusal(.notFound, "backup-unknown", "There is no such backup", text: .backupUnknown)
  }

  /// Nobody has registered yet.
  static var nothingToKeep: Refusal {
    Refusal(.conflict, "no-users", "Nobody has registered yet", text: .nothingToKeep)
  }

  /// There is more to copy than a request has time for.
  static var backupTooLarge: Refusal {
    Refusal(
      .conflict, "backup-too-large",
      "There are too many users for a backup by a request: use cgi-auth backup",
      text: .backupTooLarge)
  }

  /// What is told of what keeps a backup from being made, or from being put back.
  init(_ error: BackupError) {
    switch error {
    case .store(let error): self.init(Failure(error))
    case .system(let error), .place(let error): self.init(Failure(error))
    case .keys(let error): self.init(Failure(error))
    case .noUsers: self = .nothingToKeep
    case .tooLarge: self = .backupTooLarge
    // Only of one that is put back, which a shell tells of itself.
    case .archive: self.init(.internal("a backup"))
    }
  }

  static func taking<Value>(backup body: @autoclosure () throws(BackupError) -> Value) throws(Refusal)
    -> Value
  {
    do throws(BackupError) { return try body() } catch { throw Refusal(error) }
  }
}

import CGIAuthCore
import CGIAuthLibC

extension Verb {
  private static let to = CommandOption("--to", "FILE", "make this file, and none in the folder backup")
  private static let check = CommandOption("--check", nil, "look at all of it, and change nothing")
  private static let everything = CommandOption(
    "--all", nil, "replace keys, settings and links by those of the backup, too")

  static var backups: [Verb] {
    [
      Verb("backup", options: [to], "one file with the users, the keys and the settings", backup),
      Verb(
        "restore", nil, "FILE", 1...1, options: [check, everything],
        "put a backup back; what was here before is kept", restore),
    ]
  }

  @Sendable private static func backup(_ work: Work) throws(CommandError) -> Report {
    let administration = try work.administration()
    let made: Backup.Made
    if let path = work.typed.value(of: to) {
      made = try work.backup(EX_CANTCREAT) { () throws(Shell.BackupProblem) in
        try work.shell.makeBackup(String(decoding: path, as: UTF8.self), administration, work.showProgress)
      }
    } else {
      made = try work.backup(EX_CANTCREAT) { () throws(Shell.BackupProblem) in
        do throws(Refusal) { return try administration.makeBackup(until: nil, work.showProgress) } catch {
          throw .refused(error)
        }
      }
    }
    let isHere = !work.typed.has(to)
    let path =
      isHere ? work.call.configuration.dataDirectory.path("\(BackupFolder.name)/\(made.name)") : made.name
    let files = zip(made.files, made.sizes).map { file, size in
      JSONValue.object(
        JSONObject(members: [
          .init("name", .text(file)), .init("size", .number(JSONNumber(size))),
        ]))
    }
    return Report(
      done: "Backup made",
      [
        .init("file", .text(path)), .init("size", .number(JSONNumber(made.bytes))),
        .init("files", .array(files)),
      ],
      below: """
        \(TextTable.plain(path))
        \(made.bytes) bytes. Whoever has the file has every hash and every key of the site.

        """)
  }

  @Sendable private static func restore(_ work: Work) throws(CommandError) -> Report {
    let path = String(decoding: work.typed.arguments[0], as: UTF8.self)
    let administration = try work.administration()
    let isOnlyLook = work.typed.has(check)
    let restored = try work.backup(EX_NOINPUT) { () throws(Shell.BackupProblem) in
      if isOnlyLook {
        try work.shell.checkBackup(path, work.call, work.showProgress)
      } else {
        try work.shell.restore(path, takesAll: work.typed.has(everything), administration, work.showProgress)
      }
    }
    return report(of: restored, isOnlyLook: isOnlyLook)
  }

  private static func report(of restored: Restored, isOnlyLook: Bool) -> Report {
    func texts(_ names: [String]) -> JSONValue { .array(names.map { .text($0) }) }
    func list(_ names: [String]) -> String { names.joined(separator: ", ") }
    let madeAt = internetTime(restored.madeAt)
    var members: [JSONObject.Member] = [
      .init("made", .text(madeAt)), .init("users", .number(JSONNumber(restored.users))),
      .init(isOnlyLook ? "files" : "restored", texts(restored.restoredFiles)),
    ]
    var text = "Made at \(madeAt), \(restored.users) users: \(list(restored.restoredFiles)).\n"
    if !isOnlyLook {
      members.append(.init("kept", texts(restored.keptFiles)))
      members.append(.init("before", restored.before.map { .text($0) } ?? .null))
      if !restored.keptFiles.isEmpty {
        text += "Kept as they are here: \(list(restored.keptFiles)).\n"
      }
      if let before = restored.before {
        text += "What was here before is in \(before) in the data folder: remove it when all is well.\n"
      }
      text +=
        "Everybody has to log in anew, by the password of then. Links that were mailed are no longer good.\n"
      if restored.unchangedUsers > 0 {
        text += "Of \(restored.unchangedUsers) users the records have no room: their old links stay good.\n"
      }
    }
    if restored.omitsSettings {
      text += "Left out: auth.conf, since it names a data folder.\n"
    }
    return Report(
      done: isOnlyLook ? "The backup is whole" : "The backup was put back", members, below: text)
  }
}

extension Work {
  /// Makes a backup, or puts one back.
  ///
  /// - Parameter fileStatus: the exit status where the file that was named is what is wrong.
  fileprivate func backup<Value>(
    _ fileStatus: Int32, _ body: () throws(Shell.BackupProblem) -> Value
  ) throws(CommandError) -> Value {
    defer { shell.process.showProgress("") }
    do throws(Shell.BackupProblem) { return try body() } catch {
      switch error {
      case .archive(let problem):
        throw CommandError(
          EX_DATAERR, "backup-damaged", "this is no whole backup: \(TextTable.plain(problem))",
          advice: "nothing was changed: take another one")
      case .file(let problem):
        throw CommandError(fileStatus, "file", TextTable.plain(problem), advice: "name another file")
      case .refused(let refusal): throw CommandError(refusal)
      }
    }
  }

  /// Says how far something is, to somebody who watches.
  fileprivate func showProgress(_ step: StaticString, _ done: Int, _ all: Int) {
    shell.process.showProgress("\(step): \(all > 0 ? 100 * done / all : 100) %")
  }
}

import CGIAuthCore
import CGIAuthLibC
import CGIAuthTransfer

extension Verb {
  private static let format = CommandOption("--format", "FORMAT", "htpasswd, htdbm, csv, wordpress or json")
  private static let outputFormat = CommandOption("--format", "FORMAT", "json (the default), csv or htpasswd")
  private static let groupsFile = CommandOption(
    "--groups-file", "FILE", "who is in which groups, as Apache's AuthGroupFile has it; means --groups")
  private static let domain = CommandOption(
    "--domain", "DOMAIN", "names without an @ get this behind one")
  private static let takesGroups = CommandOption("--groups", nil, "groups come along")
  private static let withoutPasswords = CommandOption(
    "--without-passwords", nil, "who has a hash of another kind gets an account, and chooses a password later"
  )
  private static let trial = CommandOption("--dry-run", nil, "say what would be done, and write nothing")

  static var transfer: [Verb] {
    [
      Verb(
        "import", nil, "FILE", 1...1,
        options: [format, groupsFile, domain, takesGroups, withoutPasswords, trial],
        "add the users of a file", importing),
      Verb("export", nil, "", 0...0, options: [outputFormat], "write all users, with their hashes", export),
    ]
  }

  // MARK: Import

  @Sendable private static func importing(_ work: Work) throws(CommandError) -> Report {
    let administration = try work.administration()
    let options = try options(of: work, administration.administrators)
    var known: ImportFormat?
    if let text = work.typed.value(of: format) {
      guard let found = ImportFormat(word: text) else {
        throw .usage("\(format.name) wants \(format.help)")
      }
      known = found
    }
    let file = try open(work.typed.arguments[0], work)
    let other = if let path = work.typed.value(of: groupsFile) { try open(path, work) } else { nil as File? }
    var run: ImportRun
    do throws(ImportError) {
      let groups = if let other { try GroupsFile(other) } else { nil as GroupsFile? }
      run = try ImportRun(
        file, known, options, groups: groups, work.call.site.passwords, now: work.call.clock.now())
    } catch { throw CommandError(error) }
    return try report(of: &run, administration, work)
  }

  private static func options(
    of work: Work, _ administrators: Administrators
  ) throws(CommandError) -> ImportOptions {
    var options = ImportOptions(administrators)
    options.takesGroups = work.typed.has(takesGroups) || work.typed.has(groupsFile)
    options.makesWithoutPasswords = work.typed.has(withoutPasswords)
    options.isTrial = work.typed.has(trial)
    if let text = work.typed.value(of: domain) {
      guard EmailAddress.isDomain(text) else {
        throw .usage("\(domain.name) wants what may stand behind the @ of an address")
      }
      options.domain = text
    }
    return options
  }

  /// Opens a file that was named. A tool that is writing a GDBM file has it locked.
  private static func open(_ path: [UInt8], _ work: Work) throws(CommandError) -> File {
    do throws(SystemError) {
      let file = try File.open(String(decoding: path, as: UTF8.self), O_RDONLY | O_NONBLOCK)
      if try file.lock(LOCK_SH, until: Deadline(milliseconds: 1000)) { return file }
    } catch { throw CommandError(.file(error)) }
    throw CommandError(EX_TEMPFAIL, "file-busy", "another program is writing the file", advice: "try again")
  }

  private static func report(
    of run: inout ImportRun, _ administration: Administration, _ work: Work
  ) throws(CommandError) -> Report {
    let process = work.shell.process
    var isLast = false
    while !isLast {
      do throws(ImportError) {
        let step = try administration.next(&run)
        // At once: an import of many steps may be killed between two.
        work.shell.finish(work.call)
        isLast = step.isLast
        if !step.refusals.isEmpty { process.showProgress("") }
        for refusal in step.refusals {
          process.complain(
            "\(run.unit.word) \(refusal.number): \(refusal.fault.rawValue): \(refusal.fault.plainText)")
        }
        let tally = run.tally
        process.showProgress("\(tally.added + tally.present + tally.refused)")
      } catch {
        process.showProgress("")
        if run.tally.added > 0 {
          process.complain("\(run.tally.added) users are in; the same command goes on from there")
        }
        throw CommandError(error)
      }
    }
    process.showProgress("")
    return Report(run.tally, run.unit, isTrial: run.options.isTrial)
  }

  // MARK: Export

  /// How much is written at once, in bytes.
  private static let chunkBytes = 1 << 16

  @Sendable private static func export(_ work: Work) throws(CommandError) -> Report {
    var format = UserExport.json
    if let text = work.typed.value(of: outputFormat) {
      guard let found = UserExport(word: text) else {
        throw .usage("\(outputFormat.name) wants \(outputFormat.help)")
      }
      format = found
    }
    guard !work.typed.has(.json) || format == .json else {
      throw .usage("\(CommandOption.json.name) and another format are two things")
    }
    var event = AuditEvent("users-exported", nil, user: nil)
    event.doer = .shell(work.shell.process.starter)
    work.call.record(event)
    let process = work.shell.process
    var chunk = format.beginning
    var isTaken = true
    try work.site { () throws(Refusal) in
      try Refusal.taking(
        store: try work.call.users.forEach { user in
          chunk += format.line(of: user)
          if chunk.count >= chunkBytes {
            isTaken = process.write(chunk)
            chunk = []
          }
          return isTaken
        })
    }
    guard isTaken, process.write(chunk) else {
      throw CommandError(EX_IOERR, "output", "standard output was not taken: the export is not whole")
    }
    return .written
  }
}

extension Report {
  /// What came of an import. It exits with 65 where a line was not taken.
  fileprivate init(_ tally: ImportTally, _ unit: ImportFormat.Unit, isTrial: Bool) {
    let message = isTrial ? "Users who would be imported: \(tally.added)" : "Users imported: \(tally.added)"
    var text = "\(message).\n"
    for (count, what) in [
      (tally.present, "had an account before, which stays as it is" as StaticString),
      (tally.withoutPassword, "of them without a password, until they choose one by recover.cgi"),
      (tally.leftOutOfAdministrators, "of them without the administrators' group, which no import gives"),
      (tally.refused, "not taken, named above"),
    ] where count > 0 { text += "\(count) \(what).\n" }
    self.init(
      [.init("message", .text(message))] + tally.members(unit), text: text,
      status: tally.refused > 0 ? EX_DATAERR : 0)
  }
}

extension CommandError {
  /// Why an import stopped.
  fileprivate init(_ error: ImportError) {
    switch error {
    case .file(let error):
      self.init(
        EX_NOINPUT, "file-unreadable", error.text,
        advice: "the file must be one that the data's owner can read")
    case .unusable(let problem):
      self.init(
        EX_DATAERR, problem.rawValue, "the file cannot be imported: \(problem.plainText)",
        advice: "docs/import.md shows what files look like")
    case .store(let error): self.init(Failure(error))
    }
  }
}

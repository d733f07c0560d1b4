import CGIAuthLibC

// What is done with files that somebody at a shell names. A backup is put back there alone, by whoever has
// the data.
extension Shell {
  /// Why a backup was not made, or not put back. Nothing was changed.
  package enum BackupProblem: Error {
    /// It is none, or not whole; what is wrong with it.
    case archive(String)
    /// The file cannot be opened, or made; why.
    case file(String)
    case refused(Refusal)

    init(_ error: BackupError) {
      switch error {
      case .archive(let problem): self = .archive(problem)
      case .place(let error): self = .file(error.text)
      default: self = .refused(Refusal(error))
      }
    }
  }

  /// Makes a backup as a file of this path, where there is none.
  package func makeBackup(
    _ path: String, _ administration: Administration, _ progress: Backup.Progress
  ) throws(BackupProblem) -> Backup.Made {
    let made: Backup.Made
    do throws(BackupError) { made = try administration.backup.make(at: path, progress) } catch {
      throw BackupProblem(error)
    }
    administration.record("backup-made", about: File.name(ofPath: path))
    return made
  }

  /// Looks at all of a backup, and changes nothing.
  package func checkBackup(
    _ path: String, _ call: Call, _ progress: Backup.Progress
  ) throws(BackupProblem) -> Restored {
    try restoring(path) { file throws(BackupError) in try restoration(call).check(file, progress) }
  }

  /// Puts a backup back.
  ///
  /// - Parameter takesAll: whether what is here is replaced, too, and not the users alone.
  package func restore(
    _ path: String, takesAll: Bool, _ administration: Administration, _ progress: Backup.Progress
  ) throws(BackupProblem) -> Restored {
    let restored = try restoring(path) { file throws(BackupError) in
      try restoration(administration.call).restore(file, takesAll: takesAll, progress)
    }
    administration.record("restored", about: File.name(ofPath: path))
    return restored
  }

  private func restoring(
    _ path: String, _ body: (File) throws(BackupError) -> Restored
  ) throws(BackupProblem) -> Restored {
    let file: File
    // A pipe is not waited for.
    do throws(SystemError) { file = try File.open(path, O_RDONLY | O_NONBLOCK) } catch {
      throw .file(error.text)
    }
    do throws(BackupError) { return try body(file) } catch { throw BackupProblem(error) }
  }

  private func restoration(_ call: Call) -> Restoration {
    let configuration = call.configuration
    let here = configuration.dataDirectory.path(ConfigurationFile.defaultName)
    return Restoration(
      directory: configuration.dataDirectory, now: call.clock.now(), deadline: call.deadline,
      randomness: call.site.randomness, readsSettingsHere: configuration.file.utf8.elementsEqual(here.utf8)
    ) { path throws(ConfigurationError) in
      let file = try ConfigurationFile(required: path, SettingKey.place)
      var read = Configuration(programDirectory: configuration.programDirectory)
      try read.take(file)
      return file.lines.contains { $0.key.isEqual(to: Setting.dataDirectory.key) }
    }
  }
}

/// Why there is no backup, or why one was not put back. Nothing has changed then, unless it says so.
enum BackupError: Error {
  case store(StoreError)
  case system(SystemError)
  /// The file that was named cannot be opened, or made.
  case place(SystemError)
  /// A key file cannot be used: one here that is to get into a backup, or one of a backup.
  case keys(KeyFileError)
  /// Nobody has registered yet.
  case noUsers
  /// There is more to copy than the time allows.
  case tooLarge
  /// The archive is none, or not whole; what is wrong with it.
  case archive(String)

  /// What the archive's own form is at fault for.
  init(_ error: TarError) {
    switch error {
    case .malformed(let problem): self = .archive(problem.description)
    case .system(let error): self = .system(error)
    }
  }

  static func mapping<Value>(_ body: () throws(SystemError) -> Value) throws(BackupError) -> Value {
    do { return try body() } catch { throw .system(error) }
  }

  static func mapping<Value>(_ body: () throws(StoreError) -> Value) throws(BackupError) -> Value {
    do { return try body() } catch { throw .store(error) }
  }

  static func mapping<Value>(_ body: () throws(TarError) -> Value) throws(BackupError) -> Value {
    do { return try body() } catch { throw BackupError(error) }
  }
}

/// Why a table could not be read or written. Whatever it was, nothing was lost; a write may have been done
/// only where the last step, waiting for the disk, failed.
public enum StoreError: Error, Hashable, Sendable {
  /// Another process held the lock all the time that a request may wait, or changed the file without one.
  case busy(table: String)
  /// The file is not a GDBM file of this machine's kind, or is damaged. It is left as it is.
  case damaged(table: String, reason: String)
  /// The file is whole, but takes no more such keys.
  case full(table: String, reason: String)
  /// A system call failed: disk full, no permission, input/output error.
  case system(SystemError)

  /// A stable reason word, then what an administrator needs.
  var logLine: String {
    switch self {
    case .busy(let table): "store-busy \(table): another process holds the lock or changes the file"
    case .damaged(let table, let reason): "store-damaged \(table): \(reason); restore it from a backup"
    case .full(let table, let reason): "store-full \(table): \(reason); the file is whole: restore nothing"
    case .system(let error): "store-error \(error.text)"
    }
  }
}

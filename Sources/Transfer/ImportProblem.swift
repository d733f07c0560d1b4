package import CGIAuthCore

/// Why a file cannot be imported at all: a stable word.
package enum ImportProblem: String, CaseIterable, Sendable {
  /// It is no regular file.
  case notAFile = "not-a-file"
  /// No column is called as one for the address is.
  case noAddressColumn = "no-address-column"
  /// No column is called as one for the hash is.
  case noHashColumn = "no-hash-column"
  /// The GDBM file is damaged, or of another kind of machine.
  case damaged = "file-damaged"
  /// The file of the groups is too long, or has a line without a colon.
  case groupsMalformed = "groups-malformed"

  /// What is said of it at a shell.
  package var plainText: StaticString {
    switch self {
    case .notAFile: "it is no regular file"
    case .noAddressColumn: "its first line names no column email or user_email"
    case .noHashColumn: "its first line names no column hash, user_pass or password"
    case .damaged: "the GDBM file is damaged, or was made on another kind of machine"
    case .groupsMalformed: "the file of the groups is too long, or has a line without a colon"
    }
  }
}

/// Why an import stops.
package enum ImportError: Error {
  /// The file cannot be read.
  case file(SystemError)
  case unusable(ImportProblem)
  /// The table of the users cannot be read or written.
  case store(StoreError)

  static func taking<Value>(
    file work: @autoclosure () throws(SystemError) -> Value
  ) throws(ImportError) -> Value {
    do { return try work() } catch { throw .file(error) }
  }

  /// Of a GDBM file that is imported.
  static func taking<Value>(
    table work: @autoclosure () throws(StoreError) -> Value
  ) throws(ImportError) -> Value {
    do { return try work() } catch {
      if case .system(let error) = error { throw .file(error) }
      throw .unusable(.damaged)
    }
  }

  static func taking<Value>(
    store work: @autoclosure () throws(StoreError) -> Value
  ) throws(ImportError) -> Value {
    do { return try work() } catch { throw .store(error) }
  }
}

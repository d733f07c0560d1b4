import CGIAuthGDBM
import CGIAuthLibC

/// An open GDBM file. Locking is the caller's: GDBM's own does not wait.
///
/// GDBM is opened without a function for fatal errors: having called one, it ends the process; without, it
/// reports the error like every other.
///
/// GDBM reads and writes the file by read(2) and write(2) (`GDBM_NOMMAP`): through a mapping, a full disk or
/// a file that somebody truncates would be a SIGBUS instead of an error.
final class GDBMFile {
  /// GDBM's words for what went wrong, and the system's where it was a system call.
  struct Failure: Error {
    let text: String
    /// The error number behind it, 0 where the file itself is at fault.
    let systemCode: Int32
    /// What kind of failure it is.
    var kind = Kind.other

    enum Kind {
      /// The directory cannot be made larger: by GDBM's limit, or for want of memory.
      case full
      case badHeader
      case other

      init(_ code: gdbm_error) {
        switch Int(code) {
        case Int(GDBM_DIR_OVERFLOW), Int(GDBM_MALLOC_ERROR): self = .full
        case Int(GDBM_BAD_HEADER): self = .badHeader
        default: self = .other
        }
      }
    }
  }

  private let handle: GDBM_FILE
  private var isClosed = false

  private init(_ handle: GDBM_FILE) { self.handle = handle }

  deinit { if !isClosed { gdbm_close(handle) } }

  /// Opens an open file for reading. GDBM gets a descriptor of its own, which shares the file's lock and its
  /// position: GDBM takes that to be the beginning.
  static func reader(_ file: File) throws(Failure) -> GDBMFile {
    guard lseek(file.descriptor, 0, SEEK_SET) == 0 else { throw Failure(text: "seek", systemCode: errno) }
    let descriptor = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0)
    guard descriptor >= 0 else { throw Failure(text: "dup", systemCode: errno) }
    let flags = GDBM_READER | GDBM_NOLOCK | GDBM_NOMMAP | GDBM_CLOERROR
    guard let handle = gdbm_fd_open(descriptor, file.name, 0, flags, nil) else { throw failure() }
    return GDBMFile(handle)
  }

  /// Opens a file for writing.
  ///
  /// - Parameter creating: whether to make it, empty, with permissions 0600.
  static func writer(_ path: String, creating: Bool) throws(Failure) -> GDBMFile {
    let flags = (creating ? GDBM_NEWDB : GDBM_WRITER) | GDBM_NOLOCK | GDBM_NOMMAP | GDBM_CLOEXEC
    guard let handle = gdbm_open(path, 0, flags, 0o600, nil) else { throw failure() }
    return GDBMFile(handle)
  }

  /// The value of a key, or nil where there is none (gdbm_fetch(3)).
  func value(_ key: [UInt8]) throws(Failure) -> [UInt8]? {
    let found = Self.withDatum(key) { gdbm_fetch(handle, $0) }
    guard let bytes = found.dptr else {
      if gdbm_last_errno(handle) == gdbm_error(GDBM_ITEM_NOT_FOUND) { return nil }
      throw failure()
    }
    defer { free(bytes) }
    return Array(UnsafeRawBufferPointer(start: bytes, count: Int(found.dsize)))
  }

  /// Sets the value of a key (gdbm_store(3)), or removes it where the value is nil (gdbm_delete(3)).
  func set(_ key: [UInt8], _ value: [UInt8]?) throws(Failure) {
    let result: CInt
    if let value {
      result = Self.withDatum(key) { key in
        Self.withDatum(value) { gdbm_store(handle, key, $0, GDBM_REPLACE) }
      }
    } else {
      result = Self.withDatum(key) { gdbm_delete(handle, $0) }
      if result != 0 && gdbm_last_errno(handle) == gdbm_error(GDBM_ITEM_NOT_FOUND) { return }
    }
    guard result == 0 else { throw failure() }
  }

  /// Reads every key and its value (gdbm_firstkey(3)): fails where any is damaged.
  func readEverything() throws(Failure) {
    var datum = gdbm_firstkey(handle)
    while let bytes = datum.dptr {
      defer { free(bytes) }
      _ = try value(Array(UnsafeRawBufferPointer(start: bytes, count: Int(datum.dsize))))
      datum = gdbm_nextkey(handle, datum)
    }
    guard gdbm_last_errno(handle) == gdbm_error(GDBM_ITEM_NOT_FOUND) else { throw failure() }
  }

  /// Writes everything and waits until it is on the disk (gdbm_sync(3)). A write that failed without an error
  /// from `set` shows here or in gdbm_needs_recovery(3).
  func sync() throws(Failure) {
    guard gdbm_sync(handle) == 0, gdbm_needs_recovery(handle) == 0 else { throw failure() }
  }

  /// Closes the file; a last write that fails is an error.
  func close() throws(Failure) {
    isClosed = true
    guard gdbm_close(handle) == 0 else { throw Self.failure() }
  }

  private func failure() -> Failure {
    Failure(
      text: String(cString: gdbm_db_strerror(handle)), systemCode: gdbm_last_syserr(handle),
      kind: .init(gdbm_error(gdbm_last_errno(handle))))
  }

  private static func failure() -> Failure {
    let systemCode = errno
    let code = cgdbm_errno()
    return Failure(
      text: String(cString: gdbm_strerror(code)), systemCode: gdbm_check_syserr(code) != 0 ? systemCode : 0,
      kind: .init(gdbm_error(code)))
  }

  private static func withDatum<Result>(_ bytes: [UInt8], _ body: (datum) -> Result) -> Result {
    var bytes = bytes
    return bytes.withUnsafeMutableBytes {
      body(datum(dptr: $0.bindMemory(to: CChar.self).baseAddress, dsize: CInt($0.count)))
    }
  }
}

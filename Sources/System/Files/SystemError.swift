import CGIAuthLibC

/// A system call that failed.
public struct SystemError: Error, Hashable, Sendable {
  /// The call and what it was for, such as `open users.gdbm`. Never a path, never anything a client sent.
  public let operation: String
  /// The error number (errno(3)).
  public let code: Int32

  package init(operation: String, code: Int32) {
    self.operation = operation
    self.code = code
  }

  /// The error of the call that just failed.
  package static func last(_ operation: String) -> SystemError {
    SystemError(operation: operation, code: errno)
  }

  /// Whether it is that this process may not.
  var isForPermissions: Bool { code == EACCES || code == EPERM }

  /// Operation and the system's own words for the error.
  public var text: String { "\(operation): \(String(cString: strerror(code)))" }
}

import CGIAuthCore

/// Why guard.cgi does not give what is there, for reasons that an administrator can mend.
enum GuardFault: Hashable {
  /// No web server handed this request over as one for a guarded folder.
  case notHandedOver
  /// The file's path and the URL have no tail in common: what is guarded cannot be told.
  case unmatchedPath
  /// A symbolic link stands in the way.
  case symbolicLink
  /// A pipe, a device or a socket.
  case notRegular
  /// The file or folder cannot be opened.
  case unreadable(SystemError)
  /// A script that cannot be run: sending it would show its source.
  case source
  /// A script that everybody may write to.
  case writableScript
  /// A script whose length Apache would believe (`ap_trust_cgilike_cl`).
  case believedScript
  /// The script, or its interpreter, does not start.
  case cannotStart(SystemError)

  private var told: Failure.Told {
    switch self {
    case .notHandedOver, .unmatchedPath: .hidden
    case .symbolicLink, .notRegular, .unreadable, .source, .writableScript, .believedScript: .forbidden
    case .cannotStart: .broken
    }
  }

  /// The line for the web server's log. The server's own log has the URL.
  private var logLine: String {
    switch self {
    case .notHandedOver: "guard-not-handler no Action (Apache) or cgi.assign (lighttpd) led to guard.cgi"
    case .unmatchedPath: "guard-path-mismatch the file's path does not end as the URL does"
    case .symbolicLink: "guard-symlink a symbolic link below the guarded folder is not followed"
    case .notRegular: "guard-not-a-file a pipe, device or socket is not served"
    case .unreadable(let error): "guard-unreadable \(error.text)"
    case .source:
      "guard-source a script is not sent: make it executable (755), or name its interpreter in guard_interpreter"
    case .writableScript:
      "guard-script-writable a script that everybody may write to is not run: chmod it to 755"
    case .believedScript:
      "guard-script-length a script is not run where ap_trust_cgilike_cl is set: docs/guard.md"
    case .cannotStart(let error): "guard-script-failed \(error.text)"
    }
  }

  var failure: Failure { Failure(told, logLine) }
}

extension Refusal {
  init(_ fault: GuardFault) { self.init(fault.failure) }
}

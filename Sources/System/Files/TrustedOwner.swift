package import CGIAuthLibC

/// Whose files are believed: those of root, of the user this runs as, and of the owner of the program's own
/// file. Each of these could do as they please anyway, the last by replacing the program.
package enum TrustedOwner {
  /// Whether a file or folder is believed.
  ///
  /// - Parameter status: its metadata.
  package static func owns(_ status: stat) -> Bool {
    let user = status.st_uid
    if user == 0 || isOurselves(user) { return true }
    // Now, and only now, the program's file is looked at.
    return user == ownerOfProgram()
  }

  /// Whether this is the user that this runs as: the kernel has told (getauxval(3)), so no
  /// system call is needed to ask.
  static func isOurselves(_ user: uid_t) -> Bool { user == uid_t(getauxval(UInt(AT_EUID))) }

  /// Whether this runs as another user than the one whom the program's file belongs to, as it does on hosts
  /// that run everybody's programs as the web server's user.
  package static var isProgramOfAnother: Bool { ownerOfProgram().map { !isOurselves($0) } ?? false }

  /// The line in the log where that is what is wrong, its reason word first.
  static func problem(_ text: String) -> String {
    "server-user \(text); the programs do not run as the owner of their files: docs/host.md"
  }

  private static func ownerOfProgram() -> uid_t? {
    var status = stat()
    // The file that runs, also where another has taken its name (proc(5)).
    if stat("/proc/self/exe", &status) == 0 { return status.st_uid }
    // Without /proc, the path it was started by.
    guard let path = UnsafePointer<CChar>(bitPattern: getauxval(UInt(AT_EXECFN))), stat(path, &status) == 0
    else { return nil }
    return status.st_uid
  }
}

package import CGIAuthLibC

/// A program that somebody started from a shell, as the system tells of it.
package struct CommandProcess {
  /// What was typed, the program's name first.
  private let words: [[UInt8]]
  package let environment: Environment
  /// The folder of the program's own file.
  package let programDirectory: String

  /// What became of a program that was to go on as another user: only a failure comes back.
  package enum Failure: Error {
    /// The system does not make this process another user's.
    case refused
    /// Nor does that user get to run the program.
    case notStarted
  }

  /// - Throws: where the system does not say what was typed.
  init(_ environment: Environment, programDirectory: String) throws(SystemError) {
    // Embedded Swift knows no arguments. Each ends with a zero byte (proc_pid_cmdline(5)).
    let content = try File.open("/proc/self/cmdline", O_RDONLY).readAll(maxBytes: Self.maxBytes) ?? []
    words = content.split(separator: 0, omittingEmptySubsequences: false).dropLast().map { Array($0) }
    self.environment = environment
    self.programDirectory = programDirectory
  }

  private static let maxBytes = 1 << 21
  /// The variable that says who started a program that went on as another user.
  private static let starterVariable = "CGI_AUTH_STARTED_BY"

  /// What was typed behind the program's name.
  package var arguments: [[UInt8]] { Array(words.dropFirst()) }

  /// Whom this runs as.
  package var userID: uid_t { geteuid() }

  /// The name of the user who started it, or the number where the system's file has none.
  package var starter: String {
    let text = environment[Self.starterVariable] ?? []
    if let user = SystemUser(text), userID != 0 { return user.name }
    return SystemUser(id: getuid(), group: getgid()).name
  }

  /// Makes this process another user's for good, and starts the program anew: the kernel tells each program
  /// once whose it is (getauxval(3)), and nothing that was open stays so.
  package func goOn(as user: SystemUser) throws(Failure) -> Never {
    let name = starter
    var groups = [user.group]
    guard setgroups(1, &groups) == 0, setgid(user.group) == 0, setuid(user.id) == 0,
      geteuid() == user.id, user.id == 0 || setuid(0) != 0
    else { throw .refused }
    closeDescriptors(from: 3)
    let others = environment.strings.filter { !$0.begins(with: "CGI_AUTH_STARTED_BY=") }
    var arguments = ProcessLaunch.cStrings(words)
    var variables = ProcessLaunch.cStrings(others + [Array("\(Self.starterVariable)=\(name)".utf8)])
    execve("/proc/self/exe", &arguments, &variables)
    throw .notStarted
  }

  /// All of standard input; nil where it is longer.
  package func input(maxBytes: Int) throws(SystemError) -> [UInt8]? {
    var content: [UInt8] = []
    var failed = false
    while content.count <= maxBytes {
      let part = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
        var found = 0
        repeat {
          found = read(STDIN_FILENO, buffer.baseAddress, buffer.count)
        } while found < 0 && errno == EINTR
        failed = found < 0
        count = max(found, 0)
      }
      if failed { throw .last("read standard input") }
      if part.isEmpty { return content }
      content += part
    }
    return nil
  }

  /// Whether somebody types what comes on standard input.
  package var isInputTyped: Bool { isatty(STDIN_FILENO) == 1 }

  /// Writes what a program or a person reads.
  ///
  /// - Returns: false where it was not taken.
  package func write(_ bytes: [UInt8]) -> Bool { File.write(bytes, to: STDOUT_FILENO) }

  /// Says how far something is, in the place of what was said so before, to somebody who watches standard
  /// error; to nobody else.
  ///
  /// - Parameter text: printable ASCII; none to take away what stands there.
  package func showProgress(_ text: String) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    // Back to the beginning of the line, and what is left of it removed (ECMA-48, EL).
    _ = File.write(Array("\r\(text)\u{1B}[K".utf8), to: STDERR_FILENO)
  }

  /// Writes a line about what went wrong.
  package func complain(_ line: String) { CGIGateway.log(line) }
}

public import Foundation

/// A program started in the background, its output going to files.
///
/// Not Foundation's Process: on Linux that notices an end late, and where several run at once, one may
/// inherit what tells of another's end.
public final class RunningCommand: @unchecked Sendable {
  /// Held from the decision to start a program until it runs: what is open meanwhile, it may inherit.
  static let starting = NSLock()
  private let folder: TemporaryFolder
  private let lock = NSLock()
  /// The exit status as `CommandResult` has it, nil until somebody asked for it after the end.
  private var status: Int32?
  /// The process id.
  public let processID: Int32
  /// Standard input's writing end, where the command was started with `keepInputOpen`.
  public let input: FileHandle?

  /// Starts a program. It gets exactly this environment.
  ///
  /// Input and output are files, not pipes: nothing blocks on a full pipe, and a program that does not read
  /// its input hurts nobody.
  public init(
    _ program: String, _ arguments: [String] = [],
    environment: [String: String] = ProcessInfo.processInfo.environment,
    input: [UInt8] = [], keepInputOpen: Bool = false, workingFolder: String? = nil,
    standardInput: FileHandle? = nil
  ) throws {
    folder = try TemporaryFolder()
    try folder.write("in", input)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The threads of Dispatch, where tests run, block nearly every signal, and a new program inherits that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    // One at a time: a pipe must be closed on exec before the next program starts.
    Self.starting.lock()
    defer { Self.starting.unlock() }
    var ends: [Int32] = [-1, -1]
    if let standardInput {
      self.input = nil
      posix_spawn_file_actions_adddup2(&actions, standardInput.fileDescriptor, 0)
    } else if keepInputOpen {
      guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
      // Another program that held the writing end would keep the input open.
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      let writing = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
      try writing.write(contentsOf: input)
      self.input = writing
      posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    } else {
      self.input = nil
      posix_spawn_file_actions_addopen(&actions, 0, folder.path("in"), O_RDONLY, 0)
    }
    defer { if ends[0] >= 0 { close(ends[0]) } }
    for (descriptor, name) in [(Int32(1), "out"), (2, "err")] {
      posix_spawn_file_actions_addopen(
        &actions, descriptor, folder.path(name), O_WRONLY | O_CREAT | O_APPEND, 0o644)
    }
    // posix_spawn(3) has no working directory that Swift can see.
    let words = workingFolder.map { ["/usr/bin/env", "-C", $0, program] } ?? [program]
    var processID: Int32 = 0
    let failure = Self.withCStrings(words + arguments) { arguments in
      Self.withCStrings(environment.map { "\($0)=\($1)" }) { environment in
        posix_spawn(&processID, words[0], &actions, &attributes, arguments, environment)
      }
    }
    guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .ENOENT) }
    self.processID = processID
    // Where tests call the core themselves, it lowers this process's limit for as long as it writes a table.
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    limit.rlim_cur = limit.rlim_max
    _ = Self.prlimit(processID, Int32(RLIMIT_FSIZE.rawValue), &limit, nil)
  }

  /// prlimit(2), which Swift's module of the C library leaves out.
  private static let prlimit = unsafeBitCast(
    dlsym(nil, "prlimit"),
    to: (@convention(c) (pid_t, Int32, UnsafePointer<rlimit>?, UnsafeMutablePointer<rlimit>?) -> Int32).self)

  deinit { _ = isRunning }

  /// Whether it has not ended yet.
  public var isRunning: Bool { reap(waiting: false) == nil }

  /// What it has written to standard output until now.
  public var outputSoFar: String { (try? folder.text("out")) ?? "" }

  /// What it has written to standard error until now.
  public var errorsSoFar: String { (try? folder.text("err")) ?? "" }

  /// Sends SIGTERM.
  public func terminate() {
    lock.withLock { if status == nil { _ = kill(processID, SIGTERM) } }
  }

  /// Waits for its end.
  public func wait() throws -> CommandResult {
    // Leaves the process to be reaped under the lock, which nobody should hold for long.
    var information = siginfo_t()
    while waitid(P_PID, id_t(processID), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    guard let status = reap(waiting: true) else { throw POSIXError(.ECHILD) }
    return CommandResult(status: status, output: try folder.bytes("out"), errors: try folder.text("err"))
  }

  /// The status of a process that has ended (waitpid(2)); nil while it runs, unless told to wait.
  private func reap(waiting: Bool) -> Int32? {
    lock.withLock {
      var word: Int32 = 0
      if status == nil, waitpid(processID, &word, waiting ? 0 : WNOHANG) == processID {
        let signal = word & 0x7F
        status = signal == 0 ? word >> 8 & 0xFF : -signal
      }
      return status
    }
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return body(copies)
  }
}

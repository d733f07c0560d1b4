import CGIAuthLibC

/// A program that takes the place of this process.
package struct ProcessLaunch {
  /// The path of what the kernel runs.
  let program: [UInt8]
  let arguments: [[UInt8]]
  /// `NAME=value`, as environ(7) holds them.
  let variables: [[UInt8]]
  /// The folder to start in.
  let folder: OpenedPath
  /// The first lines of the answer's header, which the program writes the rest of.
  private(set) var head: [UInt8] = []

  /// What is to be started, with which arguments, its own name first.
  package init(_ arguments: [[UInt8]], variables: [[UInt8]], in folder: OpenedPath) {
    program = arguments[0]
    self.arguments = arguments
    self.variables = variables
    self.folder = folder
  }

  /// The same, whose answer also sets cookies.
  package func sendingFirst(_ cookies: [HeaderValue]) -> ProcessLaunch {
    var launch = self
    for cookie in cookies { launch.head += Array("Set-Cookie: \(cookie.text)\n".utf8) }
    return launch
  }

  /// Runs the program in this process (execve(2)): its input and output are those the web server gave, and
  /// what of the body nobody read.
  ///
  /// - Returns: why that did not work.
  func replaceProcess(restoring inherited: ProcessState?) -> SystemError {
    guard fchdir(folder.descriptor) == 0 else { return .last("enter the script's folder") }
    inherited?.restore()
    // Where the program does not start, what follows is the rest of another header.
    if !head.isEmpty, !File.write(head, to: STDOUT_FILENO) { return .last("write to the web server") }
    var arguments = Self.cStrings(arguments)
    var variables = Self.cStrings(self.variables)
    defer { for string in arguments + variables { free(string) } }
    execve(OpenedPath.cString(program), &arguments, &variables)
    // ENOENT is of the interpreter in the script's first line, often one that ends in a carriage return.
    return .last("start a script, or its interpreter,")
  }

  static func cStrings(_ strings: [[UInt8]]) -> [UnsafeMutablePointer<CChar>?] {
    strings.map { strdup(OpenedPath.cString($0)) } + [nil]
  }
}

/// What a process changes of itself, and a program that it starts is to find as the web server left it.
struct ProcessState {
  private let coreLimit: rlimit
  private let pipeSignal: sigaction
  private let sizeSignal: sigaction

  /// Keeps a crash from writing a core dump, which would hold the secret.
  ///
  /// - Parameter maximum: the hard limit, up to which a program that is started later may have it put back.
  static func refuseCoreDumps(keeping maximum: rlim_t = 0) {
    var none = rlimit(rlim_cur: 0, rlim_max: maximum)
    setrlimit(resource, &none)
  }

  /// Notes it, and refuses core dumps.
  static func takingOver() -> ProcessState {
    var limit = rlimit()
    getrlimit(resource, &limit)
    refuseCoreDumps(keeping: limit.rlim_max)
    var pipe = sigaction()
    var size = sigaction()
    sigaction(SIGPIPE, nil, &pipe)
    sigaction(SIGXFSZ, nil, &size)
    return ProcessState(coreLimit: limit, pipeSignal: pipe, sizeSignal: size)
  }

  /// Puts it back.
  func restore() {
    var (limit, pipe, size) = (coreLimit, pipeSignal, sizeSignal)
    setrlimit(Self.resource, &limit)
    sigaction(SIGPIPE, &pipe, nil)
    sigaction(SIGXFSZ, &size, nil)
  }

  private static let resource = __rlimit_resource_t(RLIMIT_CORE.rawValue)
}

/// The signals by which web servers end their programs. They wait while a request is answered.
struct Signals {
  /// Those that waited before.
  private let before: sigset_t

  /// Lets them wait from now on.
  init() { before = Self.block() }

  /// Waits by epoll(7), and only here may a signal end the process (epoll_pwait(2)): it does what it does by
  /// default.
  ///
  /// - Parameters:
  ///   - queue: what epoll_create1(2) gave.
  ///   - number: that of the descriptor beside the one with number 0.
  /// - Returns: what is ready; nil where nothing was in time.
  func wait(_ queue: Int32, number: UInt32, milliseconds: Int32) -> ReadyDescriptors? {
    var mask = before
    var ready = ReadyDescriptors()
    return epollWait(queue, number: number, milliseconds, unblocking: &mask, &ready) == 0 ? nil : ready
  }

  /// Lets them wait no longer.
  func unblock() {
    var before = before
    sigprocmask(SIG_SETMASK, &before, nil)
  }

  /// Lets them wait.
  ///
  /// - Returns: those that waited before.
  @discardableResult
  static func block() -> sigset_t {
    var ending = sigset_t()
    var before = sigset_t()
    sigemptyset(&ending)
    for signal in [SIGTERM, SIGINT, SIGHUP, SIGUSR1] { sigaddset(&ending, signal) }
    sigprocmask(SIG_BLOCK, &ending, &before)
    return before
  }
}

import CGIAuthLibC

/// A program that runs beside this one, with a pipe for each of its standard streams.
final class ChildProcess {
  private let id: pid_t
  /// What it reads from; it does not block. Nil once that is closed.
  private(set) var input: Int32?
  /// What it writes to standard output, and to standard error.
  let output, errors: Int32
  /// How long it may go on after its answer has ended, or after it was asked to end.
  private static let graceMilliseconds = 2_000

  /// Starts it, in a process group of its own. It is ended when this process ends.
  ///
  /// - Throws: why that did not work.
  init(
    _ launch: ProcessLaunch, restoring inherited: ProcessState, _ signals: Signals
  ) throws(SystemError) {
    var pipes: [Pipe] = []
    for _ in 0..<4 { pipes.append(try Pipe()) }
    let (input, output, errors, failure) = (pipes[0], pipes[1], pipes[2], pipes[3])
    let id = forkProcess()
    if id == 0 {
      setpgid(0, 0)
      endWithParent(by: SIGTERM)
      dup2(input.reading, STDIN_FILENO)
      dup2(output.writing, STDOUT_FILENO)
      dup2(errors.writing, STDERR_FILENO)
      signals.unblock()
      let error = launch.replaceProcess(restoring: inherited)
      var code = error.code
      write(failure.writing, &code, MemoryLayout<Int32>.size)
      _exit(EXIT_FAILURE)
    }
    guard id > 0 else { throw .last("fork for a script") }
    failure.closeWriting()
    // At once, too, so that it is so whoever runs first.
    setpgid(id, id)
    var code: Int32 = 0
    let isStarted =
      Transfer.all(MemoryLayout<Int32>.size) { _ in
        read(failure.reading, &code, MemoryLayout<Int32>.size)
      } == 0
    self.id = id
    self.input = input.keepWriting()
    self.output = output.keepReading()
    self.errors = errors.keepReading()
    guard isStarted else { throw SystemError(operation: "start a script, or its interpreter,", code: code) }
    _ = fcntl(input.writing, F_SETFL, O_NONBLOCK)
  }

  deinit {
    closeInput()
    close(output)
    close(errors)
    end()
  }

  /// Tells it that nothing more comes.
  func closeInput() {
    if let input { close(input) }
    input = nil
  }

  /// Asks it, and what it has started, to end.
  func terminate() { kill(-id, SIGTERM) }

  /// Waits until it has ended, and makes it.
  private func end() {
    let deadline = Deadline(milliseconds: Self.graceMilliseconds)
    var pause = Pause()
    var status: Int32 = 0
    while waitpid(id, &status, WNOHANG) == 0 {
      guard !deadline.hasPassed else {
        kill(-id, SIGKILL)
        waitpid(id, &status, 0)
        return
      }
      pause.wait()
    }
  }
}

/// A pipe (pipe(2)). An end is closed with the last reference, unless somebody keeps it.
private final class Pipe {
  let reading, writing: Int32
  private var isReadingOurs = true, isWritingOurs = true

  init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    guard openPipe(&ends) == 0 else { throw .last("pipe for a script") }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    if isReadingOurs { close(reading) }
    if isWritingOurs { close(writing) }
  }

  func closeWriting() { close(keepWriting()) }

  func keepReading() -> Int32 {
    isReadingOurs = false
    return reading
  }

  func keepWriting() -> Int32 {
    isWritingOurs = false
    return writing
  }
}

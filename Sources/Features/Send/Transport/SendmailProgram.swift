import CGIAuthCore
import CGIAuthLibC

/// The host's own program to send mail with: sendmail, or what Postfix, Exim and others put in its place.
struct SendmailProgram {
  let path: String

  /// Starts the program, without a shell, and gives it the mail on standard input.
  ///
  /// A dot on a line of its own does not end the mail (`-i`), and what follows `--` is no option. The exit
  /// status counts (sysexits.h): what is about this mail or this address, 65, 67 and 68, is given up; the
  /// rest, 75 (EX_TEMPFAIL) above all, may be mended.
  func deliver(
    _ message: [UInt8], from sender: EmailAddress, to recipient: EmailAddress, until deadline: Deadline
  ) throws(MailFailure) {
    let child = try SpawnedChild(
      path, [path, "-i", "-f", sender.mailbox, "--", recipient.mailbox],
      variables: ["PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"])
    guard let status = child.run(giving: message, until: deadline) else {
      throw MailFailure(.timeout, "the program did not end in time")
    }
    guard let code = status.code else {
      throw MailFailure(.program, "the program was ended by signal \(status.signal)")
    }
    guard code != 0 else { return }
    let local = recipient.localPart
    throw MailFailure(
      .refused, isTemporary: ![65, 67, 68].contains(code),
      Array("status \(code) ".utf8) + child.output, without: [local])
  }
}

/// A program that is started beside this one (posix_spawn(3)), in a process group of its own.
private final class SpawnedChild {
  struct Status {
    private let number: Int32
    init(_ number: Int32) { self.number = number }
    var signal: Int32 { number & 0x7F }
    /// What it exited with; nil where a signal ended it (waitpid(2)).
    var code: Int32? { signal == 0 ? number >> 8 & 0xFF : nil }
  }

  private let id: pid_t
  private var input: Int32
  private let results: Int32
  /// What it wrote first to standard output and standard error.
  private(set) var output: [UInt8] = []
  private static let maxOutputBytes = 1024

  init(_ path: String, _ arguments: [String], variables: [String]) throws(MailFailure) {
    var input: [Int32] = [-1, -1]
    var results: [Int32] = [-1, -1]
    guard openPipe(&input) == 0 else { throw Self.failure("open a pipe", errno) }
    guard openPipe(&results) == 0 else {
      for end in input { close(end) }
      throw Self.failure("open a pipe", errno)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, input[0], 0)
    posix_spawn_file_actions_adddup2(&actions, results[1], 1)
    posix_spawn_file_actions_adddup2(&actions, results[1], 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    // What this process ignores or blocks, the program is to find as usual.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGPIPE, SIGXFSZ, SIGCHLD, SIGHUP, SIGTERM, SIGINT] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
    var id: pid_t = 0
    let code = posix_spawn(&id, path, &actions, &attributes, &words, &environment)
    for word in words + environment { free(word) }
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
    close(input[0])
    close(results[1])
    guard code == 0 else {
      close(input[1])
      close(results[0])
      throw Self.failure("start the program", code)
    }
    self.id = id
    self.input = input[1]
    self.results = results[0]
    for end in [self.input, self.results] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
  }

  deinit {
    closeInput()
    close(results)
  }

  private static func failure(_ operation: String, _ code: Int32) -> MailFailure {
    MailFailure(.program, SystemError(operation: operation, code: code).text)
  }

  private func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  /// Gives it its input, and waits until it has ended; one that does not is ended, with what it started.
  ///
  /// - Returns: nil where it did not end in time.
  func run(giving message: [UInt8], until deadline: Deadline) -> Status? {
    var rest = message[...]
    var number: Int32 = 0
    while true {
      var pollers = [
        pollfd(fd: results, events: Int16(POLLIN), revents: 0),
        pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
      ]
      // A pipe whose other end nobody holds is ready at once, for ever: then the end is near.
      poll(&pollers, input < 0 ? 1 : 2, 20)
      if pollers[0].revents != 0, !readOutput() { usleep(5_000) }
      if input >= 0, pollers[1].revents != 0 {
        let written = rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
        if written > 0 { rest = rest.dropFirst(written) }
        if rest.isEmpty || written < 0 && errno != EAGAIN && errno != EINTR { closeInput() }
      }
      let ended = waitpid(id, &number, WNOHANG)
      if ended == id {
        _ = readOutput()
        return Status(number)
      }
      if deadline.hasPassed || ended < 0 && errno != EINTR {
        kill(-id, SIGKILL)
        waitpid(id, &number, 0)
        return nil
      }
    }
  }

  /// Takes what it wrote, and forgets what is too much of it.
  ///
  /// - Returns: whether there was anything.
  private func readOutput() -> Bool {
    var piece = [UInt8](repeating: 0, count: 4096)
    let count = read(results, &piece, piece.count)
    guard count > 0 else { return false }
    output += piece.prefix(min(count, Self.maxOutputBytes - output.count))
    return true
  }
}

import CGIAuthLibC

/// A program that is started when a request is answered, and that nobody waits for.
///
/// It has a session of its own (setsid(2)), so that it is not ended with the process that answered, nothing
/// to read, nowhere to write, and no variable of the request.
package struct DetachedProgram: Sendable {
  /// The path of its file.
  let path: String
  /// `NAME=value`, as environ(7) holds them.
  let variables: [[UInt8]]

  package init(path: String, variables: [[UInt8]]) {
    self.path = path
    self.variables = variables
  }

  /// Starts it. Where that does not work there is nobody to tell: a later request starts it.
  ///
  /// - Parameter signals: those that wait while this process answers, if any do.
  func start(_ signals: Signals? = nil) {
    let arguments = [Array(path.utf8)]
    var strings = ProcessLaunch.cStrings(arguments)
    var variables = ProcessLaunch.cStrings(self.variables)
    defer { for string in strings + variables { free(string) } }
    let id = forkProcess()
    guard id == 0 else {
      // The first child ends at once; so does the need to wait for the second one.
      var status: Int32 = 0
      if id > 0 { while waitpid(id, &status, 0) < 0 && errno == EINTR {} }
      return
    }
    setsid()
    if forkProcess() == 0 {
      let null = open("/dev/null", O_RDWR, 0)
      for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] { dup2(null, stream) }
      // A web server that waits for the end of a pipe would wait for this program.
      closeDescriptors(from: 3)
      signals?.unblock()
      execve(path, &strings, &variables)
    }
    _exit(EXIT_FAILURE)
  }
}

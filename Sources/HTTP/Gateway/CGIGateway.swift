import CGIAuthLibC

/// One request of a web server, by the variables and the standard input of a process that is started for it
/// (RFC 3875).
enum CGIGateway {
  /// How long a client has for its body. Browsers send a form in one piece; the answer comes within 5 s.
  private static let maxBodyWaitMilliseconds = 4_000

  /// Answers the request that this process was started for, and exits.
  static func serve(_ programDirectory: String, _ answer: Gateway.Answer, startsPrograms: Bool) -> Never {
    let inherited = startsPrograms ? ProcessState.takingOver() : nil
    if inherited == nil { ProcessState.refuseCoreDumps() }
    let environment = Environment.ofProcess()
    let body = BodySource.standardInput(waitingAtMost: maxBodyWaitMilliseconds)
    let outgoing = answer(
      Gateway.Incoming(
        gateway: .cgi, environment: environment, body: body, programDirectory: programDirectory, log: log))
    // With the end of its answer a program is of no more use to lighttpd, which then ends it (SIGTERM).
    let signals = outgoing.afterwards == nil ? nil : Signals()
    let isWritten =
      switch outgoing.reply {
      case .document(let bytes): File.write(bytes, to: STDOUT_FILENO)
      case .file(let file): file.send(to: STDOUT_FILENO)
      case .process(let launch, let otherwise):
        File.write(otherwise(launch.replaceProcess(restoring: inherited)), to: STDOUT_FILENO)
      }
    if environment.mayHaveBody { BodySource.discardStandardInput() }
    outgoing.afterwards?.start(signals)
    exit(isWritten ? EXIT_SUCCESS : EXIT_FAILURE)
  }

  /// Writes a line to the web server's log, in one piece so that lines of many processes stay whole.
  static func log(_ line: String) {
    // A web server that no longer reads the log must not cost the client the answer, nor keep it waiting.
    ignoreSignal(SIGPIPE)
    File.failBeyondSizeLimit()
    _ = File.write(Array("\(line)\n".utf8), to: STDERR_FILENO, waits: false)
  }
}

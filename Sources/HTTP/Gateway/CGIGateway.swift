import CGIAuthLibC

/// One request of a web server, by the variables and the standard input of a process that is started for it
/// (RFC 3875). Only the gateways have to do with standard descriptors, exit, exec, signals and limits.
enum CGIGateway {
  /// How long a client has for its body. Browsers send a form in one piece; the answer comes within 5 s.
  private static let maxBodyWaitMilliseconds = 4_000

  /// Answers the request that this process was started for, and exits.
  ///
  /// - Parameter answer: given the request's variables, its body and the folder of this program.
  static func serve(_ answer: (Environment, BodySource, _ programDirectory: String) -> Reply) -> Never {
    let inherited = ProcessState.takingOver()
    let environment = Environment.ofProcess()
    let body = BodySource.standardInput(waitingAtMost: maxBodyWaitMilliseconds)
    let isWritten =
      switch answer(environment, body, programDirectory()) {
      case .document(let bytes): File.write(bytes, to: STDOUT_FILENO)
      case .file(let file): file.send(to: STDOUT_FILENO)
      case .process(let launch, let otherwise):
        File.write(otherwise(launch.replaceProcess(restoring: inherited)), to: STDOUT_FILENO)
      }
    if environment.mayHaveBody { BodySource.discardStandardInput() }
    exit(isWritten ? EXIT_SUCCESS : EXIT_FAILURE)
  }

  /// Writes a line to the web server's log, in one piece so that lines of many processes stay whole.
  static func log(_ line: String) {
    // A web server that no longer reads the log must not cost the client the answer.
    ignoreSignal(SIGPIPE)
    File.failBeyondSizeLimit()
    _ = File.write(Array("\(line)\n".utf8), to: STDERR_FILENO)
  }

  /// The folder of the program itself, whatever link or working directory it was started by.
  private static func programDirectory() -> String {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &path, path.count)
    guard count > 0, let slash = path[..<count].lastIndex(of: CChar(UInt8(ascii: "/"))) else { return "." }
    return String(decoding: path[..<slash].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

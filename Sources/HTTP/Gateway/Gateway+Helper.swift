import CGIAuthLibC

extension Gateway {
  /// Does the work of a program that no web server starts, and exits: with 0 where it is done, with 1 where
  /// it is not.
  ///
  /// Where a web server did start it, nothing is read or done, and the status is 64 (EX_USAGE of sysexits.h):
  /// one of the two variables is set for every CGI program (RFC 3875 sections 4.1.4 and 4.1.12), and a
  /// program of FastCGI has a listening socket as its standard input.
  ///
  /// - Parameter work: the work, by the variables of this process and the folder of its file.
  static func runHelper(
    _ work: (_ environment: Environment, _ programDirectory: String, _ log: (String) -> Void) -> Bool
  ) -> Never {
    ProcessState.refuseCoreDumps()
    // Whoever it writes to may go away.
    ignoreSignal(SIGPIPE)
    File.failBeyondSizeLimit()
    let environment = Environment.ofProcess()
    guard environment["GATEWAY_INTERFACE"] == nil, environment["REQUEST_METHOD"] == nil,
      !FastCGIGateway.isMeant
    else {
      CGIGateway.log("not-for-servers this program is started by the others, and answers no request")
      exit(64)
    }
    exit(work(environment, ownFolder, CGIGateway.log) ? EXIT_SUCCESS : EXIT_FAILURE)
  }
}

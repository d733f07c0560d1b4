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
    let environment = startedByNoServer("started by the others")
    exit(work(environment, ownFolder, CGIGateway.log) ? EXIT_SUCCESS : EXIT_FAILURE)
  }

  /// Does what somebody asks for at a shell, and exits with the status that the work gives; where a web
  /// server started it, as `runHelper` does.
  static func runCommand(_ work: (CommandProcess) -> Int32) -> Never {
    let environment = startedByNoServer("for a shell")
    do { exit(work(try CommandProcess(environment, programDirectory: ownFolder))) } catch {
      CGIGateway.log("cgi-auth: what was typed cannot be read: \(error.text)")
      exit(EX_OSERR)
    }
  }

  /// The variables of this process, where no web server started it: else it ends here.
  private static func startedByNoServer(_ whose: StaticString) -> Environment {
    ProcessState.refuseCoreDumps()
    // Whoever it writes to may go away.
    ignoreSignal(SIGPIPE)
    File.failBeyondSizeLimit()
    let environment = Environment.ofProcess()
    guard environment["GATEWAY_INTERFACE"] == nil, environment["REQUEST_METHOD"] == nil,
      !FastCGIGateway.isMeant
    else {
      CGIGateway.log("not-for-servers this program is \(whose), and answers no request")
      exit(EX_USAGE)
    }
    return environment
  }
}

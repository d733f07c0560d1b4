/// The way between a web server and a program: by CGI, or by FastCGI where standard input is a listening
/// socket. Only the gateways have to do with standard descriptors, exec, fork, exit, signals and limits.
package enum Gateway: Hashable, Sendable {
  /// A process is started for the request.
  case cgi
  /// A process that stays answers one request after the other.
  case fastCGI

  /// A request as a gateway hands it on.
  struct Incoming {
    let gateway: Gateway
    /// The request's variables.
    let environment: Environment
    let body: BodySource
    /// The folder of this program.
    let programDirectory: String
    /// Writes a line to the web server's log.
    let log: (String) -> Void
  }

  /// What came of a request.
  struct Outgoing {
    let reply: Reply
    /// How many requests the site wants a process to answer before it starts itself anew; nil where its
    /// settings could not be read.
    let maxRequests: Int?
    /// What is started then; nil for nothing.
    var afterwards: DetachedProgram?
  }

  typealias Answer = (_ request: Incoming) -> Outgoing

  /// Answers the requests that this process was started for, and exits.
  ///
  /// - Parameters:
  ///   - authorizer: answers a web server that asks whether it may answer a request itself (FastCGI 1.0
  ///     section 6.3); nil where the program does not do that.
  ///   - startsPrograms: whether a reply may be a program to start.
  static func serve(_ answer: Answer, authorizer: Answer?, startsPrograms: Bool) -> Never {
    let program = ownFile
    if FastCGIGateway.isMeant {
      FastCGIGateway.serve(
        program.map { $0.map { CChar(bitPattern: $0) } + [0] }, ownFolder, answer, authorizer: authorizer)
    }
    CGIGateway.serve(ownFolder, answer, startsPrograms: startsPrograms)
  }

  /// The path of the program's own file, whatever link or working directory it was started by; nil where
  /// the system does not tell.
  private static var ownFile: [UInt8]? { File.target(ofLink: "/proc/self/exe") }

  /// The folder of the program's own file.
  static var ownFolder: String {
    guard let program = ownFile, let slash = program.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return String(decoding: program[..<slash], as: UTF8.self)
  }
}

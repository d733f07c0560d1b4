import CGIAuthLibC

/// The way between a web server and a program: by CGI, or by FastCGI where standard input is a listening
/// socket. Only the gateways have to do with standard descriptors, exit, exec, signals and limits.
enum Gateway {
  /// Given a request's variables, its body, the folder of this program, and what writes a
  /// line to the web server's log.
  typealias Answer = (
    _ environment: Environment, _ body: BodySource, _ programDirectory: String,
    _ log: @escaping (String) -> Void
  ) -> Reply

  /// Answers the requests that this process was started for, and exits.
  static func serve(_ answer: Answer) -> Never {
    let program = programPath()
    let slash = program?.lastIndex(of: CChar(UInt8(ascii: "/")))
    let directory =
      if let program, let slash {
        String(decoding: program[..<slash].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      } else {
        "."
      }
    if FastCGIGateway.isMeant { FastCGIGateway.serve(program, directory, answer) }
    CGIGateway.serve(directory, answer)
  }

  /// The path of the program's own file, whatever link or working directory it was started by; nil where the
  /// system does not say (proc(5)).
  private static func programPath() -> [CChar]? {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &path, path.count - 1)
    return count > 0 ? Array(path[...count]) : nil
  }
}

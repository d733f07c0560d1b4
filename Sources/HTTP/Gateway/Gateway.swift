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
    if FastCGIGateway.isMeant { FastCGIGateway.serve(programDirectory(), answer) }
    CGIGateway.serve(programDirectory(), answer)
  }

  /// The folder of the program itself, whatever link or working directory it was started by.
  private static func programDirectory() -> String {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &path, path.count)
    guard count > 0, let slash = path[..<count].lastIndex(of: CChar(UInt8(ascii: "/"))) else { return "." }
    return String(decoding: path[..<slash].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

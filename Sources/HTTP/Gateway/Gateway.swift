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
    // The path of the program's own file, whatever link or working directory it was started by.
    let program = File.target(ofLink: "/proc/self/exe")
    let directory =
      if let program, let slash = program.lastIndex(of: UInt8(ascii: "/")) {
        String(decoding: program[..<slash], as: UTF8.self)
      } else {
        "."
      }
    if FastCGIGateway.isMeant {
      FastCGIGateway.serve(program.map { $0.map { CChar(bitPattern: $0) } + [0] }, directory, answer)
    }
    CGIGateway.serve(directory, answer)
  }
}

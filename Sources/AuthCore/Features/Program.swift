public import CGIAuthHTTP
import CGIAuthLibC

/// A CGI program: one feature, one request, one answer.
public enum Program {
  /// A function from a request to its answer.
  public typealias Feature = (_ request: Request, _ services: Services) throws(AuthError) -> Response

  /// How long a client has for its body. Browsers send a form in one piece; the answer comes within 5 s.
  static let maxBodyWaitMilliseconds = 4_000

  /// Answers the request that this process was started for, and exits.
  ///
  /// Arguments are ignored: web servers make them of the query (RFC 3875 section 4.4).
  @export(interface) public static func run(_ feature: Feature) -> Never {
    // A core dump would hold the password and the secret.
    var noCore = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &noCore)
    serve(feature)
  }

  /// Answers the request, and exits.
  static func serve(_ feature: Feature) -> Never {
    let environment = Environment.ofProcess()
    let answer = answer(
      environment: environment, body: .standardInput(waitingAtMost: maxBodyWaitMilliseconds),
      programDirectory: directory(), feature)
    end(environment, isWritten: File.write(answer, to: STDOUT_FILENO))
  }

  /// Exits after the answer.
  static func end(_ environment: Environment, isWritten: Bool) -> Never {
    if environment.mayHaveBody { BodySource.discardStandardInput() }
    exit(isWritten ? EXIT_SUCCESS : EXIT_FAILURE)
  }

  /// The whole answer to a request, errors included.
  static func answer(
    environment: Environment, body: BodySource, programDirectory: String,
    clock: Clock = .system, randomness: Randomness = .system,
    log: @escaping @Sendable (String) -> Void = writeToStandardError, _ feature: Feature
  ) -> [UInt8] {
    let request: Request
    do { request = try Request(environment: environment, body: body) } catch {
      return refusal(.request(error), log).serialized(answering: .get)
    }
    let services: Services
    do throws(AuthError) {
      let configuration = try load(environment, programDirectory, randomness)
      services = try Services(configuration, clock: clock, randomness: randomness, log: log)
    } catch {
      let response = refusal(error, log)
      return (request.prefersPage ? error.page(for: request) : response).serialized(answering: request.method)
    }
    var response = response(to: request, with: services, feature)
    if let value = services.strictTransport(for: request) { response.add(.strictTransportSecurity, value) }
    return response.serialized(answering: request.method)
  }

  private static func response(to request: Request, with services: Services, _ feature: Feature) -> Response {
    do throws(AuthError) { return try feature(request, services) } catch {
      return request.prefersPage ? error.page(for: request, with: services) : refusal(error, services.log)
    }
  }

  /// The answer to a program, and the line in the log.
  static func refusal(_ error: AuthError, _ log: (String) -> Void) -> Response {
    if let line = error.logLine { log(line) }
    return error.response
  }

  private static func load(
    _ environment: Environment, _ programDirectory: String, _ randomness: Randomness
  ) throws(AuthError) -> Configuration {
    do { return try Configuration(environment, programDirectory: programDirectory, randomness) } catch {
      throw .configuration(error)
    }
  }

  /// The folder of the program itself, whatever link or working directory it was started by.
  private static func directory() -> String {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &path, path.count)
    guard count > 0, let slash = path[..<count].lastIndex(of: CChar(UInt8(ascii: "/"))) else { return "." }
    return String(decoding: path[..<slash].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Writes a line to the web server's log, in one piece so that lines of many processes stay whole.
  private static let writeToStandardError: @Sendable (String) -> Void = { line in
    // A web server that no longer reads the log must not cost the client the answer.
    ignoreSignal(SIGPIPE)
    File.failBeyondSizeLimit()
    _ = File.write(Array("\(line)\n".utf8), to: STDERR_FILENO)
  }
}

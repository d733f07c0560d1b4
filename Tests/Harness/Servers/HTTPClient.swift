/// curl(1), which sends requests to one server.
public struct HTTPClient: Sendable {
  /// The server's address, without a `/` at its end.
  public let origin: String
  /// The file of the certificate that is trusted, for HTTPS.
  public var certificate: String?

  /// A client of a server.
  public init(_ origin: String, certificate: String? = nil) {
    self.origin = origin
    self.certificate = certificate
  }

  /// Sends a request to a path, which is sent as it stands.
  ///
  /// - Parameters:
  ///   - headers: whole fields, `Name: value`; a name may stand twice.
  ///   - options: further options of curl's.
  public func send(
    _ method: String, _ path: String, _ body: RequestBody? = nil, headers: [String] = [],
    options: [String] = []
  ) throws -> Answer {
    // Without `Expect:` curl asks before it sends a long body, and no server here needs to be asked.
    var arguments = ["-sS", "-i", "--path-as-is", "--max-time", "300", "--noproxy", "*", "-H", "Expect:"]
    if let certificate { arguments += ["--cacert", certificate] }
    arguments += method == "HEAD" ? ["-I"] : ["-X", method]
    if let body {
      arguments += ["--data-binary", "@-", "-H"]
      arguments.append(body.contentType.map { "Content-Type: \($0)" } ?? "Content-Type:")
    }
    arguments += headers.flatMap { ["-H", $0] } + options + [origin + path]
    let result = try Tool.curl.result(arguments, input: Array((body?.content ?? "").utf8))
    guard result.status == 0 else {
      throw Tool.Failure(description: "curl \(arguments): status \(result.status), \(result.errors)")
    }
    return try Answer(http: result.output)
  }
}

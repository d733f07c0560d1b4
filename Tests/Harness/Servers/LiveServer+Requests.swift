import Foundation

extension LiveServer {
  /// Sends a request by curl to a path of the site, which is sent as it stands.
  ///
  /// - Parameters:
  ///   - headers: whole fields, `Name: value`; a name may stand twice.
  ///   - options: further options of curl's.
  public func send(
    _ method: String, _ path: String, _ body: RequestBody? = nil, headers: [String] = [],
    options: [String] = []
  ) throws -> HTTPAnswer {
    var arguments = ["-sS", "-i", "--path-as-is", "--max-time", "300", "--noproxy", "*"]
    if variant.isHTTPS { arguments += ["--cacert", folder.path("tls.crt")] }
    arguments += method == "HEAD" ? ["-I"] : ["-X", method]
    if let body {
      // Without `Expect:` curl asks before it sends a long body, and no server here needs to be asked.
      arguments += ["--data-binary", "@-", "-H", "Expect:", "-H"]
      arguments.append(body.contentType.map { "Content-Type: \($0)" } ?? "Content-Type:")
    }
    arguments += headers.flatMap { ["-H", $0] } + options + [origin + path]
    let result = try Tool.curl.result(arguments, input: Array((body?.content ?? "").utf8))
    guard result.status == 0 else {
      throw Tool.Failure(description: "curl \(arguments): status \(result.status), \(result.errors)")
    }
    return try HTTPAnswer(result.text)
  }

  /// POSTs to a program.
  public func post(_ program: String, _ body: RequestBody, headers: [String] = [], options: [String] = [])
    throws
    -> HTTPAnswer
  {
    try send("POST", "/cgi-bin/\(program).cgi", body, headers: headers, options: options)
  }

  /// GETs a program.
  public func get(_ program: String, headers: [String] = [], options: [String] = []) throws -> HTTPAnswer {
    try send("GET", "/cgi-bin/\(program).cgi", headers: headers, options: options)
  }

  /// Registers a user and logs in.
  ///
  /// - Returns: the token.
  public func token(for email: String) throws -> String {
    let registered = try post("register", .user(email))
    let answer = try post("login", .user(email))
    guard registered.status == 200, answer.status == 200, let token = answer.token else {
      throw Tool.Failure(description: "no login for \(email): \(registered), \(answer)")
    }
    return token
  }

  /// Whether a token opens protected.cgi.
  public func accepts(_ token: String) throws -> Bool {
    let answer = try get("protected", headers: ["Authorization: Bearer \(token)"])
    guard answer.status == 200 || answer.message == "Invalid Token" else {
      throw Tool.Failure(description: "protected.cgi answered \(answer)")
    }
    return answer.status == 200
  }
}

extension LiveServer {
  /// Sends a request to a path of the site: see `HTTPClient`.
  public func send(
    _ method: String, _ path: String, _ body: RequestBody? = nil, headers: [String] = [],
    options: [String] = []
  ) throws -> Answer {
    try HTTPClient(origin, certificate: variant.isHTTPS ? folder.path("tls.crt") : nil)
      .send(method, path, body, headers: headers, options: options)
  }

  /// POSTs to a program.
  public func post(_ program: String, _ body: RequestBody, headers: [String] = [], options: [String] = [])
    throws
    -> Answer
  {
    try send("POST", "/cgi-bin/\(program).cgi", body, headers: headers, options: options)
  }

  /// GETs a program.
  public func get(_ program: String, headers: [String] = [], options: [String] = []) throws -> Answer {
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

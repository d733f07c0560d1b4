import Foundation

/// A site whose programs are run as a web server runs them: environment, standard input, standard output.
public final class CGISite: Sendable {
  /// Where the data directory lies.
  public let folder: TemporaryFolder
  /// What the server is configured with, beside what each request brings.
  public let settings: [String: String]

  /// Cheap hashes: these tests are not about their strength.
  public static let cheapHash = "scrypt:4:8:1"

  /// A site with a data directory of its own, `data` in `folder`.
  public convenience init(_ settings: [String: String] = [:]) throws { try self.init { _ in settings } }

  /// The same, with settings that name what is in its folder.
  init(_ settings: (TemporaryFolder) -> [String: String]) throws {
    folder = try TemporaryFolder()
    self.settings = ["AUTH_DATA_DIR": folder.path("data"), "AUTH_PASSWORD_HASH": Self.cheapHash]
      .merging(settings(folder)) { $1 }
  }

  /// The environment of a request. A variable given as empty text is set and empty;
  /// `remove` takes variables out.
  public func environment(
    _ method: String, contentType: String?, contentLength: String?, _ variables: [String: String]
  ) -> [String: String] {
    var environment = settings
    environment["GATEWAY_INTERFACE"] = "CGI/1.1"
    environment["SERVER_PROTOCOL"] = "HTTP/1.1"
    environment["SERVER_NAME"] = "www.example.com"
    environment["HTTP_HOST"] = "www.example.com"
    environment["REMOTE_ADDR"] = "192.0.2.1"
    environment["REQUEST_METHOD"] = method
    environment["CONTENT_TYPE"] = contentType
    environment["CONTENT_LENGTH"] = contentLength
    return environment.merging(variables) { $1 }
  }

  /// Runs a program for one request.
  ///
  /// - Parameters:
  ///   - body: sent with its length, unless `variables` sets CONTENT_LENGTH.
  ///   - variables: further variables, such as `HTTP_COOKIE`; they win over what the site sets.
  public func request(
    _ program: String, _ method: String = "GET", body: [UInt8]? = nil,
    contentType: String? = "application/json",
    _ variables: [String: String] = [:], arguments: [String] = []
  ) throws -> Answer {
    try Answer(
      start(program, method, body: body, contentType: contentType, variables, arguments: arguments).wait())
  }

  /// Starts a program for one request, as `request` does, and does not wait for its end.
  public func start(
    _ program: String, _ method: String = "POST", body: [UInt8]? = nil,
    contentType: String? = "application/json",
    _ variables: [String: String] = [:], arguments: [String] = []
  ) throws -> RunningCommand {
    let environment = environment(
      method, contentType: body == nil ? nil : contentType, contentLength: body.map { String($0.count) },
      variables)
    return try RunningCommand(
      Project.program(program), arguments, environment: environment, input: body ?? [])
  }

  /// Runs a program where a web server sets just these variables, beside the site's settings.
  public func reply(_ program: String, _ variables: [String: String], _ body: String) throws -> Answer {
    let environment = settings.merging(variables) { $1 }
    return try Answer(run(Project.program(program), environment: environment, input: bytes(body)))
  }

  /// Starts to register or to log in: see `post`.
  public func start(
    _ program: String, _ email: String, password: String, _ variables: [String: String] = [:]
  ) throws -> RunningCommand {
    try start(program, body: Array(RequestBody.user(email, password).content.utf8), variables)
  }

  /// POSTs a JSON document.
  public func post(_ program: String, json: String, _ variables: [String: String] = [:]) throws -> Answer {
    try request(program, "POST", body: Array(json.utf8), variables)
  }

  /// POSTs a form.
  public func post(_ program: String, form: String, _ variables: [String: String] = [:]) throws -> Answer {
    try request(
      program, "POST", body: Array(form.utf8), contentType: "application/x-www-form-urlencoded", variables)
  }

  /// Registers or logs in with an address and a password that need no JSON escapes.
  public func post(
    _ program: String, _ email: String, _ password: String, _ variables: [String: String] = [:]
  ) throws -> Answer {
    try post(program, json: RequestBody.user(email, password).content, variables)
  }
}

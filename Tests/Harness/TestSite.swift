import Foundation
import Testing

@testable import CGIAuthAccount
@testable import CGIAuthAdmin
@testable import CGIAuthConfirm
@testable import CGIAuthCore
@testable import CGIAuthLogin
@testable import CGIAuthLogout
@testable import CGIAuthProtected
@testable import CGIAuthRecover
@testable import CGIAuthRefresh
@testable import CGIAuthRegister

/// A site whose programs are functions: no process, a clock that stands where a test puts it.
final class TestSite: Sendable {
  let folder: TemporaryFolder
  let log = Log()
  /// Stands for the list of the real register.cgi.
  static let commonPasswords = PasswordList(sorted: "drowssap\nletmein!\nsunshine99")
  private let settings: [String: String]

  init(_ settings: [String: String] = [:]) throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("cgi-bin")
    // Pages lead to programs that are there.
    for program in ["register", "account"] { try folder.write("cgi-bin/\(program).cgi", "") }
    self.settings = ["AUTH_PASSWORD_HASH": "scrypt:4:8:1"].merging(settings) { $1 }
  }

  /// What a program answers. A variable in `variables` wins over what a request has.
  func answer(
    _ endpoint: Endpoint, _ method: String = "POST", _ body: String = "",
    _ variables: [String: String] = [:],
    now: Int = HandMadeToken.now, randomness: Randomness = .system
  ) throws -> Answer {
    let request = [
      "REQUEST_METHOD": method, "CONTENT_LENGTH": "\(body.utf8.count)", "CONTENT_TYPE": "application/json",
      "HTTP_HOST": "www.example.com", "REMOTE_ADDR": "192.0.2.1",
    ]
    return try reply(
      endpoint, request.merging(variables) { $1 }, body, clock: .at(now), randomness: randomness)
  }

  /// What a program answers where a web server sets just these variables.
  func reply(
    _ endpoint: Endpoint, _ variables: [String: String], _ body: String, clock: Clock = .system,
    randomness: Randomness = .system
  ) throws -> Answer {
    let log = log
    let reply = Program.reply(
      Environment(settings.merging(variables) { $1 }), .bytes(bytes(body)),
      programDirectory: folder.path("cgi-bin"), clock: clock, randomness: randomness,
      log: { log.write($0) }, endpoint.respond)
    return try reply.read()
  }

  func register(
    _ email: String = "a@example.com", _ password: String = "password", _ variables: [String: String] = [:],
    now: Int = HandMadeToken.now
  ) throws -> Answer {
    try answer(.register, "POST", RequestBody.user(email, password).content, variables, now: now)
  }

  func login(
    _ email: String = "a@example.com", _ password: String = "password", _ variables: [String: String] = [:],
    now: Int = HandMadeToken.now
  ) throws -> Answer {
    try answer(.login, "POST", RequestBody.user(email, password).content, variables, now: now)
  }

  /// Registers a user and logs in: the cookie.
  func newSession() throws -> String {
    try #require(try register().status == 200)
    return try login().cookie
  }

  /// protected.cgi with these Cookie and Authorization fields.
  func visit(
    cookie: String? = nil, authorization: String? = nil, _ variables: [String: String] = [:],
    now: Int = HandMadeToken.now
  ) throws -> Answer {
    var variables = variables
    variables["HTTP_COOKIE"] = cookie
    variables["HTTP_AUTHORIZATION"] = authorization
    return try answer(.protected, "GET", "", variables, now: now)
  }

  /// Gives a user this record, as another tool does; nil takes the user out.
  func addUser(_ email: String = "a@example.com", record: String?) throws {
    try Table("users", in: data).update(bytes(email)) { _ in record.map { .set(bytes($0)) } ?? .delete }
  }

  /// A user's record.
  func record(_ email: String = "a@example.com") throws -> String {
    String(decoding: try #require(try Table("users", in: data).value(bytes(email))), as: UTF8.self)
  }

  var data: DataDirectory { DataDirectory(folder.path("auth-data")) }

  /// The lines of the audit log, each of which another JSON reader must take.
  func auditLines() throws -> [[String: String]] {
    guard folder.has("auth-data/audit.log") else { return [] }
    return try folder.text("auth-data/audit.log").split(separator: "\n", omittingEmptySubsequences: false)
      .dropLast()
      .map {
        let members = try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        return members.mapValues { "\($0)" }
      }
  }
}

/// The programs, each of them a function.
enum Endpoint: String, CaseIterable {
  case register, login, refresh, logout, account, admin, protected, recover, confirm

  func respond(to call: Call) throws(Refusal) -> Outcome {
    switch self {
    case .register: try Register.respond(refusing: TestSite.commonPasswords)(call)
    case .login: try Login.respond(to: call)
    case .refresh: try Refresh.respond(to: call)
    case .logout: try Logout.respond(to: call)
    case .account: try Account.respond(refusing: TestSite.commonPasswords)(call)
    case .admin: try Admin.respond(to: call)
    case .protected: try Protected.respond(to: call)
    case .recover: try Recover.respond(refusing: TestSite.commonPasswords)(call)
    case .confirm: try Confirm.respond(to: call)
    }
  }
}

extension Reply {
  private struct NotADocument: Error {}

  /// The answer, which must be a document.
  func read() throws -> Answer {
    guard case .document(let output) = self else { throw NotADocument() }
    return try Answer(cgi: output)
  }
}

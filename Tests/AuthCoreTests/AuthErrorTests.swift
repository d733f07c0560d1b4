import CGIAuthHTTP
import Testing

@testable import CGIAuthCore

@Suite struct AuthErrorTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let error: AuthError
    let status: Int
    let message: String
    let fields: [String]
    let logLine: String?
    var testDescription: String { "\(status) \(message)" }

    init(
      _ error: AuthError, _ status: Int, _ message: String, _ fields: [String] = [],
      log logLine: String? = nil
    ) {
      (self.error, self.status, self.message, self.fields, self.logLine) = (
        error, status, message, fields, logLine
      )
    }
  }

  private static let challenge = "WWW-Authenticate: Bearer error=\"invalid_token\""
  private static let later = "Retry-After: 5"

  static let clientErrors: [Row] =
    [
      Row(.request(.malformed), 400, "Bad Request"),
      Row(.request(.lengthRequired), 411, "Length Required"),
      Row(.request(.contentTooLarge), 413, "Content Too Large"),
      Row(.request(.unsupportedMediaType), 415, "Unsupported Media Type"),
      Row(.request(.crossSite), 403, "Cross-site request refused"),
      Row(.request(.methodNotAllowed(allowed: [.post])), 405, "Method Not Allowed", ["Allow: POST"]),
      Row(
        .request(.methodNotAllowed(allowed: [.post, .get])), 405, "Method Not Allowed", ["Allow: POST, GET"]),
      Row(.field(.email, .missing), 422, "email is missing"),
      Row(.field(.password, .missing), 422, "password is missing"),
      Row(.field(.email, .notText), 422, "email must be a string"),
      Row(.field(.email, .notAnAddress), 422, "email must be an e-mail address, such as name@example.com"),
      Row(.field(.password, .empty), 422, "password must not be empty"),
      Row(.field(.password, .controlCharacter), 422, "password must not have control characters"),
      Row(.field(.password, .tooShort(minCharacters: 8)), 422, "password must have at least 8 characters"),
      Row(.field(.password, .tooLong(maxBytes: 72)), 422, "password must have at most 72 bytes"),
      Row(.field(.password, .oneCharacterRepeated), 422, "password must not be one character repeated"),
      Row(
        .field(.password, .sequence), 422,
        "password must not be a plain sequence, such as 12345678 or qwertyui"),
      Row(
        .field(.password, .ownAddress), 422,
        "password must not be the e-mail address or the part of it before the @"),
      Row(.field(.password, .common), 422, "password is one of the most common passwords"),
      Row(.field(.password, .blocked), 422, "password is on this site's list of passwords that are refused"),
      Row(.emailTaken, 409, "Email already registered"),
      Row(.invalidCredentials, 401, "Invalid credentials"),
      Row(
        .throttled(retryAfterSeconds: 1), 429, "Too many attempts. Try again later.", ["Retry-After: 1"]),
      Row(
        .throttled(retryAfterSeconds: 900), 429, "Too many attempts. Try again later.", ["Retry-After: 900"]),
      Row(.missingToken, 401, "Unauthorized", ["WWW-Authenticate: Bearer"]),
      Row(.notPermitted, 403, "Forbidden"),
    ] + TokenFault.allCases.map { Row(.invalidToken($0), 401, "Invalid Token", [challenge]) }

  static let serverErrors: [Row] = [
    Row(
      .request(.missingMetaVariable("REQUEST_METHOD")), 500, "Internal Server Error",
      log: "not-cgi REQUEST_METHOD is not set; a web server starts this program"),
    Row(
      .configuration(ConfigurationError(.variable("JWT_SECRET"), "must have at least 32 bytes")), 500,
      "Internal Server Error", log: "config-invalid JWT_SECRET must have at least 32 bytes"),
    Row(
      .configuration(ConfigurationError(.line(3, of: "auth.conf"), "unknown key")), 500,
      "Internal Server Error",
      log: "config-invalid auth.conf line 3: unknown key"),
    Row(
      .configuration(ConfigurationError(.file("auth.conf"), "belongs to another user", .owner)), 500,
      "Internal Server Error", log: "config-owner auth.conf: belongs to another user"),
    Row(
      .secret(.tooShort), 500, "Internal Server Error",
      log: "secret-invalid secret.key has a line of fewer than 32 bytes, or none"),
    Row(
      .secret(.tooLong), 500, "Internal Server Error",
      log: "secret-invalid secret.key has more than 4096 bytes"),
    Row(.internalFailure("HMAC"), 500, "Internal Server Error", log: "internal-error HMAC failed"),
    Row(
      .store(.busy(table: "users")), 503, "Service Unavailable", [later],
      log: "store-busy users: another process holds the lock or changes the file"),
    Row(
      .store(.damaged(table: "users.gdbm", reason: "Bad magic number")), 503, "Service Unavailable", [later],
      log: "store-damaged users.gdbm: Bad magic number; restore it from a backup"),
    Row(
      .store(.system(SystemError(operation: "write users.work", code: 28))), 503, "Service Unavailable",
      [later],
      log: "store-error write users.work: No space left on device"),
    Row(
      .system(SystemError(operation: "open secret.key", code: 13)), 503, "Service Unavailable", [later],
      log: "system-error open secret.key: Permission denied"),
    Row(
      .crowded, 503, "Service Unavailable", [later],
      log: "hash-crowd more logins and registrations at once than hash_slots serves in time"),
  ]

  @Test(arguments: clientErrors + serverErrors)
  func hasOneAnswer(row: Row) {
    let response = row.error.response
    #expect(response.status.rawValue == row.status)
    #expect(String(decoding: response.body, as: UTF8.self) == "{\"message\":\"\(row.message)\"}")
    let fields = response.fields.map { "\($0.name.rawValue): \($0.value.text)" }
    #expect(fields.first == "Content-Type: application/json")
    #expect(
      fields.filter { $0.hasPrefix("Allow") || $0.hasPrefix("WWW-") || $0.hasPrefix("Retry-") } == row.fields)
  }

  @Test(arguments: clientErrors)
  func logsNothingWhereTheClientIsAtFault(row: Row) { #expect(row.error.logLine == nil) }

  @Test(arguments: serverErrors)
  func logsOneLineWithAReasonFirst(row: Row) throws {
    let line = try #require(row.error.logLine)
    #expect(line == row.logLine)
    #expect(!line.utf8.contains(0x0A))
    #expect(line.prefix { $0 != " " }.allSatisfy { $0 == "-" || ("a"..."z").contains($0) })
  }

  /// What went wrong inside is the administrator's business.
  @Test(arguments: serverErrors)
  func tellsTheClientNothingOfTheServer(row: Row) {
    let body = String(decoding: row.error.response.body, as: UTF8.self)
    #expect(
      ["{\"message\":\"Internal Server Error\"}", "{\"message\":\"Service Unavailable\"}"].contains(body))
  }
}

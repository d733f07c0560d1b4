import CGIAuthHTTP
import CGIAuthTestSupport
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
      Row(.field(.password, .siteName), 422, "password must not be the name of this site or of its host"),
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
      Row(.notFound, 404, "Not Found"),
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
    Row(
      .secret(.foreign), 500, "Internal Server Error",
      log:
        "secret-invalid secret.key belongs to another user than root, the one this runs as and the owner of the program"
    ),
    Row(
      .guarded(.cannotStart(SystemError(operation: "start the script", code: 2))), 500,
      "Internal Server Error",
      log: "guard-script-failed start the script: No such file or directory"),
    Row(.internalFailure("HMAC"), 500, "Internal Server Error", log: "internal-error HMAC failed"),
    Row(
      .store(.busy(table: "users")), 503, "Service Unavailable", [later],
      log: "store-busy users: another process holds the lock or changes the file"),
    Row(
      .store(.damaged(table: "users.gdbm", reason: "Bad magic number")), 503, "Service Unavailable", [later],
      log: "store-damaged users.gdbm: Bad magic number; restore it from a backup"),
    Row(
      .store(.full(table: "users.gdbm", reason: "Bucket directory overflow")), 503, "Service Unavailable",
      [later],
      log: "store-full users.gdbm: Bucket directory overflow; the file is whole: restore nothing"),
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

  /// What an administrator can mend, though the answer is no 5xx: the client is told as little.
  static let guardFaults: [Row] = [
    Row(
      .guarded(.notHandedOver), 404, "Not Found",
      log: "guard-not-handler no Action (Apache) or cgi.assign (lighttpd) led to guard.cgi"),
    Row(
      .guarded(.unmatchedPath), 404, "Not Found",
      log: "guard-path-mismatch the file's path does not end as the URL does"),
    Row(
      .guarded(.symbolicLink), 403, "Forbidden",
      log: "guard-symlink a symbolic link below the guarded folder is not followed"),
    Row(
      .guarded(.notRegular), 403, "Forbidden",
      log: "guard-not-a-file a pipe, device or socket is not served"),
    Row(
      .guarded(.unreadable(SystemError(operation: "open a.pdf", code: 13))), 403, "Forbidden",
      log: "guard-unreadable open a.pdf: Permission denied"),
    Row(
      .guarded(.source), 403, "Forbidden",
      log:
        "guard-source a script is not sent: make it executable (755), or name its interpreter in guard_interpreter"
    ),
    Row(
      .guarded(.writableScript), 403, "Forbidden",
      log: "guard-script-writable a script that everybody may write to is not run: chmod it to 755"),
    Row(
      .guarded(.believedScript), 403, "Forbidden",
      log: "guard-script-length a script is not run where ap_trust_cgilike_cl is set: docs/guard.md"),
  ]

  /// A number for each case, from 0 on: a case that is added does not compile before it has one, nor pass before it has
  /// its row.
  private static func number(_ error: AuthError) -> Int {
    switch error {
    case .request(.malformed): 0
    case .request(.lengthRequired): 1
    case .request(.contentTooLarge): 2
    case .request(.unsupportedMediaType): 3
    case .request(.crossSite): 4
    case .request(.methodNotAllowed): 5
    case .request(.missingMetaVariable): 6
    case .field(_, .missing): 7
    case .field(_, .notText): 8
    case .field(_, .notAnAddress): 9
    case .field(_, .empty): 10
    case .field(_, .controlCharacter): 11
    case .field(_, .tooShort): 12
    case .field(_, .tooLong): 13
    case .field(_, .oneCharacterRepeated): 14
    case .field(_, .sequence): 15
    case .field(_, .ownAddress): 16
    case .field(_, .common): 17
    case .field(_, .blocked): 18
    case .emailTaken: 19
    case .invalidCredentials: 20
    case .throttled: 21
    case .crowded: 22
    case .missingToken: 23
    case .invalidToken: 24
    case .notPermitted: 25
    case .notFound: 26
    case .guarded(.notHandedOver): 27
    case .guarded(.unmatchedPath): 28
    case .guarded(.symbolicLink): 29
    case .guarded(.notRegular): 30
    case .guarded(.unreadable): 31
    case .guarded(.source): 32
    case .guarded(.writableScript): 33
    case .guarded(.cannotStart): 34
    case .configuration: 35
    case .secret(.tooShort): 36
    case .secret(.tooLong): 37
    case .secret(.foreign): 38
    case .store(.busy): 39
    case .store(.damaged): 40
    case .store(.system): 41
    case .system: 42
    case .internalFailure: 43
    case .guarded(.believedScript): 44
    case .field(_, .siteName): 45
    case .store(.full): 46
    }
  }

  private static let caseCount = 47

  @Test func hasARowForEveryCase() {
    let numbers = Set(
      (Self.clientErrors + Self.guardFaults + Self.serverErrors).map { Self.number($0.error) })
    #expect(Set(0..<Self.caseCount).subtracting(numbers).sorted() == [])
  }

  /// What a program answers, and the lines in the log.
  private func answer(
    _ row: Row, _ variables: [String: String], in folder: TemporaryFolder, _ feature: Program.Feature
  ) throws -> (answer: Answer, log: [String]) {
    let log = Log()
    let request = ["REQUEST_METHOD": "POST", "CONTENT_LENGTH": "0", "HTTP_HOST": "www.example.com"]
    try folder.makeFolder("cgi-bin")
    let output = Program.answer(
      environment: Environment(request.merging(variables) { $1 }), body: .bytes([]),
      programDirectory: folder.path("cgi-bin"), log: { log.write($0) }, feature)
    return (try Answer(output), log.lines)
  }

  /// To a program, as a page, and in a form: one line for what an administrator has to mend, and none for the rest.
  @Test(arguments: clientErrors + guardFaults + serverErrors)
  func isToldOnceInTheLog(row: Row) throws {
    let folder = try TemporaryFolder()
    let page = ["HTTP_ACCEPT": "text/html", "SCRIPT_NAME": "/cgi-bin/login.cgi"]
    let expected = [row.logLine].compactMap { $0 }
    let form = page.merging(["CONTENT_TYPE": "application/x-www-form-urlencoded"]) { $1 }
    let results = [
      try answer(row, [:], in: folder) { _, _ throws(AuthError) in throw row.error },
      try answer(row, page, in: folder) { _, _ throws(AuthError) in throw row.error },
      try answer(row, form, in: folder) { request, services throws(AuthError) in
        try services.answerByForm(.login, request) { _, _ throws(AuthError) in throw row.error }
      },
    ]
    for (answer, log) in results {
      #expect(answer.status == row.status || answer.status == 303)
      #expect(log == expected)
    }
  }

  /// The page that would tell of it is broken, too: then that is what the answer is about.
  @Test(arguments: clientErrors + guardFaults + serverErrors)
  func isToldOnceWhereTheTemplateIsBrokenToo(row: Row) throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("pages")
    try folder.write("pages/page.html", "nothing")
    let page = [
      "HTTP_ACCEPT": "text/html", "AUTH_PAGES_DIR": folder.path("pages"),
      "CONTENT_TYPE": "application/x-www-form-urlencoded",
    ]
    let results = [
      try answer(row, page, in: folder) { _, _ throws(AuthError) in throw row.error },
      try answer(row, page, in: folder) { request, services throws(AuthError) in
        try services.answerByForm(.login, request) { _, _ throws(AuthError) in throw row.error }
      },
    ]
    for (answer, log) in results where answer.status != 303 {
      #expect(answer.status == 500)
      #expect(log == ["config-invalid page.html: has no {{content}}"])
    }
  }

  @Test(arguments: clientErrors + guardFaults + serverErrors)
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

  @Test(arguments: guardFaults + serverErrors)
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

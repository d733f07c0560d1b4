import Foundation
import Testing

@testable import CGIAuthAccount
@testable import CGIAuthAdmin
@testable import CGIAuthCore
@testable import CGIAuthGuard
@testable import CGIAuthHarness
@testable import CGIAuthLogin
@testable import CGIAuthLogout
@testable import CGIAuthRegister
@testable import CGIAuthTransfer

@Suite struct RefusalRowTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let refusal: Refusal
    let status: Int
    let message: String
    let fields: [String]
    let logLine: String?
    /// Whether the answer gives the reason word, for what the settings or the data folder cause.
    let givesReason: Bool
    var testDescription: String { "\(status) \(message)" }

    init(
      _ refusal: Refusal, _ status: Int, _ message: String, _ fields: [String] = [],
      log logLine: String? = nil, givesReason: Bool = false
    ) {
      (self.refusal, self.status, self.message, self.fields, self.logLine) = (
        refusal, status, message, fields, logLine
      )
      self.givesReason = givesReason
    }

    /// The JSON that a program gets.
    var json: String {
      let reason = givesReason ? ",\"reason\":\"\(refusal.reason)\"" : ""
      return "{\"message\":\"\(message)\"\(reason)}"
    }
  }

  private static let challenge = "WWW-Authenticate: Bearer error=\"invalid_token\""
  private static let later = "Retry-After: 5"

  static let clientErrors: [Row] = [
    Row(Refusal(RequestError.malformed), 400, "Bad Request"),
    Row(Refusal(RequestError.lengthRequired), 411, "Length Required"),
    Row(Refusal(RequestError.contentTooLarge), 413, "Content Too Large"),
    Row(Refusal(RequestError.unsupportedMediaType), 415, "Unsupported Media Type"),
    Row(Refusal(RequestError.crossSite), 403, "Cross-site request refused"),
    Row(
      Refusal(RequestError.methodNotAllowed(allowed: [.post])), 405, "Method Not Allowed", ["Allow: POST"]),
    Row(
      Refusal(RequestError.methodNotAllowed(allowed: [.post, .get])), 405, "Method Not Allowed",
      ["Allow: POST, GET"]),
    Row(.emailMissing, 422, "email is missing"),
    Row(.rememberMalformed, 422, "remember must be yes or no"),
    Row(.deliverMalformed, 422, "deliver must be cookies or tokens"),
    Row(.everywhereMalformed, 422, "everywhere must be yes or no"),
    Row(.everywhereStateless, 409, "everywhere needs sessions, which stateless turns off"),
    Row(.actionUnknown, 422, "action must be one of those that are documented"),
    Row(.missing("newPassword"), 422, "newPassword is missing"),
    Row(.controlCharacter("newPassword"), 422, "newPassword must not have control characters"),
    Row(.newEmailMalformed, 422, "newEmail must be an e-mail address, such as name@example.com"),
    Row(.passwordUnchanged, 422, "newPassword must not be the current one"),
    Row(.nameUnusable, 422, "name must be UTF-8 of at most 64 characters, none a control one"),
    Row(.languageUnknown, 422, "language must be empty, en, de, fr, es, pt or ja"),
    Row(.sessionMalformed, 422, "session must be the id of a session"),
    Row(.sessionNeeded, 403, "A session is needed"),
    Row(
      .proofNeeded, 401, "Proof needed",
      ["WWW-Authenticate: Bearer error=\"insufficient_user_authentication\", max_age=600"]),
    Row(.codeWrong, 403, "Code refused"),
    Row(.userUnknown, 404, "There is no such user"),
    Row(.addressUnknown(3), 422, "address 3 has no account, nothing was changed"),
    Row(.addressMalformed(3), 422, "address 3 is no e-mail address"),
    Row(.tooManyAddresses, 422, "emails must be at most 200 addresses"),
    Row(
      .groupUnusable("group"), 422,
      "a group's name must be letters, digits, dots, hyphens, underscores and @, at most 64 bytes"),
    Row(.recoveryNeeded, 403, "Choose a new password by mail"),
    Row(.importUnusable(.damaged), 422, "file cannot be imported: file-damaged"),
    Row(.domainUnusable, 422, "domain must be what may stand behind the @ of an address"),
    Row(.administratorsLink, 409, "The link of another administrator is not shown"),
    Row(.noPassword, 409, "The account has no password"),
    Row(.backupUnknown, 404, "There is no such backup"),
    Row(.nothingToKeep, 409, "Nobody has registered yet"),
    Row(
      .backupTooLarge, 409, "There are too many users for a backup by a request: use cgi-auth backup"),
    Row(.lastAdministrator, 409, "The last administrator must stay"),
    Row(.formTokenWrong, 403, "Form token refused"),
    Row(.emailChangedLately, 409, "Address was changed lately"),
    Row(.ticketRefused, 401, "Invalid Token"),
    Row(.mailIsOff, 403, "Mail is off"),
    Row(.byMalformed, 422, "by must be mail, where that is on"),
    Row(.registrationClosed, 403, "Registration is closed"),
    Row(.invitationNeeded, 403, "An invitation is needed"),
    Row(.notApproved, 403, "Not approved yet"),
    Row(.invitationOfAnother, 422, "email must be the address that is invited"),
    Row(.noteMalformed, 422, "note must be a line of text of at most 500 bytes"),
    Row(.invitationUnknown, 404, "There is no such invitation"),
    Row(.tooManyInvitations, 409, "At most 1000 invitations can be open"),
    Row(.domainRefused, 422, "email must be of a domain that this site takes"),
    Row(.addressUnconfirmed, 403, "Confirm your address first"),
    Row(.passwordMissing, 422, "password is missing"),
    Row(.emailNotText, 422, "email must be a string"),
    Row(.passwordNotText, 422, "password must be a string"),
    Row(.notAnAddress, 422, "email must be an e-mail address, such as name@example.com"),
    Row(.passwordEmpty, 422, "password must not be empty"),
    Row(.passwordControlCharacter, 422, "password must not have control characters"),
    Row(Refusal(.tooShort(minCharacters: 8)), 422, "password must have at least 8 characters"),
    Row(Refusal(.tooLong(maxBytes: 72)), 422, "password must have at most 72 bytes"),
    Row(
      Refusal(PasswordProblem.oneCharacterRepeated), 422, "password must not be one character repeated"),
    Row(
      Refusal(PasswordProblem.sequence), 422,
      "password must not be a plain sequence, such as 12345678 or qwertyui"),
    Row(
      Refusal(PasswordProblem.ownAddress), 422,
      "password must not be the e-mail address or the part of it before the @"),
    Row(
      Refusal(PasswordProblem.siteName), 422,
      "password must not be the name of this site or of its host"),
    Row(Refusal(PasswordProblem.common), 422, "password is one of the most common passwords"),
    Row(
      Refusal(PasswordProblem.blocked), 422,
      "password is on this site's list of passwords that are refused"),
    Row(.emailTaken, 409, "Email already registered"),
    Row(.invalidCredentials, 401, "Invalid credentials"),
    Row(
      .throttled(retryAfterSeconds: 1), 429, "Too many attempts. Try again later.", ["Retry-After: 1"]),
    Row(
      .throttled(retryAfterSeconds: 900), 429, "Too many attempts. Try again later.", ["Retry-After: 900"]),
    Row(.missingToken, 401, "Unauthorized", ["WWW-Authenticate: Bearer"]),
    Row(.invalidToken, 401, "Invalid Token", [challenge]),
    Row(.notPermitted, 403, "Forbidden"),
    Row(.notFound, 404, "Not Found"),
  ]

  static let serverErrors: [Row] = [
    Row(
      Refusal(.missingMetaVariable("REQUEST_METHOD")), 500, "Internal Server Error",
      log: "not-cgi REQUEST_METHOD is not set; a web server starts this program"),
    Row(
      Refusal(Failure(ConfigurationError(.variable("JWT_SECRET"), "must have at least 32 bytes"))), 500,
      "Internal Server Error", log: "config-invalid JWT_SECRET must have at least 32 bytes", givesReason: true
    ),
    Row(
      Refusal(Failure(ConfigurationError(.line(3, of: "auth.conf"), "unknown key"))), 500,
      "Internal Server Error",
      log: "config-invalid auth.conf line 3: unknown key", givesReason: true),
    Row(
      Refusal(Failure(ConfigurationError(.file("auth.conf"), "belongs to another user", .owner))), 500,
      "Internal Server Error", log: "config-owner auth.conf: belongs to another user", givesReason: true),
    Row(
      Refusal(Failure(ConfigurationError(.setting("data_dir"), "names a folder", .user))), 500,
      "Internal Server Error",
      log:
        "server-user data_dir names a folder; the programs do not run as the owner of their files: docs/host.md",
      givesReason: true),
    Row(
      Refusal(Failure(ConfigurationError(.setting("data_dir"), "would be", .exposed))), 500,
      "Internal Server Error", log: "data-dir-exposed data_dir would be", givesReason: true),
    Row(
      Refusal(Failure(KeyFileError.file(.tooShort, "secret.key"))), 500, "Internal Server Error",
      log: "secret-invalid secret.key has a line of fewer than 32 bytes, or none", givesReason: true),
    Row(
      Refusal(Failure(KeyFileError.file(.tooLong, "private.key"))), 500, "Internal Server Error",
      log: "secret-invalid private.key has more than 4096 bytes", givesReason: true),
    Row(
      Refusal(Failure(KeyFileError.file(.foreign, "secret.key"))), 500, "Internal Server Error",
      log:
        "secret-invalid secret.key belongs to another user than root, the one this runs as and the owner of the program",
      givesReason: true),
    Row(
      Refusal.noPath, 500, "Internal Server Error",
      log: "authorizer-path no path from the root names the file that is asked about"),
    Row(
      Refusal(GuardFault.cannotStart(SystemError(operation: "start the script", code: 2))), 500,
      "Internal Server Error",
      log: "guard-script-failed start the script: No such file or directory"),
    Row(Refusal(.internal("HMAC")), 500, "Internal Server Error", log: "internal-error HMAC failed"),
    Row(
      Refusal(Failure(StoreError.busy(table: "users"))), 503, "Service Unavailable", [later],
      log: "store-busy users: another process holds the lock or changes the file"),
    Row(
      Refusal(Failure(StoreError.damaged(table: "users.gdbm", reason: "Bad magic number"))), 503,
      "Service Unavailable", [later],
      log: "store-damaged users.gdbm: Bad magic number; restore it from a backup", givesReason: true),
    Row(
      Refusal(Failure(StoreError.full(table: "users.gdbm", reason: "Bucket directory overflow"))), 503,
      "Service Unavailable",
      [later],
      log: "store-full users.gdbm: Bucket directory overflow; the file is whole: restore nothing",
      givesReason: true),
    Row(
      Refusal(Failure(StoreError.system(SystemError(operation: "write users.work", code: 28)))), 503,
      "Service Unavailable",
      [later],
      log: "store-error write users.work: No space left on device", givesReason: true),
    Row(
      Refusal(Failure(SystemError(operation: "open secret.key", code: 13))), 503, "Service Unavailable",
      [later],
      log: "system-error open secret.key: Permission denied", givesReason: true),
    Row(
      Refusal(.fullRecord), 500, "Internal Server Error",
      log: "record-full the third part of a user's record is no UTF-8, or has 64 members"),
    Row(
      Refusal(Failure.crowd), 503, "Service Unavailable", [later],
      log: "hash-crowd more logins and registrations at once than hash_slots serves in time"),
  ]

  /// What an administrator can mend, though the answer is no 5xx: the client is told as little.
  static let guardFaults: [Row] = [
    Row(
      Refusal(GuardFault.notHandedOver), 404, "Not Found",
      log: "guard-not-handler no Action (Apache) or cgi.assign (lighttpd) led to guard.cgi"),
    Row(
      Refusal(GuardFault.unmatchedPath), 404, "Not Found",
      log: "guard-path-mismatch the file's path does not end as the URL does"),
    Row(
      Refusal(GuardFault.symbolicLink), 403, "Forbidden",
      log: "guard-symlink a symbolic link below the guarded folder is not followed"),
    Row(
      Refusal(GuardFault.notRegular), 403, "Forbidden",
      log: "guard-not-a-file a pipe, device or socket is not served"),
    Row(
      Refusal(GuardFault.unreadable(SystemError(operation: "open a.pdf", code: 13))), 403, "Forbidden",
      log: "guard-unreadable open a.pdf: Permission denied"),
    Row(
      Refusal(GuardFault.source), 403, "Forbidden",
      log:
        "guard-source a script is not sent: make it executable (755), or name its interpreter in guard_interpreter"
    ),
    Row(
      Refusal(GuardFault.writableScript), 403, "Forbidden",
      log: "guard-script-writable a script that everybody may write to is not run: chmod it to 755"),
    Row(
      Refusal(GuardFault.believedScript), 403, "Forbidden",
      log: "guard-script-length a script is not run where ap_trust_cgilike_cl is set: docs/guard.md"),
    Row(
      Refusal.unreadableFolder(SystemError(operation: "open a folder", code: 13)), 403, "Forbidden",
      log: "authorizer-unreadable open a folder: Permission denied"),
  ]

  /// The words of all rows in the sources have a row here.
  @Test func hasARowForEveryWord() throws {
    let shown = Set(
      (Self.clientErrors + Self.guardFaults + Self.serverErrors).map { $0.refusal.reason })
    let pattern = /(?:Refusal|\bFailure|Self\.of|Self\.choice|password)\(\s*(?:\.\w+, )?"([a-z][a-z-]*)[ "]/
    let guardWords = /:\s*"(guard-[a-z\-]+) .*"/
    var written: Set<String> = []
    for file in try Project.sources() {
      for match in file.text.matches(of: pattern) { written.insert(String(match.1)) }
      for match in file.text.matches(of: guardWords) { written.insert(String(match.1)) }
    }
    #expect(written.count > 30)
    // What `throttledWord` says stands in no row.
    #expect(written.subtracting(shown).sorted() == [])
  }

  /// What a program answers, and the lines in the log.
  private func answer(
    _ row: Row, _ variables: [String: String], in folder: TemporaryFolder, _ feature: Program.Feature
  ) throws -> (answer: Answer, log: [String]) {
    let log = Log()
    let request = ["REQUEST_METHOD": "POST", "CONTENT_LENGTH": "0", "HTTP_HOST": "www.example.com"]
    try folder.makeFolder("cgi-bin")
    let reply = Program.reply(
      Environment(request.merging(variables) { $1 }), .bytes([]), programDirectory: folder.path("cgi-bin"),
      log: { log.write($0) }, feature)
    return (try reply.read(), log.lines)
  }

  private static func page(_ state: FormState, _ pages: Pages) -> FormPage {
    FormPage(.login, title: "Log in", button: "Go", action: "/login.cgi", [], next: nil, below: "")
  }

  /// To a program, as a page, and in a form: one line for what an administrator has to
  /// mend, and none for the rest.
  @Test(arguments: clientErrors + guardFaults + serverErrors)
  func isToldOnceInTheLog(row: Row) throws {
    let folder = try TemporaryFolder()
    let page = ["HTTP_ACCEPT": "text/html", "SCRIPT_NAME": "/cgi-bin/login.cgi"]
    let expected = [row.logLine].compactMap { $0 }
    let form = page.merging(["CONTENT_TYPE": "application/x-www-form-urlencoded"]) { $1 }
    let results = [
      try answer(row, [:], in: folder) { _ throws(Refusal) in throw row.refusal },
      try answer(row, page, in: folder) { _ throws(Refusal) in throw row.refusal },
      try answer(row, form, in: folder) { call throws(Refusal) in
        try call.form(Self.page) { _, _ throws(Refusal) in throw row.refusal }
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
      try answer(row, page, in: folder) { _ throws(Refusal) in throw row.refusal },
      try answer(row, page, in: folder) { call throws(Refusal) in
        try call.form(Self.page) { _, _ throws(Refusal) in throw row.refusal }
      },
    ]
    for (answer, log) in results where answer.status != 303 {
      #expect(answer.status == 500)
      #expect(log == ["config-invalid page.html: has no {{content}}"])
    }
  }

  @Test(arguments: clientErrors + guardFaults + serverErrors)
  func hasOneAnswer(row: Row) {
    let response = row.refusal.response
    #expect(response.status.rawValue == row.status)
    #expect(String(decoding: response.body, as: UTF8.self) == row.json)
    let lines = String(decoding: response.serialized(answering: .get), as: UTF8.self).split(separator: "\n")
    #expect(lines[1] == "Content-Type: application/json")
    let fields = response.fields.map { "\($0.name.text): \($0.value.text)" }
    #expect(
      fields.filter { $0.hasPrefix("Allow") || $0.hasPrefix("WWW-") || $0.hasPrefix("Retry-") } == row.fields)
  }

  @Test(arguments: clientErrors)
  func logsNothingWhereTheClientIsAtFault(row: Row) { #expect(row.refusal.failure?.logLine == nil) }

  @Test(arguments: guardFaults + serverErrors)
  func logsOneLineWithAReasonFirst(row: Row) throws {
    let line = try #require(row.refusal.failure?.logLine)
    #expect(line == row.logLine)
    #expect(!line.utf8.contains(0x0A))
    #expect(line.prefix { $0 != " " }.allSatisfy { $0 == "-" || ("a"..."z").contains($0) })
  }

  /// What went wrong inside is the administrator's business: a client is told a word at most, and a page
  /// what to do about it.
  @Test(arguments: guardFaults + serverErrors, Language.allCases)
  func tellsTheClientAWordOfTheServer(row: Row, language: Language) throws {
    let request = ["HTTP_ACCEPT": "text/html", "HTTP_ACCEPT_LANGUAGE": language.rawValue]
    let page = try answer(row, request, in: TemporaryFolder()) { _ throws(Refusal) in throw row.refusal }
      .answer
    let line = try #require(row.logLine)
    let rest = try #require(line.split(separator: " ", maxSplits: 1).last)
    #expect(!page.body.contains(rest))
    #expect(page.body.contains(" <code>\(row.refusal.reason)</code></p>") == row.givesReason)
    let advice = row.refusal.failure?.adviceText.map { language($0) }
    #expect((advice != nil) == row.givesReason)
    if let advice { #expect(page.body.contains("<p>\(advice) <code>")) }
    // The one link, those below every page aside, is that to the start page.
    #expect(page.body.components(separatedBy: "</main>")[0].components(separatedBy: "<a ").count == 2)
  }
}

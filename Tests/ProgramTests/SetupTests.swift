import Foundation
import CGIAuthHarness
import Testing

/// What the programs make for themselves on first use, and what they take from an administrator.
@Suite struct SetupTests {
  @Test(arguments: Project.programs)
  func needsNoConfiguration(_ program: String) throws {
    // A copy of the program, uploaded to a folder of its own: the data lies beside that folder.
    let folder = try TemporaryFolder()
    try folder.makeFolder("cgi-bin")
    try Project.copyProgram(program, to: folder.path("cgi-bin/it.cgi"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link.cgi"), withDestinationPath: folder.path("cgi-bin/it.cgi"))
    let result = try run(folder.path("link.cgi"), environment: ["REQUEST_METHOD": "GET"], workingFolder: "/")
    #expect(try Answer(result).status < 500)
    // guard.cgi finds that no server handed the request over.
    let files = program == "guard" ? [".htaccess", "error.log", "secret.key"] : [".htaccess", "secret.key"]
    #expect(try folder.names("auth-data") == files)
    #expect(try folder.permissions("auth-data") == 0o700)
    #expect(try folder.permissions("auth-data/secret.key") == 0o600)
    #expect(try folder.text("auth-data/.htaccess").contains("Require all denied"))
    let secret = try folder.text("auth-data/secret.key")
    #expect(secret.utf8.count == 44 && secret.hasSuffix("\n"))
  }

  @Test func agreesOnOneSecretAmongManyFirstRequests() throws {
    let site = try CGISite([
      "AUTH_THROTTLE_REGISTRATION_FREE_TRIES": "1000", "AUTH_REGISTRATIONS_PER_HOUR": "1000",
    ])
    let commands = try (0..<40).map {
      try site.start("register", "u\($0)@example.com", password: "correct horse")
    }
    for (number, command) in commands.enumerated() {
      var answer = try Answer(command.wait())
      // Whoever waited in vain for the others' disk is asked to come again.
      for _ in 0..<20 where answer.status == 503 && answer.value("Retry-After") == "5" {
        answer = try site.post("register", "u\(number)@example.com", "correct horse")
      }
      #expect(answer.status == 200)
    }
    let tokens = try (0..<40).map {
      try #require(try site.post("login", "u\($0)@example.com", "correct horse").token)
    }
    for token in tokens {
      #expect(try site.request("protected", ["HTTP_COOKIE": "authToken=\(token)"]).status == 200)
    }
    #expect(
      try site.folder.names("data") == [
        ".htaccess", "attempts-2.table", "audit.log", "error.log", "hash.slots", "private.key",
        "secret.key", "sessions.gdbm", "sessions.lock", "sessions.spare", "users.gdbm", "users.lock",
        "users.spare",
      ])
  }

  @Test(arguments: Project.programs, ["", "short", String(repeating: "x", count: 31)])
  func refusesAShortSecret(_ program: String, _ secret: String) throws {
    let fromEnvironment = try CGISite(["JWT_SECRET": secret]).request(program)
    #expect(fromEnvironment.status == 500)
    #expect(fromEnvironment.errors.hasPrefix("config-invalid JWT_SECRET must "))
    let site = try CGISite()
    try site.folder.makeFolder("data")
    try site.folder.write("data/secret.key", secret + "\n")
    let fromFile = try site.request(program)
    #expect(fromFile.status == 500)
    #expect(fromFile.errors.hasPrefix("secret-invalid secret.key "))
    #expect(try site.folder.text("data/secret.key") == secret + "\n")
  }

  @Test func signsWithTheFirstSecretAndVerifiesWithEvery() throws {
    let site = try CGISite()
    try site.folder.makeFolder("data")
    let (old, new) = (String(repeating: "o", count: 32), String(repeating: "n", count: 32))
    try site.folder.write("data/secret.key", old)
    let before = try site.token()
    try site.folder.write("data/secret.key", "\(new)\r\n\(old)\r\n")
    let after = try #require(try site.post("login", "user@example.com", "correct horse battery").token)
    for token in [before, after] {
      #expect(try site.request("protected", ["HTTP_COOKIE": "authToken=\(token)"]).status == 200)
    }
    try site.folder.write("data/secret.key", new)
    #expect(try site.request("protected", ["HTTP_COOKIE": "authToken=\(before)"]).status == 401)
    #expect(try site.request("protected", ["HTTP_COOKIE": "authToken=\(after)"]).status == 200)
  }

  @Test func takesBackTheKeyFileFromOthers() throws {
    let site = try CGISite()
    _ = try site.request("logout")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: site.folder.path("data/secret.key"))
    #expect(try site.request("logout").status == 200)
    #expect(try site.folder.permissions("data/secret.key") == 0o600)
  }

  @Test(arguments: [
    ("AUTH_TOKEN_LIFETIME", "0"), ("AUTH_TOKEN_LIFETIME", "1h"), ("AUTH_TOKEN_LIFETIME", "-1"),
    ("AUTH_TOKEN_LIFETIME", "99999999999999999999"),
    ("AUTH_PASSWORD_HASH", "md5"), ("AUTH_PASSWORD_HASH", "scrypt"), ("AUTH_PASSWORD_HASH", "scrypt:0:8:1"),
    ("AUTH_PASSWORD_HASH", "scrypt:21:8:1"),
    ("AUTH_PASSWORD_HASH", "scrypt:20:32:1"), ("AUTH_PASSWORD_HASH", "bcrypt:3"),
    ("AUTH_PASSWORD_HASH", "bcrypt:32"), ("AUTH_PASSWORD_HASH", "bcrypt"),
    ("AUTH_PASSWORD_MIN_LENGTH", "0"), ("AUTH_PASSWORD_MIN_LENGTH", "65"), ("AUTH_COOKIE_NAME", "a b"),
    ("AUTH_COOKIE_NAME", "a;b"),
    ("AUTH_COOKIE_SECURE", "yes"), ("AUTH_ISSUER", ""), ("AUTH_ISSUER", "a\nb"),
    ("AUTH_AUDIENCE", String(repeating: "a", count: 256)),
    ("AUTH_TRUSTED_PROXIES", "example.com"), ("AUTH_TRUSTED_PROXIES", "10.0.0.0/33"), ("AUTH_DATA_DIR", ""),
    ("AUTH_CONF", "/nonexistent/auth.conf"), ("AUTH_STATELESS", "true"), ("AUTH_AUDIT_LOG", "yes"),
    ("AUTH_AUDIT_LOG_MAX_SIZE", "1M"), ("AUTH_AUDIT_LOG_KEEP", "0"),
  ])
  func namesTheVariableThatIsWrong(_ variable: String, _ value: String) throws {
    let answer = try CGISite([variable: value]).request("protected")
    #expect(answer.status == 500)
    #expect(answer.errors.hasPrefix("config-invalid \(variable) "))
    #expect(answer.errors.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    ("token_lifetime = 60\nunknown = 1", 2), ("# comment\n\n  token_lifetime = soon", 3),
    ("token_lifetime", 1),
    ("token_lifetime = 60\r\ntoken_lifetime = 61\r\n", 2), ("jwt_secret = Xshort", 1), ("= 1", 1),
    ("Token_Lifetime = 60", 1),
    ("token_lifetime =", 1), ("cookie_secure = always # really", 1), ("issuer = a\0b", 1),
    ("data_dir = /tmp/\u{7}", 1),
  ])
  func namesTheLineThatIsWrong(_ content: String, _ line: Int) throws {
    let site = try CGISite()
    try site.folder.makeFolder("data")
    try site.folder.write("data/auth.conf", content)
    let answer = try site.request("logout")
    #expect(answer.status == 500)
    #expect(answer.errors.hasPrefix("config-invalid auth.conf line \(line): "))
    #expect(!answer.errors.contains("Xshort"))
  }

  @Test func readsTheFileBelowTheEnvironment() throws {
    let site = try CGISite()
    try site.folder.makeFolder("data")
    try site.folder.write(
      "data/auth.conf",
      "\u{FEFF}# saved by an editor on Windows\r\n cookie_name = session \r\ncookie_secure=always\r\n\r\ntoken_lifetime = 60"
    )
    _ = try site.post("register", "ada@example.com", "correct horse")
    let login = try site.post("login", "ada@example.com", "correct horse")
    #expect(
      login.setCookie
        == "session=\(try #require(login.token)); Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure")
    let overruled = try site.request("logout", ["AUTH_COOKIE_SECURE": "never", "AUTH_COOKIE_NAME": "other"])
    #expect(overruled.setCookie == "other=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict")
  }

  @Test func takesAFileAndAFolderFromElsewhere() throws {
    let site = try CGISite()
    let data = site.folder.path("private")
    try site.folder.write("my.conf", "data_dir = \(data)\njwt_secret = \(TokenTests.secret)\n")
    let environment = [
      "REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/json", "AUTH_CONF": site.folder.path("my.conf"),
    ]
    let body = Array(BodyTests.good.utf8)
    let result = try run(
      try Project.program("register"),
      environment: environment.merging(["CONTENT_LENGTH": String(body.count)]) { $1 },
      input: body)
    #expect(try Answer(result).status == 200)
    #expect(
      try site.folder.names("private") == [
        ".htaccess", "attempts-2.table", "audit.log", "hash.slots", "users.gdbm", "users.lock",
      ])
  }

  @Test func warnsOfACheapHashOnlyWhereItIsUsed() throws {
    let weak = try CGISite()
    #expect(
      try weak.post("register", "ada@example.com", "correct horse").errors.hasPrefix("weak-password-hash "))
    #expect(try weak.request("protected").errors == "")
    let strong = try CGISite(["AUTH_PASSWORD_HASH": "scrypt:14:8:5"])
    #expect(try strong.post("register", "ada@example.com", "correct horse").errors == "")
    #expect(try strong.post("login", "ada@example.com", "correct horse").status == 200)
  }

  /// For owners who do not see the web server's log, also of what stops every program.
  @Test func writesWhatIsWrongIntoTheErrorLog() throws {
    let site = try CGISite()
    try site.folder.makeFolder("data")
    try site.folder.write("data/auth.conf", "issuer = me\nnonsense = 1\n")
    for _ in 0..<2 {
      let answer = try site.request("protected")
      #expect(answer.body == #"{"message":"Internal Server Error","reason":"config-invalid"}"#)
      #expect(answer.errors == "config-invalid auth.conf line 2: unknown key\n")
    }
    let text = try site.folder.text("data/error.log")
    let lines = text.matches(of: #/(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (.*)$/#).map(\.output.1)
    #expect(lines.allSatisfy { $0 == "config-invalid auth.conf line 2: unknown key" })
    #expect((1...2).contains(lines.count))
    #expect(text.filter { $0 == "\n" }.count == lines.count)
  }

  @Test func makesTheFolderBesideTheDocumentRoot() throws {
    let home = try TemporaryFolder()
    try home.makeFolder("public_html/cgi-bin")
    let program = home.path("public_html/cgi-bin/protected.cgi")
    try Project.copyProgram("protected", to: program)
    let environment = ["REQUEST_METHOD": "GET", "DOCUMENT_ROOT": home.path("public_html")]
    for root in ["public_html", "public_html/cgi-bin"] {
      let answer = try Answer(
        run(program, environment: environment.merging(["DOCUMENT_ROOT": home.path(root)]) { $1 }))
      #expect(answer.status == 401)
      #expect(try home.names() == ["auth-data-public_html", "public_html"])
      #expect(try home.names("public_html") == ["cgi-bin"])
      #expect(try home.names("auth-data-public_html") == [".htaccess", "secret.key"])
    }
  }

  @Test func putsTheAccessFileBack() throws {
    // By FTP somebody uploads a key or a configuration file first, or copies a folder without its dot files.
    for file in ["secret.key", "auth.conf"] {
      let site = try CGISite()
      try site.folder.makeFolder("data")
      try site.folder.write("data/\(file)", file == "auth.conf" ? "" : TokenTests.secret)
      #expect(try site.request("protected").status == 401)
      #expect(try site.folder.text("data/.htaccess").contains("Require all denied"))
      #expect(try site.folder.permissions("data/\(file)") == 0o600)
    }
  }

  @Test(arguments: Project.programs)
  func usesNoFolderOfOtherThings(_ program: String) throws {
    let site = try CGISite()
    try site.folder.makeFolder("data")
    try site.folder.write("data/index.html", "somebody's site")
    let answer = try site.request(program)
    #expect(answer.status == 500)
    #expect(answer.errors.hasPrefix("config-invalid data_dir "))
    #expect(try site.folder.names("data") == ["index.html"])
  }

  @Test(arguments: Project.programs)
  func usesNoFolderThatEverybodyMayWriteTo(_ program: String) throws {
    let site = try CGISite()
    try site.folder.makeFolder("data")
    #expect(try site.request(program).status < 500)
    #expect(chmod(site.folder.path("data"), 0o777) == 0)
    let answer = try site.request(program)
    #expect(answer.status == 500)
    #expect(answer.errors.hasPrefix("config-invalid data_dir "))
  }

  @Test func usesNoKeyOfSomebodyElse() throws {
    let site = try CGISite()
    _ = try site.request("logout")
    // Only root can give a file away: run as root, as in CI, or see this fail.
    try #require(chown(site.folder.path("data/secret.key"), 1, 1) == 0, "needs root")
    let answer = try site.request("protected")
    #expect(answer.status == 500)
    #expect(answer.errors.hasPrefix("secret-invalid secret.key belongs to another user"))
  }

  @Test(arguments: [
    "jwt_secret = \"0123456789012345678901234567890\"", "data_dir = '/tmp/x'", "data_dir = ~/auth",
  ])
  func takesNoQuotesOrHomeFolders(_ line: String) throws {
    let site = try CGISite()
    try site.folder.makeFolder("data")
    try site.folder.write("data/auth.conf", line)
    #expect(try site.request("protected").errors.hasPrefix("config-invalid auth.conf line 1: "))
  }

  /// A line for the log must not land in a file that took the log's place: the salt of
  /// the table of failures stays.
  @Test(arguments: ["0<&-", "2>&-", "2>&- 0<&-"])
  func writesNothingIntoItsFilesWithoutStandardStreams(_ closed: String) throws {
    let site = try CGISite()
    #expect(try site.post("register", "ada@example.com", "nine herons at dawn").status == 200)
    #expect(try site.post("login", "ada@example.com", "ten herons at dawn").status == 401)
    let head = try site.folder.bytes("data/attempts-2.table").prefix(36)
    let body = Array("email=ada@example.com&password=ten+herons+at+dawn".utf8)
    let environment = site.environment(
      "POST", contentType: "application/x-www-form-urlencoded", contentLength: String(body.count), [:])
    let program = try Project.program("login")
    _ = try run("/bin/sh", ["-c", "exec \"$0\" \(closed)", program], environment: environment, input: body)
    #expect(try site.folder.bytes("data/attempts-2.table").prefix(36) == head)
    #expect(try site.post("login", "ada@example.com", "nine herons at dawn").status == 200)
  }
}

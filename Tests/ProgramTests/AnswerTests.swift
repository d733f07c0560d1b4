import Foundation
import CGIAuthHarness
import Testing

/// What every answer has, and has not.
@Suite struct AnswerTests {
  /// One request for every status that the programs have.
  static func answers(_ site: CGISite) throws -> [Answer] {
    let broken = try CGISite(["JWT_SECRET": "short"])
    let damaged = try CGISite()
    try damaged.folder.makeFolder("data")
    try damaged.folder.write("data/users.gdbm", "garbage")
    return [
      try site.post("register", "ada@example.com", "correct horse"),
      try site.post("register", "ada@example.com", "correct horse"),
      try site.post("register", "ada", "correct horse"),
      try site.post("login", "ada@example.com", "correct horse"),
      try site.post("login", "ada@example.com", "wrong horse"),
      try site.post("login", json: "{"),
      try site.post("login", json: String(repeating: " ", count: 70_000)),
      try site.request("login", "POST"),
      try site.request("login", "POST", ["CONTENT_TYPE": "application/json"]),
      try site.request("login", "GET"),
      try site.post("login", "ada@example.com", "correct horse", ["HTTP_SEC_FETCH_SITE": "cross-site"]),
      try site.request("protected"),
      try site.request("protected", ["HTTP_COOKIE": "authToken=x"]),
      try site.request("protected", "B AD"),
      try site.request("logout"),
      try broken.request("protected"),
      try broken.request("logout"),
      try damaged.post("login", "ada@example.com", "correct horse"),
      try damaged.post("register", "ada@example.com", "correct horse"),
    ]
  }

  @Test func carriesTheSecurityFields() throws {
    let answers = try Self.answers(try CGISite())
    #expect(Set(answers.map(\.status)) == [200, 400, 401, 403, 405, 409, 411, 413, 415, 422, 500, 503])
    for answer in answers {
      #expect(answer.value("Content-Type") == "application/json")
      #expect(answer.value("Cache-Control") == "no-store")
      #expect(answer.value("X-Content-Type-Options") == "nosniff")
      let policy = try #require(answer.value("Content-Security-Policy"))
      #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
      #expect(answer.value("Content-Length") == String(answer.body.utf8.count))
      let document = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: String]
      let isOfTheSite = answer.reason != nil
      #expect(document?.keys.sorted() == (isOfTheSite ? ["message", "reason"] : ["message"]))
      #expect(!isOfTheSite || answer.status >= 500)
    }
  }

  @Test func tellsNothingOfTheInside() throws {
    let site = try CGISite()
    for answer in try Self.answers(site) {
      for word in ["/", "$7$", "swift", "gdbm", "auth-data", "users", "0x", "errno", "scrypt"] {
        #expect(!answer.body.lowercased().contains(word), "\(answer.body)")
      }
    }
  }

  @Test func keepsSecretsOutOfTheLog() throws {
    let site = try CGISite(["JWT_SECRET": "0123456789abcdef0123456789ABCDEF"])
    for answer in try Self.answers(site) {
      for word in ["horse", "ada@", "eyJ", "0123456789abcdef", "$7$"] {
        #expect(!answer.errors.contains(word))
      }
      #expect(answer.status < 500 || answer.errors.split(separator: "\n").count == 1)
    }
  }

  @Test(arguments: Project.programs)
  func saysWhatIsWrongWhereNoServerStartedIt(_ program: String) throws {
    let answer = try Answer(run(try Project.program(program), environment: [:]))
    #expect(answer.status == 500)
    #expect(answer.body == #"{"message":"Internal Server Error"}"#)
    #expect(answer.errors.hasPrefix("not-cgi REQUEST_METHOD "))
  }

  @Test(arguments: Project.programs, ["-h", "--help", "--config", "-", "", "--version"])
  func takesNoArguments(_ program: String, _ argument: String) throws {
    let site = try CGISite()
    let without = try site.request(program)
    let with = try site.request(
      program, "GET", ["QUERY_STRING": argument], arguments: [argument, "/etc/passwd"])
    #expect(with.status == without.status)
    #expect(with.body == without.body)
  }

  @Test(arguments: [
    "HTTP_PROXY", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED", "HTTP_X_HTTPS",
    "HTTP_FRONT_END_HTTPS",
  ])
  func believesNoHeaderOfAStranger(_ variable: String) throws {
    let site = try CGISite()
    for value in ["https", "on", "127.0.0.1", "http://127.0.0.1:1/", "proto=https"] {
      let answer = try site.request("logout", [variable: value])
      #expect(answer.values("Set-Cookie") == Answer.cleared())
    }
  }

  /// lighttpd and others say so by REQUEST_SCHEME.
  @Test(arguments: ["https", "HTTPS", "http", ""])
  func believesTheServersScheme(_ scheme: String) throws {
    let answer = try CGISite().request("logout", ["REQUEST_SCHEME": scheme])
    let cookie = try #require(answer.setCookie)
    #expect(cookie.hasPrefix("__Host-authToken=;") == (scheme.lowercased() == "https"))
  }

  @Test(arguments: [
    ("192.0.2.1", "https", true), ("192.0.2.0/24", "https", true),
    ("2001:db8::/32, 192.0.2.1", "http, https", true),
    ("192.0.2.1", "https, http", false), ("192.0.2.1", "http", false), ("192.0.2.2", "https", false),
    ("::1", "https", false),
  ])
  func believesATrustedProxy(_ proxies: String, _ scheme: String, _ isSecure: Bool) throws {
    let site = try CGISite(["AUTH_TRUSTED_PROXIES": proxies])
    let answer = try site.request("logout", ["HTTP_X_FORWARDED_PROTO": scheme])
    #expect(try #require(answer.setCookie).hasSuffix("; Secure") == isSecure)
  }
}

import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness
@testable import CGIAuthLogin
@testable import CGIAuthRegister

/// Why a login was refused, which the logs tell and the client does not learn.
@Suite struct LoginRefusalTests {
  private static let long = String(repeating: "x", count: 73)

  /// Hashes as other tools leave them, and the password that is tried.
  static let rows: [(record: String?, password: String, reason: String, log: String?)] = [
    (nil, "password", "unknown-address", nil), (nil, long, "unknown-address", nil),
    ("$apr1$RBPKQkI/$lSsLEVXbuOAqtnSrhqxGt0", "password", "unsupported-hash", "password-hash-unsupported"),
    ("$2x$05$x", long, "unsupported-hash", "password-hash-unsupported"),
    ("", "password", "unsupported-hash", "password-hash-unsupported"),
    ("{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=", "password", "unsupported-hash", "password-hash-unsupported"),
    ("!$apr1$RBPKQkI/$lSsLEVXbuOAqtnSrhqxGt0", "password", "disabled-user", nil),
    ("bcrypt", "wrong password", "wrong-password", nil),
    ("bcrypt", String(long.dropLast()), "wrong-password", nil),
    ("bcrypt", long, "password-too-long", "password-too-long"), ("!bcrypt", long, "disabled-user", nil),
    ("scrypt", "wrong password", "wrong-password", nil), ("scrypt", long, "wrong-password", nil),
  ]

  @Test(arguments: rows)
  func isToldInTheLogsAlone(record: String?, password: String, reason: String, log: String?) throws {
    let site = try TestSite(["AUTH_PASSWORD_HASH": "bcrypt:4"])
    try #require(try site.register("b@example.com").status == 200)
    let bcrypt = try site.record("b@example.com").prefix { $0 != ":" }
    try #require(
      try site.register("c@example.com", "password", ["AUTH_PASSWORD_HASH": "scrypt:4:8:1"]).status == 200)
    let scrypt = try site.record("c@example.com").prefix { $0 != ":" }
    if let record {
      let hash = record.replacing("bcrypt", with: bcrypt).replacing("scrypt", with: scrypt)
      try site.addUser(record: "\(hash)::{\"id\":\"u1\"}")
    }
    let before = site.log.lines.count
    let answer = try site.login("a@example.com", password)
    #expect(answer.status == 401)
    #expect(answer.message == "Invalid credentials")
    let line = try #require(try site.auditLines().last)
    #expect(line["event"] == "login-refused")
    #expect(line["reason"] == reason)
    #expect(line["email"] == "a@example.com")
    #expect(line["user"] == (record == nil ? nil : "u1"))
    let lines = site.log.lines.dropFirst(before)
    #expect(lines.map { String($0.prefix { $0 != " " }) } == [log].compactMap { $0 })
  }

  @Test func coversEveryReason() {
    // Those of mails are in `RegistrationMailTests` and `LoginByMailTests`, the third in
    // `RegistrationModeTests`.
    let others = Set([LoginRefusal.notConfirmed, .wrongCode, .notApproved].map(\.rawValue))
    #expect(Set(Self.rows.map(\.reason)).union(others) == Set(LoginRefusal.allCases.map(\.rawValue)))
  }
}

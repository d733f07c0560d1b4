import Foundation
import CGIAuthHarness
import Testing

/// The audit log under the built programs.
@Suite struct AuditTests {
  @Test func keepsEveryLineOfManyWritersWhole() throws {
    let site = try CGISite([
      "AUTH_AUDIT_LOG_MAX_SIZE": "4096", "AUTH_AUDIT_LOG_KEEP": "99", "AUTH_THROTTLE": "off",
    ])
    _ = try site.token()
    let commands = try (0..<200).map { number in
      try site.start(
        "login", "nobody@example.com", password: "correct horse", ["REMOTE_ADDR": "192.0.2.\(number)"])
    }
    let answers = try commands.map { try Answer($0.wait()) }
    #expect(answers.allSatisfy { $0.status == 401 })
    // Whoever waits for the log's lock in vain says so and writes beside it: then a file may
    // become larger than it should.
    let waited = answers.contains { $0.errors.contains("audit-unavailable lock") }
    let lines = try site.auditLines()
    #expect(lines.count == 202)
    let addresses = lines.filter { $0["reason"] == "unknown-address" }.compactMap { $0["ip"] }
    #expect(Set(addresses) == Set((0..<200).map { "192.0.2.\($0)" }))
    let names = try site.folder.names("data").filter { $0.hasPrefix("audit.log") }
    #expect(names.count > 5)
    for name in names {
      #expect(try site.folder.bytes("data/\(name)").count <= (waited ? 2 : 1) * 4096)
      #expect(try site.folder.permissions("data/\(name)") == 0o600)
    }
  }

  /// What a client can choose, in every place where it could be told.
  @Test func isNotTheClientsToWrite() throws {
    let site = try CGISite()
    let evil = #"\r\n{\"event\":\"logged-in\"}"#
    _ = try site.token()
    for email in ["a\(evil)@example.com", "{}@example.com", "'`|&{}@example.com", "a\\u0000@example.com"] {
      _ = try site.post("login", json: "{\"email\":\"\(email)\",\"password\":\"evil-secret\"}")
      _ = try site.post("register", json: "{\"email\":\"\(email)\",\"password\":\"evil\"}")
    }
    let variables = [
      "HTTP_COOKIE": "authToken=evil-secret", "HTTP_USER_AGENT": "evil-secret",
      "HTTP_X_FORWARDED_FOR": "203.0.113.7",
      "REMOTE_ADDR": "evil\r\n{}", "QUERY_STRING": "evil-secret", "REMOTE_USER": "evil-secret",
    ]
    _ = try site.request("protected", variables)
    let lines = try site.auditLines()
    #expect(
      lines.map { $0["event"] } == [
        "registered", "logged-in", "login-refused", "registration-refused", "login-refused",
        "registration-refused",
        "token-refused",
      ])
    let emails = ["{}@example.com", "{}@example.com", "'`|&{}@example.com", "'`|&{}@example.com"]
    #expect(lines.dropFirst(2).dropLast().map { $0["email"] } == emails)
    #expect(
      lines.last == ["time": lines.last?["time"] ?? "", "event": "token-refused", "reason": "malformed"])
    let text = try site.folder.text("data/audit.log")
    for word in ["evil", "203.0.113.7", "correct horse", "$7$"] { #expect(!text.contains(word)) }
  }

  @Test func isOffWhereItIsTold() throws {
    let site = try CGISite(["AUTH_AUDIT_LOG": "off"])
    _ = try site.token()
    #expect(!site.folder.has("data/audit.log"))
  }

  /// A process that was stopped while it held the lock must not stop logins.
  @Test func waitsForNobodyForLong() throws {
    let site = try CGISite()
    _ = try site.token()
    let lock = open(site.folder.path("data/audit.log"), O_RDWR | O_CLOEXEC)
    #expect(lock >= 0 && flock(lock, LOCK_EX) == 0)
    defer { close(lock) }
    let answer = try site.post("login", LogoutTests.email, LogoutTests.password)
    #expect(answer.status == 200)
    #expect(answer.errors == "" || answer.errors.hasPrefix("weak-password-hash "))
    #expect(try site.auditEvents() == ["registered", "logged-in", "logged-in"])
  }
}

import Foundation
import CGIAuthHarness
import Testing

extension CGISite {
  /// Registers a user, logs in and returns the token.
  func token(_ email: String = "user@example.com") throws -> String {
    #expect(try post("register", email, "correct horse battery").status == 200)
    return try #require(try post("login", email, "correct horse battery").token)
  }

  /// A GET request with these variables.
  func request(_ program: String, _ variables: [String: String]) throws -> Answer {
    try request(program, "GET", variables)
  }

  /// Gives a user this record, as an administrator does by gdbmtool(1).
  func setRecord(_ email: String, _ record: String) throws {
    let result = try run("/usr/bin/gdbmtool", [folder.path("data/users.gdbm"), "store", email, record])
    try #require(result.status == 0, "\(result.errors)")
  }

  /// Takes a user out of the file.
  func delete(_ email: String) throws {
    let result = try run("/usr/bin/gdbmtool", [folder.path("data/users.gdbm"), "delete", email])
    try #require(result.status == 0, "\(result.errors)")
  }

  /// Sets a password as an administrator does by htdbm(1).
  func setPassword(_ email: String, _ password: String) throws {
    let result = try run(
      "/usr/bin/htdbm", ["-bB", "-C5", "-TGDBM", folder.path("data/users.gdbm"), email, password])
    try #require(result.status == 0, "\(result.errors)")
  }

  /// The lines of the audit log and of the files put aside, oldest first, each of which
  /// Python's reader must take.
  func auditLines() throws -> [[String: String]] {
    let names = try folder.names("data").filter { $0.hasPrefix("audit.log") }
      .sorted { $0.utf8.count == $1.utf8.count ? $0 > $1 : $0.utf8.count > $1.utf8.count }
    let script = """
      import json, sys
      print(json.dumps([{n: str(v) for n, v in json.loads(line).items()} for line in sys.stdin]))
      """
    var all: [UInt8] = []
    for name in names {
      let content = try folder.bytes("data/\(name)")
      try #require(content.isEmpty || content.last == 0x0A, "\(name) does not end with a line")
      all += content
    }
    let result = try run("/usr/bin/python3", ["-c", script], input: all)
    try #require(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode([[String: String]].self, from: Data(result.output))
  }

  /// What the lines tell of.
  func auditEvents() throws -> [String] { try auditLines().compactMap { $0["event"] } }
}

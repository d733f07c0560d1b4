import CGIAuthHarness
import Foundation
import Testing

/// `cgi-auth import` and `export`, and logins by what was imported.
@Suite struct TransferTests {
  private let site: CGISite

  init() throws {
    site = try CGISite()
    try site.folder.makeFolder("data")
  }

  private func cgiAuth(_ words: [String], of site: CGISite? = nil) throws -> CommandResult {
    // The data is this user's, and root has to say that it is.
    try run(
      Project.program("cgi-auth"), (geteuid() == 0 ? ["--user", "root"] : []) + words,
      environment: (site ?? self.site).settings)
  }

  private func json(_ words: [String]) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(try cgiAuth(words + ["--json"]).output)) as? [String: Any])
  }

  private func file(_ name: String, _ text: String? = nil) throws -> String {
    if let text { try site.folder.write(name, text) }
    return site.folder.path(name)
  }

  /// The hash of a user's record.
  private func hash(_ email: String, of site: CGISite? = nil) throws -> String {
    let table = (site ?? self.site).folder.path("data/users.gdbm")
    let text = try run("/usr/bin/gdbmtool", ["-r", table, "fetch", email]).text
    return String(text.prefix { $0 != ":" && $0 != "\n" })
  }

  // MARK: Import

  /// What htpasswd and htdbm wrote lets people in, and the first login hashes anew.
  @Test(arguments: ["htpasswd", "htdbm"])
  func letsInByTheHashesOfApachesTools(tool: String) throws {
    let path = try file("theirs")
    let type = tool == "htdbm" ? ["-TGDBM"] : []
    for (option, email) in [("-cbB", "ada@example.com"), ("-bm", "bob@example.com")] {
      #expect(
        try run("/usr/bin/\(tool)", [option] + type + [path, email, "nine herons at dawn"]).status == 0)
    }
    let result = try cgiAuth(["import", path])
    #expect(result.status == 65)
    #expect(result.text == "Users imported: 1.\n1 not taken, named above.\n")
    #expect(result.errors.contains(": hash-apr1: the hash is Apache's MD5 ($apr1$)\n"))
    #expect(try hash("ada@example.com").hasPrefix("$2y$"))
    #expect(try site.post("login", "ada@example.com", "nine herons at dusk").status == 401)
    #expect(try site.post("login", "ada@example.com", "nine herons at dawn").status == 200)
    #expect(try hash("ada@example.com").hasPrefix("$7$"))
    #expect(try site.post("login", "ada@example.com", "nine herons at dawn").status == 200)
    #expect(try site.post("login", "bob@example.com", "nine herons at dawn").status == 401)
    let events = try site.auditLines()
    #expect(events.first?["event"] == "user-imported" && events.first?["email"] == "ada@example.com")
    #expect(events.first?["by"]?.hasPrefix("shell:") == true)
  }

  /// Nobody gets in by a hash of another kind; who is let in without one chooses a password by a link.
  @Test func makesAccountsWithoutPasswords() throws {
    let path = try file("theirs", "ada@example.com:$apr1$XB6p8WA8$0BgFMvFSQiKb7Kc459koR/\n")
    let trial = try json(["import", path, "--without-passwords", "--dry-run"])
    #expect(trial["added"] as? Int == 1 && trial["without_password"] as? Int == 1)
    #expect(!site.folder.has("data/users.gdbm"))
    let result = try cgiAuth(["import", path, "--without-passwords"])
    #expect(result.status == 0)
    #expect(
      result.text
        == "Users imported: 1.\n1 of them without a password, until they choose one by recover.cgi.\n")
    #expect(try site.post("login", "ada@example.com", "pw").status == 401)
    #expect(try site.post("login", "ada@example.com", "-").status == 401)
    let link = try #require(try json(["users", "recover", "ada@example.com"])["link"] as? String)
    let ticket = try #require(link.split(separator: "=").last)
    let chosen = try site.post(
      "recover", json: #"{"t":"\#(ticket)","newPassword":"nine herons at dawn"}"#)
    #expect(chosen.message == "Password changed")
    #expect(try site.post("login", "ada@example.com", "nine herons at dawn").status == 200)
  }

  @Test func takesGroupsButNoAdministrator() throws {
    _ = try cgiAuth(["rescue", "owner@example.com"])
    let hash = try hash("owner@example.com")
    let path = try file("theirs", "eve:\(hash)\nbob:\(hash)\n")
    let groups = try file("groups", "admin: eve\nstaff: eve bob\n")
    let words = ["import", path, "--domain", "example.com", "--groups-file", groups]
    let report = try json(words)
    #expect(report["added"] as? Int == 2 && report["left_out_of_administrators"] as? Int == 1)
    #expect(try cgiAuth(["groups", "list"]).text == "GROUP  MEMBERS\nadmin  1\nstaff  2\n")
    let again = try json(words)
    #expect(again["added"] as? Int == 0 && again["present"] as? Int == 2)
    let event = try #require(try site.auditLines().last { $0["event"] == "user-imported" })
    #expect(event["group"] == "staff")
  }

  // MARK: Export

  /// A site moves: every user is there as before, and logs in with the same password.
  @Test func movesASite() throws {
    for number in 1...5 {
      #expect(try site.post("register", "u\(number)@example.com", "nine herons at dawn").status == 200)
    }
    _ = try cgiAuth(["groups", "add", "staff", "u1@example.com", "u2@example.com"])
    _ = try cgiAuth(["users", "disable", "u3@example.com"])
    let exported = try cgiAuth(["export"])
    #expect(exported.status == 0 && exported.errors == "")
    let path = try file("export.json", exported.text)
    let other = try CGISite()
    try other.folder.makeFolder("data")
    #expect(try cgiAuth(["import", path, "--groups"], of: other).text == "Users imported: 5.\n")
    func lines(_ output: CommandResult) -> [Substring] { output.text.split(separator: "\n").sorted() }
    #expect(try lines(cgiAuth(["export"], of: other)) == lines(exported))
    #expect(try other.post("login", "u1@example.com", "nine herons at dawn").status == 200)
    #expect(try other.post("login", "u3@example.com", "nine herons at dawn").status == 401)
    #expect(try site.auditLines().last?["event"] == "users-exported")
  }

  /// Apache's own tools read the export.
  @Test func writesWhatApacheReads() throws {
    let path = try file("theirs")
    _ = try run("/usr/bin/htpasswd", ["-cbB", path, "ada@example.com", "nine herons at dawn"])
    _ = try cgiAuth(["import", path])
    let exported = try file("mine", try cgiAuth(["export", "--format", "htpasswd"]).text)
    for (password, status) in [("nine herons at dawn", Int32(0)), ("nine herons at dusk", 3)] {
      #expect(try run("/usr/bin/htpasswd", ["-vb", exported, "ada@example.com", password]).status == status)
    }
  }

  /// An export that nobody takes is no success.
  @Test func saysThatTheDiskIsFull() throws {
    let path = try file("theirs", "ada@example.com:!\n")
    _ = try cgiAuth(["import", path])
    let result = try run(
      "/bin/sh",
      ["-c", "exec \"$0\" \"$@\" >/dev/full", Project.program("cgi-auth")]
        + (geteuid() == 0 ? ["--user", "root"] : []) + ["export"], environment: site.settings)
    #expect(result.status == 74)
    #expect(result.errors == "cgi-auth: standard output was not taken: the export is not whole\n")
  }
}

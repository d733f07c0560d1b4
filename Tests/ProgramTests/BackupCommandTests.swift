import CGIAuthHarness
import Foundation
import Testing

/// `cgi-auth backup` and `restore`, as somebody at a shell uses them, and what the programs answer then.
@Suite struct BackupCommandTests {
  private let site: CGISite
  private var folder: TemporaryFolder { site.folder }
  private static let password = "correct horse battery"

  init() throws { site = try CGISite() }

  private func cgiAuth(_ words: [String], data: String = "data") throws -> CommandResult {
    // The data is this user's, and root has to say that it is.
    try run(
      Project.program("cgi-auth"), (geteuid() == 0 ? ["--user", "root"] : []) + words,
      environment: ["AUTH_DATA_DIR": folder.path(data), "AUTH_PASSWORD_HASH": CGISite.cheapHash],
      workingFolder: folder.root)
  }

  private func json(_ words: [String]) throws -> [String: Any] {
    let result = try cgiAuth(words + ["--json"])
    return try #require(try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
  }

  private func register(_ name: String) throws {
    #expect(try site.post("register", "\(name)@example.com", Self.password).status == 200)
  }

  private func login(_ name: String, _ settings: [String: String] = [:]) throws -> Answer {
    try site.post("login", "\(name)@example.com", Self.password, settings)
  }

  private func events() throws -> [[String: String]] {
    try folder.text("data/audit.log").split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: String])
    }
  }

  @Test func makesAFileAndPutsItBack() throws {
    let empty = try cgiAuth(["backup"])
    #expect(empty.status != 0 && empty.output == [])
    try register("ada")
    let made = try cgiAuth(["backup"])
    #expect(made.status == 0 && made.errors == "")
    let name = try #require(try folder.names("data/backup").first { $0.hasSuffix(".tar") })
    let lines = made.text.split(separator: "\n")
    #expect(lines[0] == "Backup made." && lines[1].hasSuffix("/backup/\(name)"), "\(made.text)")
    let cookies = try login("ada").cookies
    try register("bob")
    let path = folder.path("data/backup/\(name)")
    #expect(try cgiAuth(["restore", path, "--check"]).text.hasPrefix("The backup is whole.\nMade at "))
    #expect(try login("bob").status == 200)
    let restored = try cgiAuth(["restore", path])
    #expect(restored.status == 0 && restored.errors == "")
    #expect(restored.text.hasPrefix("The backup was put back.\nMade at "), "\(restored.text)")
    #expect(restored.text.contains(", 1 users: users.gdbm.\n"))
    #expect(restored.text.contains("Kept as they are here: secret.key"))
    // Whoever was logged in has to log in anew.
    let visit = try site.request("protected", "GET", ["HTTP_COOKIE": cookies])
    #expect(visit.status == 401 && visit.message == "Invalid Token")
    #expect(try login("bob").status == 401)
    #expect(try login("ada").status == 200)
    let last = try events().filter { ["backup-made", "restored"].contains($0["event"]) }
    #expect(last.map { $0["reason"] } == [name, name])
    #expect(last.allSatisfy { $0["by"]?.hasPrefix("shell:") == true })
  }

  @Test func answersProgramsInJSON() throws {
    try register("ada")
    let made = try json(["backup", "--to", "here.tar"])
    #expect(made["message"] as? String == "Backup made" && made["file"] as? String == "here.tar")
    #expect(made["size"] as? Int == (try folder.bytes("here.tar").count))
    let files = try #require(made["files"] as? [[String: Any]])
    #expect(files.first?["name"] as? String == "users.gdbm")
    #expect(try folder.permissions("here.tar") == 0o600)
    #expect(try folder.names("data").filter { $0.hasPrefix("backup") } == [])
    let seen = try json(["restore", "--check", "here.tar"])
    #expect(seen["users"] as? Int == 1 && (seen["made"] as? String)?.hasSuffix("Z") == true)
    let restored = try json(["restore", "here.tar", "--all"])
    #expect(restored["message"] as? String == "The backup was put back" && restored["users"] as? Int == 1)
    let names = try #require(restored["restored"] as? [String])
    #expect(names.first == "users.gdbm" && names.contains("secret.key"))
    #expect(restored["kept"] as? [String] == [])
    #expect((restored["before"] as? String)?.hasPrefix("before-restore-") == true)
  }

  @Test func saysWhatIsWrongWithAFile() throws {
    try register("ada")
    let before = try folder.bytes("data/users.gdbm")
    let none = try cgiAuth(["restore", "none.tar"])
    #expect(none.status == 66)
    #expect(none.errors == "cgi-auth: open none.tar: No such file or directory\n  name another file\n")
    try folder.write("text.tar", "no archive")
    let damaged = try cgiAuth(["restore", "text.tar"])
    #expect(damaged.status == 65)
    #expect(
      damaged.errors
        == "cgi-auth: this is no whole backup: it ends too early\n  nothing was changed: take another one\n")
    #expect(try json(["restore", "text.tar"])["error"] as? String == "backup-damaged")
    #expect(try cgiAuth(["restore", "."]).errors.contains("it is no regular file"))
    let there = try cgiAuth(["backup", "--to", "text.tar"])
    #expect(there.status == 73)
    #expect(there.errors == "cgi-auth: make text.tar: File exists\n  name another file\n")
    #expect(try folder.text("text.tar") == "no archive")
    #expect(try cgiAuth(["backup", "--to", "none/x.tar"]).status == 73)
    #expect(try cgiAuth(["restore"]).status == 64)
    #expect(try folder.bytes("data/users.gdbm") == before)
  }

  /// The backup is a tar: by FTP alone, unpacked on one's own computer, its files are a site elsewhere.
  @Test func isASiteElsewhereByFTPAlone() throws {
    try register("ada")
    #expect(try cgiAuth(["users", "create", "boss@example.com"]).status == 0)
    #expect(try cgiAuth(["backup", "--to", "site.tar"]).status == 0)
    let place = try folder.makeFolder("computer")
    #expect(try run("/usr/bin/tar", ["-xf", folder.path("site.tar"), "-C", place]).status == 0)
    try folder.makeFolder("elsewhere")
    for name in try folder.names("computer") where name != "SHA256SUMS" {
      #expect(try run("/bin/cp", ["\(place)/\(name)", folder.path("elsewhere")]).status == 0)
    }
    let there = ["AUTH_DATA_DIR": folder.path("elsewhere")]
    let answer = try login("ada", there)
    #expect(answer.status == 200)
    let visit = try site.request(
      "protected", "GET", there.merging(["HTTP_COOKIE": answer.cookies]) { $1 })
    #expect(visit.message == "Welcome, ada@example.com!")
    #expect(try site.post("register", "bob@example.com", Self.password, there).status == 200)
    // The same keys sign: what other programs verify, they verify still.
    #expect(try folder.bytes("elsewhere/secret.key") == folder.bytes("data/secret.key"))
    #expect(try login("bob").status == 401)
  }

  /// With other keys, and other settings: the users are there, and the site's own keys stay.
  @Test func bringsUsersToASiteOfOtherKeys() throws {
    try register("ada")
    #expect(try cgiAuth(["backup", "--to", "site.tar"]).status == 0)
    try folder.makeFolder("other")
    let there = ["AUTH_DATA_DIR": folder.path("other")]
    #expect(try site.post("register", "eve@example.com", Self.password, there).status == 200)
    #expect(try login("eve", there).status == 200)
    let keys = try ["secret.key", "private.key"].map { try folder.bytes("other/\($0)") }
    #expect(try cgiAuth(["restore", "site.tar"], data: "other").status == 0)
    #expect(try login("ada", there).status == 200 && login("eve", there).status == 401)
    #expect(try ["secret.key", "private.key"].map { try folder.bytes("other/\($0)") } == keys)
    #expect(try cgiAuth(["restore", "site.tar", "--all"], data: "other").status == 0)
    #expect(try folder.bytes("other/secret.key") == folder.bytes("data/secret.key"))
    #expect(try login("ada", there).status == 200)
  }
}

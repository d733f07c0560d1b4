import CGIAuthHarness
import Foundation
import Testing

/// `cgi-auth`, as somebody at a shell uses it.
@Suite struct CommandLineTests {
  private let folder: TemporaryFolder
  private let isRoot = geteuid() == 0

  init() throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("data")
  }

  private func cgiAuth(
    _ words: [String], environment: [String: String] = [:], input: String = ""
  ) throws -> CommandResult {
    let settings = ["AUTH_DATA_DIR": folder.path("data"), "AUTH_PASSWORD_HASH": CGISite.cheapHash]
    // The data is this user's, and root has to say that it is.
    return try run(
      Project.program("cgi-auth"), (isRoot ? ["--user", "root"] : []) + words,
      environment: settings.merging(environment) { $1 }, input: Array(input.utf8))
  }

  private func json(_ words: [String], input: String = "") throws -> [String: Any] {
    let result = try cgiAuth(words + ["--json"], input: input)
    #expect(result.output.last == 0x0A && result.output.dropLast().allSatisfy { $0 != 0x0A })
    return try #require(try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
  }

  private func lastEvent() throws -> [String: String] {
    let line = try #require(try folder.text("data/audit.log").split(separator: "\n").last)
    return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
  }

  // MARK: What is typed

  /// Words, the exit status of sysexits.h, how standard output begins, how standard error begins.
  static let lines: [(words: [String], status: Int32, output: String, errors: String)] = [
    ([], 0, "usage: cgi-auth COMMAND", ""),
    (["help"], 0, "usage: cgi-auth COMMAND", ""),
    (["--help"], 0, "usage: cgi-auth COMMAND", ""),
    (["-h"], 0, "usage: cgi-auth COMMAND", ""),
    (["help", "users"], 0, "cgi-auth users list", ""),
    (["help", "users", "list"], 0, "usage: cgi-auth users list", ""),
    (["users", "list", "--help"], 0, "usage: cgi-auth users list", ""),
    (["--version"], 0, "cgi-auth ", ""),
    (["completions", "bash"], 0, "_cgi_auth() {", ""),
    (["completions", "zsh"], 0, "autoload -U +X bashcompinit", ""),
    (["completions", "fish"], 64, "", "cgi-auth: completions are for bash and zsh\n"),
    (["completions"], 64, "", "cgi-auth: completions takes the name of a shell"),
    (["help", "nothing"], 64, "", "cgi-auth: there is no such command\n"),
    (["nothing"], 64, "", "cgi-auth: there is no such command\n  see: cgi-auth help\n"),
    (["users"], 64, "", "cgi-auth: users wants one word more\n  see: cgi-auth help users\n"),
    (["users", "nothing"], 64, "", "cgi-auth: users has no such command\n"),
    (["users", "list", "more"], 64, "", "cgi-auth: users list takes less"),
    (["users", "show"], 64, "", "cgi-auth: users show wants more: cgi-auth users show ADDRESS\n"),
    (["users", "list", "--secret=x"], 64, "", "cgi-auth: there is no such option\n"),
    (["users", "list", "--group", "x"], 64, "", "cgi-auth: users list takes no --group\n"),
    (["users", "list", "--json=1"], 64, "", "cgi-auth: --json takes no value\n"),
    (["users", "list", "--count"], 64, "", "cgi-auth: --count wants a "),
    (["users", "list", "--count", "none"], 64, "", "cgi-auth: --count wants a whole number over 0\n"),
    (["users", "list", "--from", "here"], 64, "", "cgi-auth: --from wants what a list gave as next\n"),
    (["users", "list"], 0, "no users\n", ""),
    (["--count=2", "users", "list"], 0, "no users\n", ""),
    (["groups", "list"], 0, "no groups\n", ""),
    (["users", "show", "x"], 65, "", "cgi-auth: address 1 is no e-mail address\n"),
    (
      ["users", "show", "x@example.com"], 1, "",
      "cgi-auth: There is no such user\n  look for it with: cgi-auth users search PART\n"
    ),
    (["users", "show", "--", "-x@example.com"], 1, "", "cgi-auth: There is no such user\n"),
    (
      ["users", "remove", "x@example.com"], 64, "", "cgi-auth: an account that is removed does not come back"
    ),
    (["groups", "add", "a b", "x@example.com"], 65, "", "cgi-auth: address 1 has no account"),
    (["groups", "add", "staff"], 64, "", "cgi-auth: there is no address\n"),
    (["sessions", "end", "x@example.com"], 1, "", "cgi-auth: There is no such user\n"),
    (["import"], 64, "", "cgi-auth: import wants more: cgi-auth import"),
    (["import", "/nowhere"], 66, "", "cgi-auth: open nowhere: No such file or directory\n"),
    (["import", "/etc"], 65, "", "cgi-auth: the file cannot be imported: it is no regular file\n"),
    (["import", "/dev/null", "--format", "x"], 64, "", "cgi-auth: --format wants htpasswd, htdbm, csv"),
    (["import", "/dev/null", "--domain", "a b"], 64, "", "cgi-auth: --domain wants what may stand behind"),
    (["export", "--format", "x"], 64, "", "cgi-auth: --format wants json"),
    (
      ["export", "--format", "csv", "--json"], 64, "{\"error\":\"usage\"",
      "cgi-auth: --json and another format are two things\n"
    ),
    (["export"], 0, "", ""), (["export", "--format=csv"], 0, "email,id,hash,groups,registered,name\r\n", ""),
  ]

  @Test(arguments: lines)
  func answersEachLine(words: [String], status: Int32, output: String, errors: String) throws {
    let result = try cgiAuth(words)
    #expect(result.status == status)
    #expect(output.isEmpty ? result.output.isEmpty : result.text.hasPrefix(output), "\(result.text)")
    #expect(errors.isEmpty ? result.errors.isEmpty : result.errors.hasPrefix(errors), "\(result.errors)")
  }

  /// A word that is no option is never said again: it may be a password.
  @Test func saysNothingAgainThatMayBeSecret() throws {
    for words in [["users", "list", "--nine-herons"], ["nine-herons"], ["users", "nine-herons"]] {
      let result = try cgiAuth(words)
      #expect(result.status == 64 && !result.errors.contains("nine-herons"))
    }
  }

  @Test func completesWhatItKnows() throws {
    let script = """
      eval "$("$1" completions bash)"
      COMP_WORDS=(cgi-auth users re) COMP_CWORD=2
      _cgi_auth
      echo "${COMPREPLY[@]}"
      COMP_WORDS=(cgi-auth g) COMP_CWORD=1
      _cgi_auth
      echo "${COMPREPLY[@]}"
      """
    let result = try run("/bin/bash", ["-c", script, "it", Project.program("cgi-auth")])
    #expect(result.text == "recover remove\ngroups\n")
  }

  // MARK: What is done

  @Test func makesAndEndsAUser() throws {
    let made = try json(["users", "create", "Ada@Example.com", "--group", "staff"])
    let link = try #require(made["link"] as? String)
    #expect(made["message"] as? String == "User created" && link.hasPrefix("/cgi-bin/recover.cgi?t="))
    let shown = try json(["users", "show", "ada@example.com"])
    #expect(shown["email"] as? String == "ada@example.com" && shown["groups"] as? [String] == ["staff"])
    #expect(shown["sessions"] as? Int == 0 && shown["disabled"] as? Bool == false)
    let again = try cgiAuth(["users", "create", "ada@example.com", "--json"])
    #expect(again.status == 1 && again.errors == "cgi-auth: Email already registered\n")
    #expect(again.text == #"{"error":"taken","message":"Email already registered"}"# + "\n")
    #expect(try cgiAuth(["users", "disable", "ada@example.com"]).text == "User disabled.\n")
    #expect(try lastEvent()["event"] == "user-disabled")
    let name = try run("/usr/bin/id", ["-un"]).text.trimmingCharacters(in: .newlines)
    #expect(try lastEvent()["by"] == "shell:\(name)")
    #expect(try cgiAuth(["users", "list"]).text.contains("ada@example.com  disabled  "))
    #expect(try cgiAuth(["users", "enable", "ada@example.com"]).status == 0)
    #expect(try cgiAuth(["users", "remove", "ada@example.com", "--yes"]).text == "User removed.\n")
    #expect((try json(["users", "search", "ADA"])["users"] as? [Any])?.isEmpty == true)
  }

  @Test func changesGroupsOfManyOrOfNone() throws {
    for number in 1...3 { _ = try cgiAuth(["users", "create", "u\(number)@example.com"]) }
    let all = "u1@example.com, u2@example.com\nU3@example.com;u1@example.com\n"
    #expect(try json(["groups", "add", "chess"], input: all)["changed"] as? Int == 3)
    #expect(try json(["groups", "add", "chess"], input: all)["changed"] as? Int == 0)
    #expect((try json(["groups", "members", "chess"])["users"] as? [Any])?.count == 3)
    let before = try folder.bytes("data/users.gdbm")
    let one = try cgiAuth(["groups", "remove", "chess", "u1@example.com", "u9@example.com"])
    #expect(one.status == 65 && one.errors == "cgi-auth: address 2 has no account, nothing was changed\n")
    #expect(try folder.bytes("data/users.gdbm") == before)
    #expect(try cgiAuth(["groups", "remove", "chess", "u1@example.com"]).text == "Groups changed: 1.\n")
    #expect(try cgiAuth(["groups", "list"]).text == "GROUP  MEMBERS\nchess  2\n")
  }

  @Test func rescuesAndKeepsTheLastAdministrator() throws {
    let made = try json(["rescue", "ada@example.com"])
    #expect((made["link"] as? String)?.contains("recover.cgi?t=") == true)
    #expect(try lastEvent()["event"] == "admin-rescued")
    #expect(folder.has("data/admin.made"))
    for words in [
      ["users", "disable", "ada@example.com"], ["users", "remove", "ada@example.com", "--yes"],
      ["groups", "remove", "admin", "ada@example.com"],
    ] {
      let result = try cgiAuth(words)
      #expect(result.status == 1 && result.errors == "cgi-auth: The last administrator must stay\n")
    }
  }

  @Test func endsSessions() throws {
    let site = ["AUTH_DATA_DIR": folder.path("data"), "AUTH_PASSWORD_HASH": CGISite.cheapHash]
    func post(_ program: String) throws {
      let body = Array(#"{"email":"ada@example.com","password":"nine herons at dawn"}"#.utf8)
      let variables = [
        "REQUEST_METHOD": "POST", "GATEWAY_INTERFACE": "CGI/1.1", "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": "\(body.count)", "REMOTE_ADDR": "192.0.2.1",
      ]
      let result = try run(
        Project.program(program), environment: site.merging(variables) { $1 }, input: body)
      #expect(try Answer(result).status < 300)
    }
    try post("register")
    try post("login")
    try post("login")
    let list = try #require(
      try json(["sessions", "list", "ada@example.com"])["sessions"] as? [[String: Any]])
    #expect(list.count == 2 && list[0]["network"] as? String == "192.0.2.1")
    let id = try #require(list[0]["id"] as? String)
    #expect(try cgiAuth(["sessions", "end", "ada@example.com", "--session", id]).status == 0)
    #expect(try lastEvent()["event"] == "user-session-ended")
    #expect(try cgiAuth(["sessions", "end", "ada@example.com", "--session", id]).status == 1)
    #expect((try json(["sessions", "list", "ada@example.com"])["sessions"] as? [Any])?.count == 1)
    #expect(try cgiAuth(["sessions", "end-all", "ada@example.com"]).text == "Sessions ended.\n")
    #expect(try cgiAuth(["sessions", "list", "ada@example.com"]).text == "no sessions\n")
  }

  @Test func looksAfterTheSite() throws {
    func answers() throws -> [String: String] {
      let checks = try #require(try json(["doctor"])["checks"] as? [[String: Any]])
      return Dictionary(
        uniqueKeysWithValues: checks.map { ($0["check"] as? String ?? "", $0["answer"] as? String ?? "") })
    }
    let well = ["AUTH_PASSWORD_HASH": "scrypt:14:8:5"].merging(mail) { $1 }
    #expect(try cgiAuth(["doctor"], environment: well).status == 0)
    #expect(try cgiAuth(["doctor"]).status == 1)
    #expect(try answers()["https"] == "unknown" && answers()["log"] == "yes")
    // The line of a setting that is wrong stays in the log when it is right again.
    #expect(try cgiAuth(["users", "list"], environment: ["AUTH_THROTTLE": "perhaps"]).status == 78)
    #expect(try answers()["log"] == "no")
    let mended = try cgiAuth(["doctor"], environment: well)
    #expect(
      mended.status == 1 && mended.text.contains("NO   Nothing went wrong within a day. (config-invalid)\n"))
    try FileManager.default.setAttributes([.posixPermissions: 0o770], ofItemAtPath: folder.path("data"))
    #expect(try answers()["permissions"] == "no")
  }

  private var mail: [String: String] {
    [
      "AUTH_SITE_URL": "https://club.example", "AUTH_MAIL_FROM": "club@club.example",
      "AUTH_MAIL": "file:\(folder.path("Maildir"))",
    ]
  }

  @Test func saysWhatCameOfATestMail() throws {
    let words = ["mail-test", "ada@example.com"]
    #expect(try cgiAuth(words, environment: mail).status == 1)
    _ = try cgiAuth(["users", "create", "ada@example.com"])
    let off = try cgiAuth(words)
    #expect(off.status == 1 && off.errors == "cgi-auth: Mail is off\n")
    let sent = try cgiAuth(words, environment: mail)
    #expect(sent.status == 0 && sent.text == "The mail was handed over.\n", "\(sent.errors)")
    #expect(try folder.names("Maildir/new").count == 1)
    // A folder where a file stands in the way, and a program that is not there.
    try folder.write("file", "")
    let broken = mail.merging(["AUTH_MAIL": "file:\(folder.path("file"))"]) { $1 }
    let failed = try cgiAuth(words, environment: broken)
    #expect(failed.status == 69 && failed.errors.contains(" mail-folder "), "\(failed.errors)")
    // Who is told that a link was shown is the user.
    #expect(try cgiAuth(["users", "recover", "ada@example.com"], environment: mail).status == 0)
  }

  /// What a terminal would obey does not get there.
  @Test func writesNoControlCharacters() throws {
    _ = try cgiAuth(["users", "create", "ada@example.com"])
    let key = "ada@example.com"
    _ = try run(
      "/usr/bin/gdbmtool",
      [folder.path("data/users.gdbm"), "store", key, "!x:\u{1B}[2J:{\"name\":\"\\u001b]0;x\\u0007\"}"])
    for words in [["users", "list"], ["users", "show", key], ["groups", "list"]] {
      let output = try cgiAuth(words).output
      #expect(output.allSatisfy { $0 >= 0x20 || $0 == 0x0A }, "\(words)")
    }
  }

  // MARK: Who may

  @Test(arguments: [
    ["GATEWAY_INTERFACE": "CGI/1.1"], ["REQUEST_METHOD": "GET"], ["GATEWAY_INTERFACE": ""],
  ])
  func doesNothingForAWebServer(_ variables: [String: String]) throws {
    let result = try cgiAuth(["rescue", "ada@example.com"], environment: variables)
    #expect(result.status == 64 && result.output == [])
    #expect(
      result.errors == "not-for-servers this program is for a shell, and answers no request\n")
    #expect(try folder.names("data") == [])
  }

  @Test func findsItsDataOrSaysSo() throws {
    let result = try run(
      Project.program("cgi-auth"), ["users", "list", "--data", folder.path("none"), "--json"],
      environment: [:])
    #expect(result.status == 78 && result.errors.hasSuffix("\n  name it: --data FOLDER\n"))
    #expect(result.text.hasPrefix(#"{"error":"no-data""#))
    #expect(!folder.has("none"))
  }

  /// Of what root does the programs of another user can read and write every file.
  @Test func becomesTheOwnerOfTheDataWhereRootStartsIt() throws {
    try #require(isRoot, "run as root, as in CI")
    let site = try TemporaryFolder.forEverybody()
    try site.makeFolder("data")
    let words = ["users", "list", "--data", site.path("data")]
    func start(_ words: [String], as user: [String] = []) throws -> CommandResult {
      let command = user + [try Project.program("cgi-auth")] + words
      return try run("/usr/bin/env", command, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"])
    }
    let stranger = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]
    let owner = ["setpriv", "--reuid", "www-data", "--regid", "www-data", "--clear-groups"]
    // While it is root's, somebody has to say whose it is to be.
    let ambiguous = try start(words)
    #expect(ambiguous.status == 77 && ambiguous.errors.contains("--user NAME"))
    #expect(try start(words + ["--user", "nobody-of-that-name"]).status == 67)
    #expect(try site.names("data") == [])
    _ = try run("/bin/chown", ["www-data:www-data", site.path("data")])
    _ = try run("/bin/chmod", ["700", site.path("data")])
    let data = ["--data", site.path("data")]
    let person = "ada@example.com"
    for verb in [
      ["users", "list"], ["users", "create", person, "--group", "staff"], ["users", "search", "a"],
      ["users", "show", person], ["users", "recover", person], ["users", "disable", person],
      ["users", "enable", person], ["groups", "list"], ["groups", "members", "staff"],
      ["groups", "add", "chess", person], ["groups", "remove", "chess", person],
      ["sessions", "list", person], ["sessions", "end-all", person],
      ["rescue", "bob@example.com"], ["users", "remove", person, "--yes"],
    ] {
      let result = try start(verb + data)
      #expect(result.status == 0, "\(verb): \(result.errors)")
    }
    // This site sends no mail.
    #expect(try start(["doctor"] + data).status == 1)
    let owners = try run("/usr/bin/find", [site.path("data"), "!", "-user", "www-data"])
    #expect(owners.text == "")
    #expect(try site.text("data/audit.log").contains(#""by":"shell:root""#))
    // Every program works then.
    let programs = Project.programs.filter { $0 != "guard" }
    for program in programs {
      let answer = try run(
        "/usr/bin/env", owner + [try Project.program(program)],
        environment: [
          "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "REQUEST_METHOD": "GET", "GATEWAY_INTERFACE": "CGI/1.1",
          "AUTH_DATA_DIR": site.path("data"), "REMOTE_ADDR": "192.0.2.1",
        ])
      #expect(try Answer(answer).status < 500, "\(program)")
    }
    #expect(try start(words, as: owner).text.contains("bob@example.com"))
    let refused = try start(words, as: stranger)
    #expect(refused.status == 77 && refused.errors.contains("the data belongs to another user, www-data"))
    #expect(try start(words + ["--user", "root"], as: owner).status == 77)
  }
}

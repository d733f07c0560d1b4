import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthTransfer
@testable import CGIAuthHarness

/// admin.cgi?import: files that the owner put into the data folder.
@Suite struct ImportPageTests {
  private let admin: AdminSite
  private var folder: TemporaryFolder { admin.site.folder }
  private static let hash = "$2y$04$abcdefghijklmnopqrstuuM4YxJ8v1oTDhIbQkZ4Z2ZrBvYv5K3c2"

  init() throws {
    admin = try AdminSite()
    try admin.site.folder.makeFolder("auth-data/import")
  }

  private func put(_ name: String, _ text: String) throws {
    try folder.write("auth-data/import/\(name)", text)
  }

  private func act(_ action: String, _ fields: String) throws -> [String: Any] {
    let answer = try admin.act(action, fields)
    try #require(answer.status == 200, "\(answer.body)")
    return try AdminSite.members(answer)
  }

  private func files() throws -> [[String: Any]] {
    try #require(try AdminSite.members(try admin.get("import="))["files"] as? [[String: Any]])
  }

  @Test func listsPlainFilesOnly() throws {
    #expect(try files().isEmpty)
    for name in ["b.csv", "a (1).htpasswd", ".hidden", "a.progress", "\u{7}bell"] { try put(name, "x:y") }
    try folder.makeFolder("auth-data/import/folder")
    let path = folder.path("auth-data/import/")
    #expect(symlink("/etc/passwd", path + "link") == 0 && mkfifo(path + "pipe", 0o600) == 0)
    let found = try files()
    #expect(found.map { $0["file"] as? String } == ["a (1).htpasswd", "b.csv"])
    #expect(found.map { $0["bytes"] as? Int } == [3, 3] && found[0]["import"] is NSNull)
    for name in [
      ".hidden", "a.progress", "folder", "link", "pipe", "none", "../secret.key", "folder/../b.csv",
      "/etc/passwd",
      "..", ".",
    ] {
      for action in ["import", "remove-import"] {
        #expect(try admin.act(action, #""file":"\#(name)""#).status == 404, "\(name)")
      }
    }
    #expect(try admin.act("import").message == "file is missing")
    #expect(folder.has("auth-data/secret.key") && folder.has("auth-data/import/b.csv"))
  }

  @Test func checksThenImportsThenRemoves() throws {
    let text = """
      {"email":"c@example.com","hash":"\(Self.hash)","groups":["staff","admin"]}
      {"email":"b@example.com","hash":"\(Self.hash)"}
      {"email":"c@example.com","hash":"\(Self.hash)"}
      {"email":"d@example.com","hash":"$apr1$x$y"}

      """
    try put("users.json", text)
    let fields = #""file":"users.json","groups":"yes""#
    let checked = try act("import", fields + #","check":"yes""#)
    #expect(checked["message"] as? String == "File checked" && checked["done"] as? Bool == true)
    #expect(try admin.act("show", #""email":"c@example.com""#).status == 404)
    let imported = try act("import", fields)
    for report in [checked, imported] {
      #expect(
        report["added"] as? Int == 1 && report["present"] as? Int == 1 && report["refused"] as? Int == 2)
      #expect(report["left_out_of_administrators"] as? Int == 1 && report["unit"] as? String == "line")
      let refusals = try #require(report["refusals"] as? [[String: Any]])
      #expect(refusals.map { $0["number"] as? Int } == [3, 4])
      #expect(refusals.map { $0["reason"] as? String } == ["repeated", "hash-apr1"])
    }
    #expect(try admin.groups("c@example.com") == ["staff"])
    let event = try #require(try admin.events.last { $0["event"] == "user-imported" })
    #expect(event["email"] == "c@example.com" && event["by"] == "a@example.com" && event["group"] == "staff")
    #expect((try files()[0]["import"] as? [String: Any])?["added"] as? Int == 1)
    // Again, from the beginning, since it was done.
    let again = try act("import", fields + #","without_passwords":"yes""#)
    #expect(again["added"] as? Int == 1 && again["present"] as? Int == 2)
    #expect(again["without_password"] as? Int == 1)
    #expect(try admin.site.record("d@example.com").hasPrefix("-::{"))
    #expect(try act("remove-import", #""file":"users.json""#)["message"] as? String == "File removed")
    #expect(try folder.names("auth-data/import") == [])
  }

  @Test func makesAddressesOfNames() throws {
    try put("passwords", "bob:\(Self.hash)\n")
    #expect(try admin.act("import", #""file":"passwords","domain":"a b""#).status == 422)
    #expect(try act("import", #""file":"passwords","domain":"example.org""#)["added"] as? Int == 1)
    #expect(try admin.site.record("bob@example.org").hasPrefix(Self.hash))
  }

  @Test func saysWhatCannotBeImported() throws {
    try put("table", "name;hash\nx;y\n")
    let answer = try admin.act("import", #""file":"table""#)
    // Without a column for the address it is none of a table.
    #expect(answer.status == 200)
    try folder.write("auth-data/import/users.gdbm", hex("CF9A5713 00000000"))
    let damaged = try admin.act("import", #""file":"users.gdbm""#)
    #expect(damaged.status == 422 && damaged.message == "file cannot be imported: file-damaged")
    #expect(try admin.browse("GET", "import=").status == 200)
  }

  /// What lies beside a file counts for that file in that state, with those wishes, and for nothing else.
  @Test func beginsAnewWhereTheFileIsAnother() throws {
    try put("users", "c@example.com:\(Self.hash)\n")
    #expect(try act("import", #""file":"users","check":"yes""#)["added"] as? Int == 1)
    #expect(try files()[0]["import"] is NSDictionary)
    try put("users", "c@example.com:\(Self.hash)\ne@example.com:\(Self.hash)\n")
    #expect(try files()[0]["import"] is NSNull)
    #expect(try act("import", #""file":"users""#)["added"] as? Int == 2)
    for note in [
      "", "x",
      String(decoding: try folder.bytes("auth-data/import/users.progress").dropLast(), as: UTF8.self),
    ] {
      try put("users.progress", note)
      #expect(try files()[0]["import"] is NSNull)
      #expect(try act("import", #""file":"users""#)["present"] as? Int == 2)
    }
  }

  @Test func importsAFileOnceAtATime() throws {
    try put("users", "c@example.com:\(Self.hash)\n")
    let file = try File.open(folder.path("auth-data/import/users"), O_RDONLY)
    #expect(try file.lock(LOCK_EX, until: Deadline(milliseconds: 0)))
    for action in ["import", "remove-import"] {
      #expect(try admin.act(action, #""file":"users""#).status == 503)
    }
  }

  /// A run that stopped goes on, and its report is that of one that did not.
  @Test func goesOnWhereItStopped() throws {
    var text = ""
    for number in 0..<950 {
      text += number % 10 == 3 ? "broken\n" : "u\(number)@example.com:\(Self.hash)\n"
    }
    text += "u0@example.com:\(Self.hash)\n"
    try put("users", text)
    let entry = ImportFolder(in: admin.site.data, Administrators())
    let file = try #require(try entry.open(bytes("users")))
    let hasher = PasswordHasher(setting: .bcrypt(cost: 10), randomness: .system)
    let users = Users(in: admin.site.data)
    var run = try ImportRun(file, nil, ImportOptions(Administrators()), hasher, now: 1)
    for _ in 0..<4 {
      _ = try run.step(users)
      try entry.save(try ImportProgress(run, of: file, isDone: false), of: "users")
      let progress = try #require(try entry.progress(of: "users", file))
      #expect(progress.tally.added == run.tally.added && progress.tally.refused == run.tally.refused)
      run = try #require(
        try ImportRun(file, goingOnFrom: progress, ImportOptions(Administrators()), hasher, now: 1))
    }
    let page = try admin.browse("GET", "import=").body
    #expect(page.contains("There is more of it.") && page.contains("Line 4: It cannot be read."))
    var last: [String: Any] = [:]
    // On a slow machine not in one request.
    while last["done"] as? Bool != true { last = try act("import", #""file":"users""#) }
    #expect(last["added"] as? Int == 855 && last["present"] as? Int == 0 && last["refused"] as? Int == 96)
    // Known from the part before.
    let page2 = try admin.browse("GET", "import=").body
    #expect(page2.contains("And 46 more.") && !page2.contains("There is more of it."))
  }

  @Test func isAPageWithoutScript() throws {
    try put("<b>.csv", "email,hash\nc@example.com,\(Self.hash)\nd@example.com,{SHA}x\n")
    let page = try admin.browse("GET", "import=")
    #expect(page.status == 200 && page.body.contains("<h2 translate=\"no\">&lt;b&gt;.csv</h2>"))
    let token = try AdminSite.token("import", in: page)
    func send(_ fields: String) throws -> Answer {
      try admin.browse("POST", "", "action=import&formToken=\(token)&file=%3Cb%3E.csv&\(fields)")
    }
    let checked = try send("check=yes&groups=yes&domain=")
    #expect(checked.status == 303 && checked.value("Location") == "/cgi-bin/admin.cgi?import=")
    let report = try admin.browse("GET", "import=").body
    for text in [
      "<dt>Would be imported</dt><dd translate=\"no\">1</dd>", "name=\"groups\" value=\"yes\" checked",
      "Line 3: The hash of the password is not taken here. <code>hash-sha1</code>",
    ] { #expect(report.contains(text), "\(text)") }
    #expect(try send("domain=a+b").body.contains("This cannot stand behind the @ of an address."))
    #expect(try send("without_passwords=yes").status == 303)
    #expect(
      try admin.browse("GET", "import=").body.contains(
        "<dt>Without a password</dt><dd translate=\"no\">1</dd>"))
    #expect(!(try admin.browse("GET", "import=").body.contains("$2y$")))
  }
}

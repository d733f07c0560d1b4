import CGIAuthHarness
import CGIAuthLibC
import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthTransfer

/// Who is in the table after an import, and who is named as not taken.
@Suite struct ImportRunTests {
  private let folder: TemporaryFolder
  private let users: Users
  private static let hash = ImportReaderTests.hash
  private static let scrypt = "$7$26..../....aaaaaaaaaaaaaaaaaaaaaa$" + String(repeating: "b", count: 43)

  init() throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("data")
    users = Users(in: DataDirectory(folder.path("data")))
  }

  /// Imports a text.
  ///
  /// - Returns: the reasons of the lines that are not taken, and the counts.
  @discardableResult private func run(
    _ text: String, format: ImportFormat? = nil, groupsFile: String? = nil,
    cost: PasswordHashSetting = .bcrypt(cost: 10), _ change: (inout ImportOptions) -> Void = { _ in }
  ) throws -> (reasons: [String], ImportTally) {
    try folder.write("file", text)
    var options = ImportOptions(Administrators())
    change(&options)
    var groups: GroupsFile?
    if let groupsFile {
      try folder.write("groups", groupsFile)
      groups = try GroupsFile(try File.open(folder.path("groups"), O_RDONLY))
    }
    var run = try ImportRun(
      try File.open(folder.path("file"), O_RDONLY), format, options, groups: groups,
      PasswordHasher(setting: cost, randomness: .system), now: 1000)
    var reasons: [String] = []
    while true {
      let step = try run.step(users)
      reasons += step.refusals.map { "\($0.number) \($0.fault.rawValue)" }
      if step.isLast { break }
    }
    #expect(run.tally.refused == reasons.count)
    return (reasons, run.tally)
  }

  private func user(_ email: String) throws -> User? {
    let address = try #require(EmailAddress(bytes(email)))
    return try users.user(address)
  }

  private func record(_ email: String) throws -> String? {
    try user(email).map {
      String(decoding: $0.record, as: UTF8.self)
    }
  }

  private func members(_ email: String) throws -> [String: Any] {
    let record = try #require(try record(email))
    let json = record.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)[2]
    return try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  }

  // MARK: Who

  @Test func addsWhoIsMissingAndLeavesTheOthers() throws {
    let before = "$2y$04$old:staff:{\"id\":\"x\"}"
    _ = try users.table.insert(bytes("old@example.com"), bytes(before))
    let text = """
      Ada@Example.com:\(Self.hash)
      old@example.com:\(Self.hash)
      bob:\(Self.hash)
      ada@example.com:\(Self.scrypt)
      c@example.com:\(Self.scrypt)
      """
    for round in 0...1 {
      let (reasons, tally) = try run(text)
      #expect(reasons == ["3 address-malformed", "4 repeated"])
      #expect((tally.added, tally.present) == (round == 0 ? 2 : 0, round == 0 ? 1 : 3))
    }
    #expect(try record("old@example.com") == before)
    #expect(try record("ada@example.com")?.hasPrefix("\(Self.hash)::{\"id\":\"") == true)
    #expect(try members("ada@example.com")["registered"] as? Int == 1000)
    #expect((try members("ada@example.com")["id"] as? String)?.count == 22)
    #expect(try record("c@example.com")?.hasPrefix(Self.scrypt) == true)
  }

  @Test func makesAddressesOfNames() throws {
    let (reasons, tally) = try run("bob:\(Self.hash)\na b:\(Self.hash)\nx@y@z:\(Self.hash)\n@:\(Self.hash)") {
      $0.domain = bytes("example.org")
    }
    #expect(tally.added == 1)
    #expect(reasons == ["2 address-malformed", "3 address-malformed", "4 address-malformed"])
    #expect(try record("bob@example.org") != nil)
  }

  @Test func writesNothingInATrial() throws {
    let text = "a@example.com:\(Self.hash)\na@example.com:\(Self.hash)\nb@example.com:x"
    let trial = try run(text) { $0.isTrial = true }
    #expect(!folder.has("data/users.gdbm"))
    let real = try run(text)
    #expect(trial.reasons == real.reasons && trial.1.added == real.1.added)
    #expect(try run(text) { $0.isTrial = true }.1.present == 1)
  }

  /// More than one write's worth, in the right places.
  @Test func takesManyInBatches() throws {
    var text = ""
    for number in 1...1234 {
      text += number % 100 == 7 ? "bad\n" : "u\(number)@example.com:\(Self.hash)\n"
    }
    let (reasons, tally) = try run(text)
    #expect(tally.added == 1221)
    #expect(reasons == stride(from: 7, through: 1207, by: 100).map { "\($0) line-malformed" })
    #expect(tally.refusals.count == 13)
    var count = 0
    try users.forEach { _ in
      count += 1
      return true
    }
    #expect(count == 1221)
    // However many bad lines there are, the first are kept.
    let bad = try run(String(repeating: "bad\n", count: 1000))
    #expect(bad.1.refused == 1000 && bad.1.refusals.count == 50)
  }

  // MARK: Hashes

  /// Known hashes of other programs: PHP's wp_hash_password of 6.8, phpass's own test, htpasswd, openssl.
  static let foreign: [(hash: String, reason: String)] = [
    ("$wp$2y$10$f6IIR6UTbrhUxXZ12pkXBOoNqhARBEroT0TYrf2YaqXpuScs3CcFm", "hash-wordpress"),
    ("$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", "hash-phpass"),
    ("$H$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", "hash-phpass"),
    ("$apr1$XB6p8WA8$0BgFMvFSQiKb7Kc459koR/", "hash-apr1"),
    ("{SHA}GpHWL3ymc5liWkNopqtdSjuqYHM=", "hash-sha1"),
    ("{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=", "hash-ssha"),
    ("$1$abcdefgh$irWbblnpmw.5z7wgBnprh0", "hash-md5-crypt"),
    ("$5$S0G7WfU7m3DybhmH$9dnuNiFkkcrz3RqL9sFRTh6XCqeMPX40pwrII6Eoqf1", "hash-sha-crypt"),
    ("$6$rounds=5000$x$y", "hash-sha-crypt"), ("$argon2id$v=19$m=65536,t=3,p=4$x$y", "hash-argon2"),
    ("$y$jFT$Iay/MOKRh2Kj338VLjNYi/$INJ9Ynv98afyk7rkhG4A5P1QSmIZgPOK/wbtowznLY/", "hash-yescrypt"),
    ("gMTaSJGuy0jZ.", "hash-unknown"), ("nine herons at dawn", "hash-unknown"), ("", "hash-missing"),
    ("$2y$04$short", "hash-unknown"), ("-", "hash-unknown"),
    ("5f4dcc3b5aa765d61d8327deb882cf99", "hash-unknown"),
    ("$2y$16$" + ImportReaderTests.hash.dropFirst(7), "hash-costly"),
    ("$7$G6...../...aaaaaaaaaaaaaaaaaaaaaa$" + String(repeating: "b", count: 43), "hash-costly"),
  ]

  @Test(arguments: foreign)
  func refusesEachForeignHashByName(hash: String, reason: String) throws {
    let text = "email;hash\nada@example.com;\(hash)\nbob@example.com;!\(hash)"
    #expect(try run(text).reasons == ["2 \(reason)"] + (hash.isEmpty ? [] : ["3 \(reason)"]))
    #expect(try record("ada@example.com") == nil)
    let (reasons, tally) = try run(text) { $0.makesWithoutPasswords = true }
    #expect(reasons == [] && tally.withoutPassword == (hash.isEmpty ? 1 : 2))
    #expect(try record("ada@example.com")?.hasPrefix("-::{") == true)
    // Whoever was disabled stays so.
    #expect(try record("bob@example.com")?.hasPrefix(hash.isEmpty ? "!::{" : "!-::{") == true)
  }

  /// What the site makes itself is never too dear.
  @Test func takesWhatTheSiteMakes() throws {
    let text = "ada@example.com:$2y$16$" + Self.hash.dropFirst(7)
    #expect(try run(text, cost: .bcrypt(cost: 16)).reasons == [])
  }

  @Test func keepsDisabledUsersDisabled() throws {
    let text =
      "a@example.com:!\(Self.hash)\nb@example.com:*\nc@example.com:!!\nd@example.com:*!\(Self.scrypt)"
    #expect(try run(text).reasons == [])
    for (email, start) in [("a", "!\(Self.hash):"), ("b", "*:"), ("c", "!!:"), ("d", "*!$7$")] {
      #expect(try record("\(email)@example.com")?.hasPrefix(start) == true)
      #expect(
        try user("\(email)@example.com")?.isDisabled == true)
    }
  }

  // MARK: Groups

  @Test func takesGroupsWhereAskedFor() throws {
    let text = #"{"email":"ada@example.com","hash":"\#(Self.hash)","groups":["staff","admin","old board"]}"#
    let (_, tally) = try run(text)
    #expect(tally.leftOutOfAdministrators == 0)
    #expect(try record("ada@example.com")?.hasPrefix("\(Self.hash)::") == true)
    _ = try users.table.delete(bytes("ada@example.com"))
    let (reasons, taken) = try run(text) { $0.takesGroups = true }
    #expect(reasons == [] && taken.leftOutOfAdministrators == 1)
    // The administrators' group never: not by another spelling, either.
    #expect(try record("ada@example.com")?.hasPrefix("\(Self.hash):staff,old board:") == true)
    for bad in [
      "", " admin", "admin ", "a,admin", "a:b", "a\\u0000", "a\\u009b", String(repeating: "x", count: 65),
    ] {
      let line = #"{"email":"b@example.com","hash":"\#(Self.hash)","groups":["\#(bad)"]}"#
      #expect(try run(line) { $0.takesGroups = true }.reasons == ["1 group-unusable"], "\(bad)")
    }
  }

  @Test func takesGroupsOfAFileOfTheirOwn() throws {
    let groups = "# groups\nstaff: ada bob\nadmin: ada\n\nboard:ada\r\nstaff: carl\n"
    let text = "ada:\(Self.hash)\nbob:\(Self.hash)\ncarl:\(Self.hash)\ndora:\(Self.hash)"
    let (reasons, tally) = try run(text, groupsFile: groups) {
      ($0.takesGroups, $0.domain) = (true, bytes("example.com"))
    }
    #expect(reasons == [] && tally.leftOutOfAdministrators == 1)
    for (name, groups) in [("ada", "staff,board"), ("bob", "staff"), ("carl", "staff"), ("dora", "")] {
      #expect(try record("\(name)@example.com")?.hasPrefix("\(Self.hash):\(groups):{") == true)
    }
    #expect(throws: ImportError.self) { try run(text, groupsFile: "no colon") }
  }

  // MARK: Records

  /// The export reads back whole, into another site.
  @Test func readsItsOwnExportWhole() throws {
    let records = [
      "ada@example.com":
        #"\#(Self.scrypt):staff,old board:{"id":"i1","registered":5,"name":"Ada","later":{"x":[1.50,null]}}"#,
      "bob@example.com": #"!\#(Self.hash)::{"id":"i2","registered":6,"pending":"confirm"}"#,
      "carl@example.com": #"-:admin:{"id":"i3","registered":7,"since":9,"tickets":2}"#,
      "dora@example.com": "\(Self.hash):a:htdbm's own",
      "eve@example.com": Self.hash,
      "'=x@example.com": #"!::{"id":"i6","registered":8,"name":"=HYPERLINK(\"x\")"}"#,
    ]
    for (email, record) in records { _ = try users.table.insert(bytes(email), bytes(record)) }
    _ = try users.table.insert(bytes("no address"), bytes(Self.hash))
    for format in [UserExport.json, .csv] {
      var text = format.beginning
      try users.forEach { user in
        text += format.line(of: user)
        return true
      }
      let ids = try records.keys.map { try user($0)?.id }
      for email in records.keys { _ = try users.table.delete(bytes(email)) }
      let (reasons, tally) = try run(String(decoding: text, as: UTF8.self)) { $0.takesGroups = true }
      #expect(reasons == [] && tally.added == 6 && tally.withoutPassword == 1)
      let after = try records.keys.map { try user($0)?.id }
      #expect(after == ids)
      if format == .json {
        for (email, record) in records where record.contains("\"id\"") {
          #expect(try self.record(email) == record.replacing(":admin:", with: "::"))
        }
        #expect(try members("dora@example.com")["comment"] as? String == "htdbm's own")
      } else {
        #expect(try members("'=x@example.com")["name"] as? String == #"=HYPERLINK("x")"#)
        #expect(try members("ada@example.com")["registered"] as? Int == 5)
      }
      for email in records.keys { _ = try users.table.delete(bytes(email)) }
      for (email, record) in records { _ = try users.table.insert(bytes(email), bytes(record)) }
    }
  }

  /// An id is of one account only: else two people would share sessions.
  @Test func givesNobodyAnothersID() throws {
    _ = try users.table.insert(bytes("new@example.com"), bytes("\(Self.hash)::{\"id\":\"i1\"}"))
    func line(_ email: String, _ id: String) -> String {
      #"{"email":"\#(email)@example.com","hash":"\#(Self.hash)","id":\#(id)}"# + "\n"
    }
    let text =
      line("old", "\"i1\"") + line("new", "\"i1\"") + line("a", "\"i2\"") + line("b", "\"i2\"")
      + line("c", "1")
      + line("d", "\"\"") + line("e", "\"\(String(repeating: "x", count: 65))\"")
    let (reasons, tally) = try run(text)
    #expect(
      reasons == ["1 id-taken", "4 id-taken", "5 line-malformed", "6 line-malformed", "7 line-malformed"])
    #expect((tally.added, tally.present) == (1, 1))
  }

  /// A name that nobody could have chosen is left out; the user is not.
  @Test func leavesOutUnusableNames() throws {
    let names = ["Ada", "a\\u0007b", String(repeating: "x", count: 65), "", "\\u0085"]
    for (number, name) in names.enumerated() {
      let line = #"{"email":"u\#(number)@example.com","hash":"\#(Self.hash)","name":"\#(name)"}"#
      #expect(try run(line).reasons == [])
      #expect(try members("u\(number)@example.com")["name"] as? String == (number == 0 ? "Ada" : nil))
    }
    try run("email,hash,name\nx@example.com,\(Self.hash),Xenia\ny@example.com,\(Self.hash),\u{1B}[2J")
    #expect(try members("x@example.com")["name"] as? String == "Xenia")
    #expect(try members("y@example.com")["name"] == nil)
  }
}

import CGIAuthHarness
import CGIAuthLibC
import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthTransfer

/// What each format's reader makes of files, good and bad ones.
@Suite struct ImportReaderTests {
  private let folder: TemporaryFolder
  /// bcrypt with a cost of 4.
  static let hash = "$2y$04$abcdefghijklmnopqrstuuM4YxJ8v1oTDhIbQkZ4Z2ZrBvYv5K3c2"

  init() throws { folder = try TemporaryFolder() }

  private func file(_ content: [UInt8]) throws -> File {
    try folder.write("file", content)
    return try File.open(folder.path("file"), O_RDONLY)
  }

  /// What is read: number, name, hash, groups, and what else there is; or number and reason.
  private static func text(_ item: ImportItem) -> String? {
    switch item {
    case .nothing: return nil
    case .fault(let number, let fault): return "\(number) \(fault.rawValue)"
    case .candidate(let number, let found):
      let parts = [found.hash] + found.groups.map { Array("g=".utf8) + $0 }
      var text = "\(number) " + String(decoding: found.name, as: UTF8.self)
      for part in parts { text += " " + String(decoding: part, as: UTF8.self) }
      if let name = found.displayName { text += " n=" + String(decoding: name, as: UTF8.self) }
      if let registered = found.registered { text += " t=\(registered)" }
      if !found.members.isEmpty {
        text += " " + String(decoding: JSONObject(members: found.members).text, as: UTF8.self)
      }
      return text
    }
  }

  /// What is read in one go, which must be the same as in as many goes as there are pieces.
  private func read(_ content: [UInt8], _ format: ImportFormat? = nil) throws -> [String] {
    let file = try file(content)
    var reader = try ImportReader(file, format, needsHash: true)
    var found: [String] = []
    while let item = try reader.next() { if let text = Self.text(item) { found.append(text) } }
    var again: [String] = []
    var cursor = try ImportReader(file, format, needsHash: true).cursor
    while true {
      var reader = try #require(try ImportReader(file, at: bytes(cursor)))
      guard let item = try reader.next() else { break }
      if let text = Self.text(item) { again.append(text) }
      cursor = reader.cursor
    }
    #expect(again == found)
    return found
  }

  private func read(_ content: String, _ format: ImportFormat? = nil) throws -> [String] {
    try read(bytes(content), format)
  }

  private func format(_ content: [UInt8]) throws -> ImportFormat { try ImportFormat(of: file(content)) }

  // MARK: Which

  @Test(arguments: [
    ("", ImportFormat.htpasswd), ("ada@example.com:$2y$", .htpasswd), ("# users\nada:x", .htpasswd),
    ("{\"email\":\"\"}", .json), ("\u{FEFF} {", .json), ("email,hash", .csv),
    ("\u{FEFF}ID;user_email;x", .csv),
    ("\"user_email\",\"user_pass\"\r\n", .csv), ("x\tE-Mail", .csv), ("-- MySQL dump 10.13", .wordpress),
    ("/*!999999\\- enable the sandbox mode */", .wordpress),
    ("SET x;\nINSERT INTO `wp_users` VALUES", .wordpress),
    ("\u{CE}", .htpasswd),
  ])
  func tellsTheFormat(content: String, format: ImportFormat) throws {
    #expect(try self.format(bytes(content)) == format)
  }

  @Test func tellsAGDBMFileOfAnotherMachine() throws {
    #expect(try format(hex("13579ACF 00000000")) == .htdbm)
    let file = try file(hex("13579ACF 00000000"))
    let error = thrown { () throws(ImportError) in
      _ = try ImportReader(file, nil, needsHash: true)
    }
    guard case .unusable(.damaged) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func readsRegularFilesOnly() throws {
    mkfifo(folder.path("pipe"), 0o600)
    for path in [folder.root, folder.path("pipe")] {
      let file = try File.open(path, O_RDONLY | O_NONBLOCK)
      let error = thrown { () throws(ImportError) in _ = try ImportReader(file, nil, needsHash: true) }
      guard case .unusable(.notAFile) = error else {
        Issue.record("\(path)")
        return
      }
    }
  }

  // MARK: htpasswd

  @Test func readsHtpasswd() throws {
    let text = "\u{FEFF}# users\r\n\r\nada@example.com:\(Self.hash)\r\nbob:x:rest\nnothing\n:x\nlast:"
    #expect(
      try read(text) == [
        "3 ada@example.com \(Self.hash)", "4 bob x", "5 line-malformed", "6  x", "7 last ",
      ])
    #expect(try read("a:b\0c\nd:e") == ["1 line-malformed", "2 d e"])
    let long = String(repeating: "x", count: ImportSource.maxRecordBytes)
    #expect(try read("a:\(long)\nb:c\na:" + long.dropLast(2)).prefix(2) == ["1 line-too-long", "2 b c"])
    #expect(try read("") == [])
    #expect(try read("\n\n") == [])
  }

  @Test func readsWhatHtpasswdAndHtdbmMake() throws {
    let (text, table) = (folder.path("users"), folder.path("users.gdbm"))
    for (option, name) in [("-cbB", "ada@example.com"), ("-bm", "md5"), ("-bs", "sha"), ("-b5", "sha512")] {
      #expect(try run("/usr/bin/htpasswd", [option, text, name, "nine herons"]).status == 0)
    }
    let lines = try read(try folder.bytes("users"))
    #expect(lines.count == 4)
    for (line, start) in zip(
      lines, ["1 ada@example.com $2y$", "2 md5 $apr1$", "3 sha {SHA}", "4 sha512 $6$"])
    {
      #expect(line.hasPrefix(start))
    }
    for (option, name) in [("-cbB", "ada@example.com"), ("-bm", "md5")] {
      #expect(try run("/usr/bin/htdbm", [option, "-TGDBM", table, name, "nine herons"]).status == 0)
    }
    _ = try run("/usr/bin/gdbmtool", [table, "store", "bob@example.com", "x:staff, board:since 2019"])
    let records = try read(try folder.bytes("users.gdbm"))
    #expect(records.count == 3)
    #expect(records.contains { $0.contains(" ada@example.com $2y$") })
    #expect(records.contains { $0.contains(" md5 $apr1$") })
    #expect(
      records.contains { $0.hasSuffix(" bob@example.com x g=staff g=board {\"comment\":\"since 2019\"}") })
    #expect(Set(records.map { $0.prefix(2) }) == ["1 ", "2 ", "3 "])
  }

  /// Cut off anywhere it is an error or fewer records, and ends.
  @Test func survivesADamagedTable() throws {
    let path = folder.path("users.gdbm")
    #expect(
      try run("/usr/bin/htdbm", ["-cbB", "-TGDBM", path, "ada@example.com", "nine herons"]).status == 0)
    let whole = try folder.bytes("users.gdbm")
    var damaged = 0
    for count in stride(from: 1, to: whole.count, by: 509) {
      try folder.write("cut", Array(whole[..<count]))
      let file = try File.open(folder.path("cut"), O_RDONLY)
      var found = 0
      let error = thrown { () throws(ImportError) in
        var reader = try ImportReader(file, .htdbm, needsHash: true)
        while let item = try reader.next() { if case .candidate = item { found += 1 } }
      }
      if error != nil { damaged += 1 }
      #expect(found <= 1)
    }
    #expect(damaged > 0)
  }

  // MARK: CSV

  @Test func readsTablesOfWordPressAndOthers() throws {
    let wordpress = """
      ID,user_login,user_pass,user_email,user_registered,display_name
      1,ada,\(Self.hash),ada@example.com,2019-02-03 04:05:06,"Ada ""the"" First, of
      London"
      2,bob,x,bob@example.com,0000-00-00 00:00:00,

      """
    #expect(
      try read(wordpress.replacing("\n", with: "\r\n")) == [
        "2 ada@example.com \(Self.hash) n=Ada \"the\" First, of\r\nLondon t=1549166706",
        "4 bob@example.com x",
      ])
    #expect(try read("\u{FEFF}E-Mail;Password\n\"a;b\";c\nd;e") == ["2 a;b c", "3 d e"])
    #expect(
      try read("email\thash\tgroups\tcreated\na\tb\tx, y\t1549166706") == ["2 a b g=x g=y t=1549166706"])
  }

  /// A line that is wrong costs no other line.
  @Test func goesOnBehindEachBadRecord() throws {
    let long = String(repeating: "x", count: ImportSource.maxRecordBytes)
    for (bad, reason) in [
      ("\"a,b", "line-malformed"), ("a\"b,c", "line-malformed"), ("\"a\"x,c", "line-malformed"),
      ("a", "line-malformed"), ("a,b,c", "line-malformed"), ("a,b\0", "line-malformed"),
      ("\"a\0\",b", "line-malformed"), ("\(long),x", "line-too-long"), ("\"\(long)\",x", "line-too-long"),
      (String(repeating: ",", count: 300), "line-malformed"),
    ] {
      #expect(
        try read("email,hash\n1,2\n\(bad)\n3,4\r\n\n5,6") == ["2 1 2", "3 \(reason)", "4 3 4", "6 5 6"],
        "\(bad.prefix(20))")
      #expect(try read("email,hash\n1,2\n\(bad)") == ["2 1 2", "3 \(reason)"], "\(bad.prefix(20))")
    }
  }

  @Test func wantsItsColumns() throws {
    for (header, problem, needsHash) in [
      ("name,hash", ImportProblem.noAddressColumn, true), ("email,name", .noHashColumn, true),
      ("name", .noAddressColumn, false),
    ] {
      let file = try file(bytes(header + "\na,b"))
      let error = thrown { () throws(ImportError) in
        _ = try ImportReader(file, .csv, needsHash: needsHash)
      }
      guard case .unusable(let found) = error, found == problem else {
        Issue.record("\(header): \(String(describing: error))")
        continue
      }
    }
    var reader = try ImportReader(try file(bytes("email,name\na,b")), nil, needsHash: false)
    #expect(try reader.next().flatMap(Self.text) == "2 a  n=b")
  }

  // MARK: Dumps

  static let table = """
    -- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
    /*!40101 SET NAMES utf8mb4 */;
    DROP TABLE IF EXISTS `wp_posts`;
    CREATE TABLE `wp_posts` (`ID` bigint, `post_content` longtext);
    INSERT INTO `wp_posts` VALUES (1,'it\\'s; INSERT INTO `wp_users` VALUES (9)'),(2,'x''y');
    CREATE TABLE `wp_users` (
      `ID` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
      `user_login` varchar(60) COLLATE utf8mb4_unicode_520_ci NOT NULL DEFAULT '',
      `user_email` varchar(100) NOT NULL DEFAULT '(,)',
      `user_pass` varchar(255) NOT NULL DEFAULT '',
      `user_registered` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
      `display_name` varchar(250) NOT NULL DEFAULT '',
      PRIMARY KEY (`ID`), KEY `user_login_key` (`user_login`)
    ) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4;
    /*!40000 ALTER TABLE `wp_users` DISABLE KEYS */;

    """

  @Test func readsADump() throws {
    let rows = """
      INSERT INTO `wp_users` VALUES
      (1,'ada','ada@example.com','\(Self.hash)','2019-02-03 04:05:06','A\\\\d\\'a \\"x\\" ''y'''),
      (2,'bob',NULL,'x','0000-00-00 00:00:00',_utf8mb4 'B'),(3,'c','c@example.com','short');
      INSERT INTO `wp_users` (`user_pass`, `user_email`) VALUES ('p','d@example.com');
      insert ignore into shop.`old_USERS` (user_email,user_pass) values ('e@example.com',lower('Q'));
      INSERT INTO `wp_usermeta` VALUES (1,1,'x','y');
      INSERT INTO `wp_users` VALUES (4,'f'
      """
    #expect(
      try read(Self.table + rows) == [
        "1 ada@example.com \(Self.hash) n=A\\d'a \"x\" 'y' t=1549166706", "2  x n=B", "3 line-malformed",
        "4 d@example.com p", "5 e@example.com Q", "6 statement-broken",
      ])
  }

  /// Without the columns, those of WordPress are meant, and two more in a network of sites.
  @Test func knowsTheColumnsOfWordPress() throws {
    let row = "1,'ada','\(Self.hash)','ada','ada@example.com','','2019-02-03 04:05:06','',0,'Ada'"
    let ada = "ada@example.com \(Self.hash) n=Ada t=1549166706"
    #expect(
      try read("INSERT INTO blog_users VALUES (\(row)),(\(row),0,0),(\(row),0);") == [
        "1 \(ada)", "2 \(ada)", "3 line-malformed",
      ])
  }

  @Test func goesOnBehindEachBadRow() throws {
    let long = String(repeating: "x", count: ImportSource.maxRecordBytes)
    let head = "INSERT INTO a_users (user_email,user_pass) VALUES"
    for (bad, reasons) in [
      ("('\(long)x','p')", ["2 line-too-long", "3 c d"]), ("(1)", ["2 line-malformed", "3 c d"]),
      ("('\(long.dropLast(9))','\(long.dropLast(9))')", ["2 line-too-long", "3 c d"]),
      ("()", ["2 line-malformed", "3 c d"]), ("1", ["2 statement-broken"]),
      ("(1;", ["2 statement-broken"]),
      ("(\(String(repeating: "1,", count: 300))1)", ["2 line-too-long", "3 c d"]),
    ] {
      let last = reasons.count == 2 ? "4 e f" : "3 e f"
      #expect(
        try read("\(head) ('a','b'),\(bad),('c','d');\n\(head) ('e','f') ON DUPLICATE KEY UPDATE x=1;")
          == ["1 a b"] + reasons + [last], "\(bad.prefix(20))")
    }
    #expect(try read("\(head) ('a','b") == ["1 statement-broken"])
    #expect(try read("\(head) ('a','b')") == ["1 a b"])
    #expect(try read("\(head)") == ["1 statement-broken"])
  }

  // MARK: JSON

  @Test func readsLinesOfJSON() throws {
    let line = #"{"email":"ada@example.com","id":"x","hash":"h","groups":["a","b"],"name":"Ada","later":[1]}"#
    #expect(
      try read("\(line)\r\n\n{\"email\":\"b\"}\n") == [
        #"1 ada@example.com h g=a g=b {"id":"x","name":"Ada","later":[1]}"#, "3 b ",
      ])
    for bad in [
      "{", "[]", "{}", #"{"email":1}"#, #"{"email":"a","hash":1}"#, #"{"email":"a","groups":"x"}"#,
      #"{"email":"a","groups":[1]}"#, #"{"email":"a","email":"b"}"#,
    ] {
      #expect(try read("\(bad)\n{\"email\":\"b\"}", .json) == ["1 line-malformed", "2 b "], "\(bad)")
    }
  }

  // MARK: To go on

  @Test func goesOnFromNoOtherText() throws {
    let file = try file(bytes("a:b"))
    let good = try ImportReader(file, nil, needsHash: true).cursor
    #expect(try ImportReader(file, at: bytes(good)) != nil)
    for bad in [
      "", "htpasswd", good + " 1", String(good.dropLast(2)), good.replacing("htpasswd", with: "x"),
      good.replacing(" 1 ", with: " -1 "), good.replacing(" 1 ", with: " x "), good + "9",
    ] {
      #expect(try ImportReader(file, at: bytes(bad)) == nil, "\(bad)")
    }
  }

  @Test(arguments: [
    ("2019-02-03 04:05:06", 1_549_166_706), ("2019-02-03T04:05:06Z", 1_549_166_706),
    ("2019-02-03", 1_549_152_000),
    ("1549166706", 1_549_166_706), ("0000-00-00 00:00:00", nil), ("2019-02-30", nil),
    ("2019-02-03 25:00:00", nil),
    ("", nil), ("yesterday", nil), ("2019-02-03 04:05", nil), ("999999999999999", nil),
  ])
  func readsTimes(text: String, seconds: Int?) { #expect(ImportTime.seconds(bytes(text)) == seconds) }

  /// What a spreadsheet would compute is text there, and reads back.
  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-", "'-"), ("@x", "'@x"), ("'=x", "''=x"), ("''", "''"), ("'x", "'x"),
    ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("", ""), ("=\"x\"", "\"'=\"\"x\"\"\""),
  ])
  func writesNoFormulas(text: String, field: String) throws {
    #expect(String(decoding: CSVField.written(bytes(text)), as: UTF8.self) == field)
    try folder.write("line", field + "\n")
    var source = try ImportSource(
      try File.open(folder.path("line"), O_RDONLY), at: ImportSource.Place())
    guard case .fields(let fields) = try source.nextRecord(separator: 0x2C)?.1 else {
      Issue.record("no record")
      return
    }
    #expect(fields.map { CSVField.read($0) } == [bytes(text)])
  }
}

import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct ConfigurationFileTests {
  private func lines(_ content: [UInt8]) throws(ConfigurationError) -> [String] {
    try ConfigurationFile(content: content, name: "auth.conf", SettingKey.place).lines.map {
      "\($0.number) \(String(decoding: $0.key, as: UTF8.self))=\(String(decoding: $0.value, as: UTF8.self))"
    }
  }

  @Test(arguments: [
    ("", []), ("\n\n", []), ("# only = a comment", []), ("issuer=a", ["1 issuer=a"]),
    ("issuer = a\n", ["1 issuer=a"]),
    ("  issuer\t=\ta b  \n", ["1 issuer=a b"]), ("issuer = a = b", ["1 issuer=a = b"]),
    ("issuer = # a", ["1 issuer=# a"]),
    ("issuer = \"a\"", ["1 issuer=\"a\""]), ("issuer = a \\\n", ["1 issuer=a \\"]),
    ("# one\r\nissuer = a\r\n\r\n  # two\r\naudience = b\r\n", ["2 issuer=a", "5 audience=b"]),
    ("\u{FEFF}issuer = a\n", ["1 issuer=a"]), ("\u{FEFF}# a\r\nissuer = a", ["2 issuer=a"]),
    ("issuer =", ["1 issuer="]),
  ])
  func readsALineAnEntry(content: String, expected: [String]) throws {
    #expect(try lines(bytes(content)) == expected)
  }

  @Test(
    arguments: [
      "issuer", "issuer: a", "issuer a", "[section]", "; issuer", "\u{0}", "\r", "export", "issuer\n= a",
    ].filter { $0 != "\r" })
  func refusesALineThatIsNoEntry(line: String) {
    #expect(throws: ConfigurationError(.line(2, of: "auth.conf"), "is not key = value")) {
      try lines(bytes("# comment\n" + line))
    }
  }

  @Test(arguments: [
    "isuer", "Issuer", "ISSUER", "AUTH_ISSUER", "", "issuer#", "export issuer", "\u{FEFF}issuer",
    "jwt-secret", "issuer\u{0}",
    "hunter2hunter2",
  ])
  func refusesAnUnknownKeyWithoutRepeatingIt(key: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try lines(bytes("audience = b\n\(key) = a\n")) }
    #expect(error?.text == "auth.conf line 2: unknown key")
  }

  @Test func refusesADoubledKey() {
    #expect(throws: ConfigurationError(.line(4, of: "auth.conf"), "issuer stands in line 2 already")) {
      try lines(bytes("audience = c\nissuer = a\n#\nissuer = a\n"))
    }
  }

  @Test func refusesAnotherEncoding() {
    let utf16: [UInt8] = [0xFF, 0xFE] + bytes("issuer = a\n").flatMap { [$0, 0] }
    #expect(throws: ConfigurationError.self) { try lines(utf16) }
    #expect(throws: ConfigurationError.self) { try lines([0xEF, 0xBB] + bytes("issuer = a\n")) }
  }

  // MARK: Which file

  private func issuer(_ folder: TemporaryFolder, _ variables: [String: String]) throws(ConfigurationError)
    -> String?
  {
    try Configuration(Environment(variables), programDirectory: folder.path("cgi-bin")).issuer
  }

  private func site() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in ["cgi-bin", "auth-data", "elsewhere"] { try folder.makeFolder(name) }
    return folder
  }

  @Test func needsNoFile() throws {
    #expect(try issuer(site(), [:]) == nil)
    #expect(try issuer(site(), ["AUTH_DATA_DIR": "/nowhere/at/all"]) == nil)
  }

  @Test func findsTheFileInTheDataDirectory() throws {
    let folder = try site()
    try folder.write("auth-data/auth.conf", "issuer = default\n")
    try folder.write("elsewhere/auth.conf", "issuer = elsewhere\n")
    #expect(try issuer(folder, [:]) == "default")
    #expect(try issuer(folder, ["AUTH_DATA_DIR": folder.path("elsewhere")]) == "elsewhere")
    #expect(try issuer(folder, ["AUTH_DATA_DIR": "../elsewhere"]) == "elsewhere")
  }

  @Test func readsTheFileThatAUTH_CONFNamesAndNoOther() throws {
    let folder = try site()
    try folder.write("auth-data/auth.conf", "issuer = default\n")
    try folder.write("elsewhere/my.conf", "audience = x\n")
    #expect(try issuer(folder, ["AUTH_CONF": folder.path("elsewhere/my.conf")]) == nil)
    try folder.write("elsewhere/my.conf", "issuer = mine\n")
    #expect(try issuer(folder, ["AUTH_CONF": "../elsewhere/my.conf"]) == "mine")
  }

  @Test func takesTheDataDirectoryFromTheFile() throws {
    let folder = try site()
    try folder.write("auth-data/auth.conf", "data_dir = ../elsewhere\n")
    let configuration = try Configuration(Environment([]), programDirectory: folder.path("cgi-bin"))
    #expect(configuration.dataDirectory == DataDirectory(folder.path("cgi-bin/../elsewhere")))
  }

  @Test func refusesAFileThatIsNotThere() throws {
    let folder = try site()
    #expect(throws: ConfigurationError(.variable("AUTH_CONF"), "names a file that is not there")) {
      try issuer(folder, ["AUTH_CONF": folder.path("elsewhere/my.conf")])
    }
  }

  /// A folder in the file's place cannot be read, not even by the superuser.
  @Test(arguments: [
    ("../elsewhere", "elsewhere: cannot be read: "), (".", ".: cannot be read: "),
    ("", "cgi-bin: cannot be read: "),
    ("../auth-data/auth.conf/x.conf", "x.conf: cannot be read: "),
  ])
  func refusesAFileThatCannotBeRead(path: String, text: String) throws {
    let folder = try site()
    try folder.write("auth-data/auth.conf", "")
    let error = #expect(throws: ConfigurationError.self) { try issuer(folder, ["AUTH_CONF": path]) }
    #expect(try #require(error?.text).hasPrefix(text))
  }

  @Test func refusesAFolderInThePlaceOfTheFile() throws {
    let folder = try site()
    try folder.makeFolder("auth-data/auth.conf")
    let error = #expect(throws: ConfigurationError.self) { try issuer(folder, [:]) }
    #expect(try #require(error?.text).hasPrefix("auth.conf: cannot be read: "))
  }

  @Test func takesSixtyFourKiBAndNotOneByteMore() throws {
    let folder = try site()
    let start = "issuer = a\n#"
    let most = start + String(repeating: "x", count: 65_536 - start.utf8.count)
    try folder.write("auth-data/auth.conf", most)
    #expect(try issuer(folder, [:]) == "a")
    try folder.write("auth-data/auth.conf", most + "x")
    #expect(throws: ConfigurationError(.file("auth.conf"), "has more than 65536 bytes")) {
      try issuer(folder, [:])
    }
  }
}

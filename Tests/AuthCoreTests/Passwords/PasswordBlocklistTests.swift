import Glibc
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct PasswordBlocklistTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func blocks(_ text: String, _ content: [UInt8]) throws -> Bool {
    try folder.write("list.txt", content)
    return try PasswordBlocklist(path: folder.path("list.txt")).contains(#require(Password(bytes(text))))
  }

  @Test(arguments: [
    "our company", "our company\n", "first\nour company\nlast\n", "first\r\nour company\r\n",
    "first\r\nour company\r",
    "\u{FEFF}our company\r\nlast", "\n\n\nOUR Company", "our companx\nour company",
  ])
  func refusesALineOfTheFile(content: String) throws {
    #expect(try blocks("our company", bytes(content)))
    #expect(try blocks("Our COMPANY", bytes(content)))
  }

  @Test(arguments: [
    "", "\n", "our company \n", " our company\n", "our companyy\nour compan\n", "our\ncompany\n",
    "our company\r\r\n",
    "xour company", "\u{FEFF}\u{FEFF}our company", "our\0company",
  ])
  func takesWhatIsNotALine(content: String) throws { #expect(try !blocks("our company", bytes(content))) }

  @Test func comparesBytesThatAreNotASCIIAsTheyAre() throws {
    #expect(try blocks("Ünser Passwort", bytes("ÜNSER passwort")))
    #expect(try !blocks("Ünser Passwort", bytes("ünser passwort")))
    #expect(try !blocks("caf\u{E9} au lait", bytes("cafe\u{301} au lait")))
    #expect(try blocks("our company", [0xFF, 0x0A] + bytes("our company")))
  }

  /// Wherever the end of the buffer falls in the line.
  @Test func findsALineAcrossTheEndOfTheBuffer() throws {
    for offset in -14...2 {
      let filler = [UInt8](repeating: UInt8(ascii: "f"), count: PasswordBlocklist.bufferBytes + offset - 1)
      #expect(try blocks("our company", filler + bytes("\nour company\r\nlast\n")), "\(offset)")
      #expect(try !blocks("our company", filler + bytes("\nour company2\r\nlast\n")), "\(offset)")
    }
  }

  @Test func saysWhenThereIsNoFile() throws {
    try folder.makeFolder("folder")
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    for name in ["missing.txt", "folder", "pipe"] {
      let password = try #require(Password(bytes("our company")))
      let error = thrown { () throws(ConfigurationError) in
        _ = try PasswordBlocklist(path: folder.path(name)).contains(password)
      }
      let text = try #require(error?.text, "\(name)")
      #expect(text.hasPrefix("password_blocklist cannot be read: open \(name): "))
    }
  }
}

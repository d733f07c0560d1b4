import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct DataDirectoryTests {
  private let folder: TemporaryFolder
  private var data: DataDirectory { folder.data }

  init() throws { folder = try TemporaryFolder() }

  @Test func isMadeForItsOwnerAloneAndKeepsApacheOut() throws {
    try data.make()
    #expect(try folder.permissions("data") == 0o700)
    #expect(try folder.names("data") == [".htaccess"])
    let lines = try folder.text("data/.htaccess").split(separator: "\n").map { $0.drop { $0 == " " } }
    #expect(lines.contains("Require all denied"))
    #expect(lines.contains("Deny from all"))
  }

  @Test func leavesWhatIsThereAsItIs() throws {
    try folder.makeFolder("data")
    try #require(chmod(folder.path("data"), 0o750) == 0)
    try folder.write("data/.htaccess", "Require all granted\n")
    try data.make()
    #expect(try folder.permissions("data") == 0o750)
    #expect(try folder.text("data/.htaccess") == "Require all granted\n")
  }

  @Test func doesNotMakeItsParent() throws {
    #expect(throws: SystemError(operation: "make the data directory", code: ENOENT)) {
      try DataDirectory(folder.path("missing/data")).make()
    }
  }

  @Test func createsAFileWhole() throws {
    try data.make()
    #expect(try data.create("secret", bytes("content")))
    #expect(try folder.bytes("data/secret") == bytes("content"))
    #expect(try folder.permissions("data/secret") == 0o600)
    #expect(try folder.names("data") == [".htaccess", "secret"])
  }

  /// What a test gives for chance is all there is: of two drafts with one name, the second is refused.
  @Test func namesDraftsFromTheSourceItIsGiven() throws {
    try data.make()
    let counting = DataDirectory(folder.path("data"), .counting)
    try folder.write("data/.secret.AAECAwQFBgc", "another's draft")
    #expect(throws: SystemError(operation: "open .secret.AAECAwQFBgc", code: EEXIST)) {
      try counting.create("secret", bytes("content"))
    }
    let broken = Randomness { _ throws(SystemError) in throw SystemError(operation: "getentropy", code: EIO) }
    #expect(throws: SystemError(operation: "getentropy", code: EIO)) {
      try DataDirectory(folder.path("data"), broken).create("secret", bytes("content"))
    }
    #expect(!folder.has("data/secret"))
    #expect(try folder.text("data/.secret.AAECAwQFBgc") == "another's draft")
    #expect(try data.create("secret", bytes("content")))
  }

  @Test func leavesTheFirstOfTwo() throws {
    try data.make()
    #expect(try data.create("secret", bytes("first")))
    #expect(try !data.create("secret", bytes("second")))
    #expect(try folder.bytes("data/secret") == bytes("first"))
    #expect(try folder.names("data") == [".htaccess", "secret"])
  }

  @Test func createsNothingInAFolderThatIsNotThere() {
    #expect(throws: SystemError.self) { try data.create("secret", bytes("x")) }
  }

  @Test func letsOneOfManyWinAndShowsNoDraft() throws {
    let data = data
    try data.make()
    let results = onThreads(32) { number in
      (number, Result { () throws(SystemError) in try data.create("secret", bytes("\(number)")) })
    }
    let winners = try results.filter { try $0.1.get() }.map(\.0)
    #expect(winners.count == 1)
    let winner = try #require(winners.first)
    #expect(try folder.text("data/secret") == "\(winner)")
    #expect(try folder.names("data") == [".htaccess", "secret"])
  }
}

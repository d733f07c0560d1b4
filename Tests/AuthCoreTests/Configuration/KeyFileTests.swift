import Glibc
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

@Suite struct KeyFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func keys(_ randomness: Randomness = .system) throws(KeyFileError) -> [SigningKey] {
    try KeyFile.signing.keys(in: folder.data, randomness)
  }

  private func key(_ text: String) throws -> SigningKey { try #require(SigningKey(SecretBytes(bytes(text)))) }

  private func write(_ content: String) throws {
    try folder.makeFolder("data")
    try folder.write("data/secret.key", content)
    try #require(chmod(folder.path("data/secret.key"), 0o600) == 0)
  }

  private func problem(_ content: String) throws -> SecretProblem? {
    try write(content)
    let error = thrown { () throws(KeyFileError) in _ = try keys() }
    guard let error else { return nil }
    guard case .file(let problem, _) = error else { throw error }
    return problem
  }

  /// The bytes 0 to 31 in base64url: the text of the line is the secret, not what it encodes.
  @Test func isMadeOnFirstUse() throws {
    let line = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
    #expect(try keys(.counting) == [key(line)])
    #expect(try folder.text("data/secret.key") == line + "\n")
    #expect(line.utf8.count == 43)
    #expect(try folder.permissions("data/secret.key") == 0o600)
    #expect(try folder.permissions("data") == 0o700)
    #expect(try folder.names("data") == [".htaccess", "secret.key"])
  }

  @Test func isMadeOnce() throws {
    let first = try keys()
    let content = try folder.bytes("data/secret.key")
    #expect(try keys() == first)
    #expect(try keys(.counting) == first)
    #expect(try folder.bytes("data/secret.key") == content)
  }

  @Test func isMadeOfFreshRandomBytes() throws {
    let other = try TemporaryFolder()
    #expect(try keys() != KeyFile.signing.keys(in: other.data, .system))
  }

  @Test func isAgreedOnByManyAtOnce() throws {
    let data = folder.data
    let results = onThreads(32) { _ in
      Result { () throws(KeyFileError) in try KeyFile.signing.keys(in: data, .system) }
    }
    let keys = try results.map { try $0.get() }
    #expect(keys.count == 32)
    #expect(keys.allSatisfy { $0 == keys[0] && $0.count == 1 })
    #expect(try folder.names("data") == [".htaccess", "secret.key"])
  }

  @Test func isNotMadeWithoutRandomness() throws {
    let broken = Randomness { _ throws(SystemError) in throw SystemError(operation: "getentropy", code: EIO) }
    let error = thrown { () throws(KeyFileError) in _ = try keys(broken) }
    guard case .system(SystemError(operation: "getentropy", code: EIO)) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!folder.has("data/secret.key"))
  }

  @Test(arguments: ["\n", "\r\n", "", "\n\n\n"])
  func readsALineASecret(end: String) throws {
    try write(HandMadeToken.key + end)
    #expect(try keys() == [key(HandMadeToken.key)])
    try write(HandMadeToken.key + (end.isEmpty ? "\n" : end) + HandMadeToken.otherKey + end)
    #expect(try keys() == [key(HandMadeToken.key), key(HandMadeToken.otherKey)])
  }

  @Test func takesSpacesAsPartOfASecret() throws {
    try write(" " + HandMadeToken.key + " \n")
    #expect(try keys() == [key(" " + HandMadeToken.key + " ")])
  }

  @Test(arguments: [
    "", "\n", "\r\n\r\n", "short", String(repeating: "x", count: 31), HandMadeToken.key + "\nshort\n", " \n",
  ])
  func refusesAShortSecretOrNone(content: String) throws {
    #expect(try problem(content) == .tooShort)
    // It is the administrator's to mend, not to be replaced.
    #expect(try folder.text("data/secret.key") == content)
  }

  @Test func takesFourThousandNinetySixBytesAndNotOneMore() throws {
    #expect(try problem(String(repeating: "x", count: 4096)) == nil)
    #expect(try problem(String(repeating: "x", count: 4097)) == .tooLong)
  }

  @Test(arguments: [0o644, 0o640, 0o666, 0o777, 0o604])
  func takesItsPermissionsBack(mode: Int) throws {
    try write(HandMadeToken.key)
    try #require(chmod(folder.path("data/secret.key"), mode_t(mode)) == 0)
    #expect(try keys() == [key(HandMadeToken.key)])
    #expect(try folder.permissions("data/secret.key") == 0o600)
  }

  @Test(arguments: [0o600, 0o400])
  func leavesPermissionsThatAreTightEnough(mode: Int) throws {
    try write(HandMadeToken.key)
    try #require(chmod(folder.path("data/secret.key"), mode_t(mode)) == 0)
    #expect(try keys() == [key(HandMadeToken.key)])
    #expect(try folder.permissions("data/secret.key") == mode)
  }

  @Test func failsWithAFolderInItsPlace() throws {
    try folder.makeFolder("data/secret.key")
    #expect(throws: KeyFileError.self) { try keys() }
  }
}

import CGIAuthLibC

/// A key file of the data directory: a secret a line. The first signs; the others verify what was signed
/// before the secret was changed.
struct KeyFile: Sendable {
  static let maxBytes = 4096

  /// The keys of access tokens. A secret is the text of its line, so that the same text, given to another
  /// program as its `JWT_SECRET`, is the same key there.
  static let signing = KeyFile(name: "secret.key")
  /// The keys of what nobody else reads (`PrivateKeys`). They are given to no other program.
  static let `private` = KeyFile(name: "private.key")

  let name: String

  /// The keys, made first where there are none: 256 random bits, on the disk before any token is signed.
  ///
  /// Of two first requests at the same instant both make a file, one becomes the
  /// key file, and both read that.
  func keys(in directory: DataDirectory, _ randomness: Randomness) throws(KeyFileError) -> [SigningKey] {
    if let keys = try keysIfAny(in: directory) { return keys }
    do { try make(in: directory, randomness) } catch { throw .system(error) }
    guard let content = try content(in: directory) else {
      throw .system(SystemError(operation: "open \(name)", code: ENOENT))
    }
    return try keys(content)
  }

  /// The keys; nil where there is no file yet.
  func keysIfAny(in directory: DataDirectory) throws(KeyFileError) -> [SigningKey]? {
    guard let content = try content(in: directory) else { return nil }
    return try keys(content)
  }

  private func make(in directory: DataDirectory, _ randomness: Randomness) throws(SystemError) {
    try directory.make()
    let secret = Base64URL.encode(try randomness.bytes(32))
    _ = try directory.create(name, Array((secret + "\n").utf8))
  }

  private func content(in directory: DataDirectory) throws(KeyFileError) -> [UInt8]? {
    let isForeign: Bool
    let content: [UInt8]?
    do {
      guard let file = try File.openIfPresent(directory.path(name)) else { return nil }
      let status = try file.status()
      isForeign = !TrustedOwner.owns(status)
      file.keepFromOthers(status)
      content = try file.readAll(maxBytes: Self.maxBytes)
    } catch { throw .system(error) }
    guard !isForeign else { throw .file(.foreign, name) }
    guard let content else { throw .file(.tooLong, name) }
    return content
  }

  private func keys(_ content: [UInt8]) throws(KeyFileError) -> [SigningKey] {
    var keys: [SigningKey] = []
    for line in content.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      guard let key = SigningKey(SecretBytes(Array(line))) else { throw .file(.tooShort, name) }
      keys.append(key)
    }
    guard !keys.isEmpty else { throw .file(.tooShort, name) }
    return keys
  }
}

/// Why there are no keys.
enum KeyFileError: Error, Sendable {
  /// What is in the file, or whose it is.
  case file(SecretProblem, _ name: String)
  /// The system refused something.
  case system(SystemError)
}

/// What is wrong with the key file.
enum SecretProblem: Hashable, Sendable {
  /// A line is shorter than `SigningKey.minBytes`, or there is none.
  case tooShort
  /// The file is longer than a few keys are.
  case tooLong
  /// The file belongs to a stranger (`TrustedOwner`), who could sign with it.
  case foreign

  /// What the log says of the file.
  func text(_ name: String) -> String {
    let problem: StaticString =
      switch self {
      case .tooShort: " has a line of fewer than 32 bytes, or none"
      case .foreign: " belongs to another user than root, the one this runs as and the owner of the program"
      case .tooLong: " has more than 4096 bytes"
      }
    return name + problem.description
  }
}

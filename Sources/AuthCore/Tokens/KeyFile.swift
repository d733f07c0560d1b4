import CGIAuthLibC

/// The key file of the data directory: a secret a line. The first signs; the others verify what was signed
/// before the secret was changed.
///
/// A secret is the text of its line, so that the same text, given to another program as its
/// `JWT_SECRET`, is the same key there.
enum KeyFile {
  static let name = "secret.key"
  static let maxBytes = 4096

  /// The keys, made first where there are none: 256 random bits, on the disk before any token is signed.
  ///
  /// Of two first requests at the same instant both make a file, one becomes the
  /// key file, and both read that.
  static func keys(in directory: DataDirectory, _ randomness: Randomness) throws(KeyFileError) -> [SigningKey]
  {
    if let content = try content(in: directory) { return try keys(content) }
    do { try make(in: directory, randomness) } catch { throw .system(error) }
    guard let content = try content(in: directory) else {
      throw .system(SystemError(operation: "open \(name)", code: ENOENT))
    }
    return try keys(content)
  }

  private static func make(in directory: DataDirectory, _ randomness: Randomness) throws(SystemError) {
    try directory.make()
    let secret = Base64URL.encode(try randomness.bytes(32))
    _ = try directory.create(name, Array((secret + "\n").utf8))
  }

  private static func content(in directory: DataDirectory) throws(KeyFileError) -> [UInt8]? {
    let isForeign: Bool
    let content: [UInt8]?
    do {
      guard let file = try File.openIfPresent(directory.path(name)) else { return nil }
      let status = try file.status()
      isForeign = !TrustedOwner.owns(status)
      file.keepFromOthers(status)
      content = try file.readAll(maxBytes: maxBytes)
    } catch { throw .system(error) }
    guard !isForeign else { throw .file(.foreign) }
    guard let content else { throw .file(.tooLong) }
    return content
  }

  private static func keys(_ content: [UInt8]) throws(KeyFileError) -> [SigningKey] {
    var keys: [SigningKey] = []
    for line in content.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      guard let key = SigningKey(SecretBytes(Array(line))) else { throw .file(.tooShort) }
      keys.append(key)
    }
    guard !keys.isEmpty else { throw .file(.tooShort) }
    return keys
  }
}

/// Why there are no keys.
enum KeyFileError: Error, Hashable, Sendable {
  /// What is in the file, or whose it is.
  case file(SecretProblem)
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

  /// What the log says.
  var text: String {
    switch self {
    case .tooShort: "\(KeyFile.name) has a line of fewer than \(SigningKey.minBytes) bytes, or none"
    case .foreign:
      "\(KeyFile.name) belongs to another user than root, the one this runs as and the owner of the program"
    case .tooLong: "\(KeyFile.name) has more than \(KeyFile.maxBytes) bytes"
    }
  }
}

import CGIAuthHTTP
import CGIAuthLibC

/// The key file of the data directory: a secret a line. The first signs; the others verify what was signed
/// before the secret was changed.
///
/// A secret is the text of its line, so that the same text, given to another program as its `JWT_SECRET`, is the
/// same key there.
enum KeyFile {
  static let name = "secret.key"
  static let maxBytes = 4096

  /// The keys, made first where there are none: 256 random bits, on the disk before any token is signed.
  ///
  /// Of two first requests at the same instant both make a file, one becomes the key file, and both read that.
  static func keys(in directory: DataDirectory, _ randomness: Randomness) throws(AuthError) -> [SigningKey] {
    if let content = try content(in: directory) { return try keys(content) }
    try AuthError.mapping { () throws(SystemError) in
      try directory.make()
      let secret = Base64URL.encode(try randomness.bytes(32))
      _ = try directory.create(name, Array((secret + "\n").utf8))
    }
    guard let content = try content(in: directory) else {
      throw .system(SystemError(operation: "open \(name)", code: ENOENT))
    }
    return try keys(content)
  }

  private static func content(in directory: DataDirectory) throws(AuthError) -> [UInt8]? {
    var isForeign = false
    let content = try AuthError.mapping { () throws(SystemError) -> [UInt8]?? in
      guard let file = try File.openIfPresent(directory.path(name)) else { return .none }
      let status = try file.status()
      isForeign = !TrustedOwner.owns(status)
      file.keepFromOthers(status)
      return .some(try file.readAll(maxBytes: maxBytes))
    }
    guard let content else { return nil }
    guard !isForeign else { throw .secret(.foreign) }
    guard let content else { throw .secret(.tooLong) }
    return content
  }

  private static func keys(_ content: [UInt8]) throws(AuthError) -> [SigningKey] {
    var keys: [SigningKey] = []
    for line in content.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      guard let key = SigningKey(SecretBytes(Array(line))) else { throw .secret(.tooShort) }
      keys.append(key)
    }
    guard !keys.isEmpty else { throw .secret(.tooShort) }
    return keys
  }
}

/// The keys of what only these programs read: refresh tokens, cookies that tell a known device, the tokens of
/// forms, and the tickets in mails. The first seals, all open what was sealed before another line was written
/// above.
///
/// They are not those of access tokens, which other programs may be given.
package struct PrivateKeys: Sendable {
  /// What a key is for. Each use has a key of its own, so that nothing sealed for one opens for another.
  package enum Use: String, CaseIterable, Sendable {
    case refresh, device, form, ticket, undo, mail, code, invitation
  }

  /// The bytes of a code: half of HMAC-SHA-256, which is as much as RFC 2104 section 5 recommends.
  static let codeBytes = 16
  /// How a sealed text begins, so that another kind can come.
  private static let version: UInt8 = 1

  let keys: [SigningKey]

  /// Keys; at least one.
  init(_ keys: [SigningKey]) { self.keys = keys }

  /// Something that only these programs can have written: base64url of a version, the bytes, and a code over
  /// both. It is not secret.
  package func seal(_ content: [UInt8], for use: Use) -> String {
    let bytes = [Self.version] + content
    return Base64URL.encode(bytes + Self.code(of: bytes, keys[0], use).withUnsafeBytes { Array($0) })
  }

  /// What was sealed for this use; nil where it was not, or not by one of these keys.
  package func open(_ text: [UInt8], for use: Use) -> [UInt8]? {
    guard let bytes = Base64URL.decode(text), bytes.first == Self.version, bytes.count > Self.codeBytes else {
      return nil
    }
    let content = Array(bytes.dropLast(Self.codeBytes))
    let code = SecretBytes(Array(bytes.suffix(Self.codeBytes)))
    guard keys.contains(where: { Self.code(of: content, $0, use) == code }) else { return nil }
    return Array(content.dropFirst())
  }

  /// The keys of a table that follow from a text, and do not give it away: 16 bytes each. The first is that
  /// of new records, the others those of what was written before another line came first.
  package func tableKeys(of text: String, for use: Use) -> [[UInt8]] {
    keys.map { Self.code(of: Array(text.utf8), $0, use).withUnsafeBytes { Array($0) } }
  }

  static func code(of message: [UInt8], _ key: SigningKey, _ use: Use) -> SecretBytes {
    let subkey = key.signature(of: Array("cgi-auth \(use.rawValue)".utf8))
    let code = HMACSHA256.code(of: message, key: subkey)
    return SecretBytes(code.withUnsafeBytes { Array($0.prefix(codeBytes)) })
  }
}

extension PrivateKeys {
  /// Something that only these programs can have written, and that only they can read: base64url of a
  /// version, a code over the bytes, and the bytes under a key stream that begins with that code. The code is
  /// what RFC 5297 calls a synthetic initialization vector: two texts that differ have two streams.
  package func conceal(_ content: [UInt8], for use: Use) -> String {
    let code = Self.code(of: [Self.concealedVersion] + content, keys[0], use)
    let bytes = code.withUnsafeBytes { Array($0) }
    return Base64URL.encode([Self.concealedVersion] + bytes + Self.masked(content, by: bytes, keys[0], use))
  }

  /// What was concealed for this use; nil where it was not, or not by one of these keys.
  package func reveal(_ text: [UInt8], for use: Use) -> [UInt8]? {
    guard let bytes = Base64URL.decode(text), bytes.first == Self.concealedVersion,
      bytes.count > Self.codeBytes + 1
    else { return nil }
    let code = Array(bytes[1...Self.codeBytes])
    let masked = Array(bytes[(Self.codeBytes + 1)...])
    for key in keys {
      let content = Self.masked(masked, by: code, key, use)
      if Self.code(of: [Self.concealedVersion] + content, key, use) == SecretBytes(code) { return content }
    }
    return nil
  }

  /// How a concealed text begins. What `seal` makes begins otherwise, so that neither is taken for the other.
  private static let concealedVersion: UInt8 = 2

  /// The bytes and a key stream, bit by bit the one or the other: HMAC-SHA-256 of the code and a counter, by
  /// a key of its own.
  private static func masked(
    _ bytes: [UInt8], by code: [UInt8], _ key: SigningKey, _ use: Use
  ) -> [UInt8] {
    let subkey = key.signature(of: Array("cgi-auth \(use.rawValue) stream".utf8))
    var masked: [UInt8] = []
    var counter = 0
    while masked.count < bytes.count {
      var block = code
      block.append(number: counter, bytes: 4)
      let stream = HMACSHA256.code(of: block, key: subkey).withUnsafeBytes { Array($0) }
      for (byte, mask) in zip(bytes[masked.count...], stream) { masked.append(byte ^ mask) }
      counter += 1
    }
    return masked
  }
}

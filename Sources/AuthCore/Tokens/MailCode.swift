/// The code of a mail that takes the place of a password: 8 letters, good in the browser alone that asked for
/// it, for as long as its ticket, and for three tries.
package enum MailCode {
  /// Letters that spell no word and are not taken for each other (RFC 8628 section 6.1): 20.
  private static let letters = Array("BCDFGHJKLMNPQRSTVWXZ".utf8)
  private static let count = 8

  /// The codes of a user by each of the keys, the newest first. With another password, or once a ticket of
  /// the user was used, there are others.
  ///
  /// - Parameter nonce: what tells this asking from others.
  package static func codes(_ nonce: String, of user: User, _ keys: PrivateKeys) -> [String] {
    let generation = Base64URL.encode(user.sessionGeneration.fingerprint)
    let text = "login \(nonce) \(user.id) \(generation) \(user.ticketNumber)"
    return keys.tableKeys(of: text, for: .code).map { bytes in
      // Of 16 bytes each letter takes two: 65,536 is 20 times 3,276 and 16, so no letter is 1 in 3,000
      // likelier.
      let code = (0..<count).map { place in
        letters[(Int(bytes[2 * place]) << 8 | Int(bytes[2 * place + 1])) % letters.count]
      }
      return String(decoding: code, as: UTF8.self)
    }
  }

  /// A code as people read it: `BCDF-GHJK`.
  package static func shown(_ code: String) -> String {
    let half = count / 2
    return String(
      decoding: Array(code.utf8.prefix(half)) + [UInt8(ascii: "-")] + code.utf8.dropFirst(half), as: UTF8.self
    )
  }

  /// What somebody typed, as a code: in capitals, without what separates.
  package static func typed(_ text: [UInt8]) -> [UInt8] {
    text.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }.asciiLowercased.map {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 - 32 : $0
    }
  }

  /// Whether a code is the one of a user; in a time that does not depend on where it differs.
  package static func isRight(
    _ typed: [UInt8], _ nonce: String, of user: User, _ keys: PrivateKeys
  ) -> Bool {
    codes(nonce, of: user, keys).contains { SecretBytes(Array($0.utf8)) == SecretBytes(typed) }
  }
}

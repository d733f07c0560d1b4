/// What renews a session: it names the session and says how many times it was renewed. Sealed with
/// `PrivateKeys`, so that the store need not hold it, and a copy of the store opens nothing.
package struct RefreshToken: Sendable {
  let userID: [UInt8]
  let sessionID: SessionID
  let counter: UInt32

  /// The token of a session as it is now.
  init(of entry: SessionEntry, userID: [UInt8]) {
    self.userID = userID
    sessionID = entry.id
    counter = entry.counter
  }

  /// Reads a token, or nil where it is not one of these keys'.
  init?(_ text: [UInt8], _ keys: PrivateKeys) {
    guard let content = keys.open(text, for: .refresh), content.count > SessionID.byteCount + 4 else {
      return nil
    }
    var reader = ByteReader(content[...])
    sessionID = SessionID(taking: &reader)
    counter = UInt32(truncatingIfNeeded: reader.number(4))
    userID = reader.remainder
  }

  /// The user's id as text.
  var user: String { String(decoding: userID, as: UTF8.self) }

  /// The token as it is sent: 76 characters for a user of ours.
  func text(_ keys: PrivateKeys) -> String {
    var content = sessionID.bytes
    content.append(number: Int(counter), bytes: 4)
    return keys.seal(content + userID, for: .refresh)
  }
}

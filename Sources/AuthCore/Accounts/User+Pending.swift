/// Users whose address nobody has confirmed yet, where that is asked for: the member `pending` of the record.
/// The hash has `!` before it, so that Apache refuses them, too.
extension User {
  /// How long such an account is kept, in seconds: 7 days.
  package static let pendingSeconds = 604_800

  /// Whether the account is not to be used before its address is confirmed.
  package var isUnconfirmed: Bool {
    guard isDisabled, case .string(let word) = (try? JSONParser.object(rest))?["pending"] else {
      return false
    }
    return word.isEqual(to: "confirm")
  }

  /// The hash that a password is tried with: that of the registration, while the address is not confirmed.
  package var hashToTry: [UInt8] { isUnconfirmed ? Array(passwordHash.dropFirst()) : passwordHash }

  /// A new user whose address is not confirmed; nil where the record has no room.
  package static func unconfirmed(
    id: String, email: EmailAddress, passwordHash: [UInt8], registeredAt: Int
  ) -> User? {
    User(id: id, email: email, passwordHash: passwordHash, registeredAt: registeredAt)
      .replacing([("pending", .text("confirm"))], passwordHash: [UInt8(ascii: "!")] + passwordHash)
  }

  /// The changes of a record by which the address is confirmed.
  package static var confirmed: [(name: StaticString, value: JSONValue?)] {
    [("pending", nil), ("confirmed", .bool(true))]
  }
}

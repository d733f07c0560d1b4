/// What a link in a mail carries: it shows that somebody reads the mail of an address. It opens one door,
/// once, until its end, and says nothing to whoever reads it elsewhere: it is concealed by `PrivateKeys`.
///
/// Nothing is kept of it. The user's record has a number (`tickets`), and so has the ticket. Whoever uses one
/// adds one to the number, and every other ticket of the user is of before. A ticket is also of the user's id
/// and password: with a new password, or another user of the same address, it is of no more use.
package struct Ticket: Sendable {
  /// What it is good for.
  package enum Purpose: UInt8, CaseIterable, Sendable {
    /// A new password.
    case recovery = 1
    /// The address is the one that somebody registered with.
    case confirmation
    /// The address is the one that a user wants to have from now on.
    case emailChange
    /// A login without a password.
    case login
    /// The way back to the address from before.
    case undo
    /// A new password, by a link that an administrator was shown: it proves nothing of the address.
    case shownRecovery = 7

    /// How long it is good, in seconds.
    package var lifetimeSeconds: Int {
      switch self {
      case .recovery, .shownRecovery: 3_600
      case .confirmation, .emailChange: 86_400
      case .login: 600
      case .undo: 604_800
      }
    }
  }

  package let purpose: Purpose
  /// When it is no longer good, in seconds since 1970.
  package let expiresAt: Int
  /// Whose it is: the address that the user's record has.
  package let email: EmailAddress
  private let number: Int
  /// What it is bound to, as few bytes: nobody can make a ticket that fits others.
  private let binding: [UInt8]
  package static let bindingBytes = 8

  /// A ticket of a user.
  ///
  /// - Parameter subject: what else it is bound to, such as a new address.
  package init(_ purpose: Purpose, of user: User, about subject: String = "", now: Int) {
    self.purpose = purpose
    expiresAt = now + purpose.lifetimeSeconds
    email = user.email
    number = user.ticketNumber
    binding = Self.binding(of: user, subject)
  }

  /// The ticket by which somebody who reads the mail of a former address has it back.
  ///
  /// - Parameters:
  ///   - nonce: what the undo has, 8 bytes.
  ///   - end: when the undo ends, in seconds since 1970.
  package init(undoing email: EmailAddress, nonce: [UInt8], end: Int) {
    purpose = .undo
    expiresAt = end
    self.email = email
    number = 0
    binding = nonce
  }

  /// Whether it is good for an undo still.
  package func isGood(forUndoWith nonce: [UInt8], now: Int) -> Bool {
    purpose == .undo && now < expiresAt && SecretBytes(binding) == SecretBytes(nonce)
  }

  /// Whether it is good for a user still, who is the one with its address.
  package func isGood(for user: User, about subject: String = "", now: Int) -> Bool {
    now < expiresAt && number == user.ticketNumber && user.email == email
      && binding == Self.binding(of: user, subject)
  }

  private static func binding(of user: User, _ subject: String) -> [UInt8] {
    let generation = Base64URL.encode(user.sessionGeneration.fingerprint)
    let text = "cgi-auth ticket \(user.id) \(generation) \(subject)"
    return Array(SHA256.digest(of: Array(text.utf8)).prefix(bindingBytes))
  }

  // MARK: Text

  /// Reads a ticket, or nil where it is none of these keys.
  package init?(_ text: [UInt8], _ keys: PrivateKeys) {
    guard let content = keys.reveal(text, for: .ticket) else { return nil }
    var reader = ByteReader(content[...])
    let purpose = Purpose(rawValue: UInt8(reader.number(1)))
    expiresAt = reader.number(5)
    number = reader.number(4)
    binding = reader.take(Self.bindingBytes)
    guard let purpose, let email = EmailAddress(reader.remainder) else { return nil }
    self.purpose = purpose
    self.email = email
  }

  /// The ticket as it is sent: under 120 characters for an address of up to 54 bytes.
  package func text(_ keys: PrivateKeys) -> String {
    var content = [purpose.rawValue]
    content.append(number: expiresAt, bytes: 5)
    content.append(number: number, bytes: 4)
    return keys.conceal(content + binding + email.text.utf8, for: .ticket)
  }
}

extension User {
  /// How many tickets of the user were used, or made worthless: the member `tickets`.
  package var ticketNumber: Int {
    guard case .number(let number) = (try? JSONParser.object(rest))?["tickets"] else { return 0 }
    return (number.wholePart ?? 0) & 0x7FFF_FFFF
  }

  /// The change of a record by which every ticket of the user is of before.
  package var withoutTickets: (name: StaticString, value: JSONValue?) {
    ("tickets", .number(JSONNumber((ticketNumber + 1) & 0x7FFF_FFFF)))
  }
}

/// Users who cannot log in yet: the member `pending` of the record says what is awaited. The hash has `!`
/// before it, so that Apache refuses them, too.
extension User {
  /// What has to happen before somebody who registered can log in.
  package enum Pending: String, Sendable {
    /// The address is to be confirmed.
    case confirm
    /// An administrator is to look at it.
    case approve

    /// How long such an account is kept, in seconds: 7 days, and 30 for administrators.
    package var keptSeconds: Int { self == .confirm ? 604_800 : 2_592_000 }

    /// What a record says by it.
    package var member: (name: StaticString, value: JSONValue?) { ("pending", .text(rawValue)) }
  }

  /// What is awaited; nil for people who can log in, and for those whom an administrator has disabled.
  @inline(never) package var pending: Pending? {
    guard isDisabled, case .string(let word) = (try? JSONParser.object(rest))?["pending"] else {
      return nil
    }
    return word.isEqual(to: "confirm") ? .confirm : word.isEqual(to: "approve") ? .approve : nil
  }

  /// Whether the account is not to be used before its address is confirmed.
  package var isUnconfirmed: Bool { pending == .confirm }

  /// Whether another registration takes its place: nobody has shown that the address is his.
  package var isReplaceable: Bool { pending != nil && !profile.isConfirmed }

  /// The hash that a password is tried with: that of the registration, while something is awaited.
  package var hashToTry: [UInt8] { pending == nil ? passwordHash : Array(passwordHash.dropFirst()) }

  /// What somebody who registered has to tell the administrators (`note`), in UTF-8.
  package var note: [UInt8]? {
    if case .string(let note) = (try? JSONParser.object(rest))?["note"] { note } else { nil }
  }

  /// The most bytes of that.
  package static let maxNoteBytes = 500

  /// The same new user, who waits; nil where the record has no room.
  ///
  /// - Parameter note: what the administrators are told; nothing where it is empty.
  package func waiting(for pending: Pending, note: [UInt8] = []) -> User? {
    replacing(
      [pending.member] + (note.isEmpty ? [] : [("note", .string(note))]),
      passwordHash: [UInt8(ascii: "!")] + passwordHash)
  }

  /// The changes of a record by which the address is confirmed.
  package static var confirmed: [(name: StaticString, value: JSONValue?)] {
    [("pending", nil), ("confirmed", .bool(true))]
  }

  /// The changes by which the address is confirmed of somebody who has registered.
  package func confirmed(awaitingApproval: Bool) -> [(name: StaticString, value: JSONValue?)] {
    awaitingApproval ? [Pending.approve.member, ("confirmed", .bool(true))] : Self.confirmed + Self.approved
  }

  /// The changes by which nothing is awaited any more.
  package static var approved: [(name: StaticString, value: JSONValue?)] {
    [("pending", nil), ("note", nil)]
  }
}

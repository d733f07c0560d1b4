/// The ways back to a former address, in `undo.gdbm`: whoever reads the mail there can have the account back
/// for a week, whatever a thief does to it meanwhile.
///
/// The key follows from the former address and from a secret, so that nobody reads from the file which
/// address it was.
package struct Undos: Sendable {
  static let tableName = "undo"
  private let table: Table

  /// The undos of a data directory.
  ///
  /// - Parameter limit: no access waits for others beyond this.
  init(in directory: DataDirectory, until limit: Deadline? = nil) {
    table = Table(Self.tableName, in: directory, until: limit)
  }

  /// One way back.
  package struct Undo: Sendable {
    /// The user's id, and the address of the account since.
    package let userID: [UInt8]
    package let email: EmailAddress
    /// When it ends, in seconds since 1970.
    package let end: Int
    /// What its ticket has, 8 bytes.
    package let nonce: [UInt8]

    package init(userID: [UInt8], email: EmailAddress, end: Int, nonce: [UInt8]) {
      self.userID = userID
      self.email = email
      self.end = end
      self.nonce = nonce
    }

    private static let version: UInt8 = 1

    fileprivate init?(_ bytes: [UInt8]) {
      var reader = ByteReader(bytes[...])
      guard reader.number(1) == Self.version else { return nil }
      end = reader.number(5)
      nonce = reader.take(Undos.nonceBytes)
      userID = reader.take(reader.number(1))
      guard let email = EmailAddress(reader.remainder) else { return nil }
      self.email = email
    }

    fileprivate var bytes: [UInt8] {
      var bytes = [Self.version]
      bytes.append(number: end, bytes: 5)
      return bytes + nonce + [UInt8(userID.count)] + userID + email.text.utf8
    }
  }

  package static let nonceBytes = 8

  /// The undo of a key that has not ended.
  package func undo(_ key: [UInt8], now: Int) throws(StoreError) -> Undo? {
    guard let undo = try table.value(key).flatMap({ Undo($0) }), now < undo.end else { return nil }
    return undo
  }

  /// The undo of an address that has not ended, and its key.
  ///
  /// - Parameter keys: those that the address can have, by each line of `private.key`.
  package func undo(
    anyOf keys: [[UInt8]], now: Int
  ) throws(StoreError) -> (undo: Undo, key: [UInt8])? {
    for key in keys { if let undo = try undo(key, now: now) { return (undo, key) } }
    return nil
  }

  /// Keeps an undo, in the place of one before.
  package func set(_ key: [UInt8], _ undo: Undo?) throws(StoreError) {
    try table.write { transaction throws(StoreError) in try transaction.set(key, undo?.bytes) }
  }
}

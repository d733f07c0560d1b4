/// The tokens that were logged out before their time: tables of the data directory, one
/// for every `RevocationEpoch`.
///
/// A key is a token's `jti`, its value the token's `exp`.
public struct Revocations: Sendable {
  /// A longer `jti` is kept as its hash.
  private static let maxKeyBytes = 64

  private let directory: DataDirectory
  private let limit: Deadline?

  /// The revocations of a data directory.
  ///
  /// - Parameter limit: no access waits for others beyond this.
  init(in directory: DataDirectory, until limit: Deadline? = nil) {
    self.directory = directory
    self.limit = limit
  }

  /// Whether a token was revoked: one keyed read, of a file that mostly is not there.
  func contains(_ token: AccessToken) throws(StoreError) -> Bool {
    try table(of: token).value(key(of: token)) != nil
  }

  /// Revokes a token.
  ///
  /// - Returns: false where it was revoked before, and nothing is written. Otherwise it is on the disk.
  func add(_ token: AccessToken) throws(StoreError) -> Bool {
    // `insert` locks, and so writes, before it looks.
    guard try !contains(token) else { return false }
    return try table(of: token).insert(key(of: token), Array(String(token.expiresAt).utf8))
  }

  /// Removes the tables whose tokens have all expired. What cannot be removed now is so another time.
  ///
  /// - Parameter now: seconds since 1970.
  func removePassed(now: Int) {
    var tables: [String] = []
    for name in directory.names(where: { $0.begins(with: RevocationEpoch.tablePrefix) }) {
      let table = String(decoding: name.utf8.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self)
      if !tables.contains(where: { $0.isEqual(to: table) }) { tables.append(table) }
    }
    for table in tables {
      if let epoch = RevocationEpoch(tableName: table), epoch.hasPassed(now: now) {
        Table(table, in: directory).remove()
      }
    }
  }

  private func table(of token: AccessToken) -> Table {
    Table(RevocationEpoch(of: token).tableName, in: directory, until: limit)
  }

  private func key(of token: AccessToken) -> [UInt8] {
    let id = Array(token.id.utf8)
    return id.count <= Self.maxKeyBytes ? id : Array(Base64URL.encode(SHA256.digest(of: id)).utf8)
  }
}

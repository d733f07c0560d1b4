/// The sessions, in `sessions.gdbm`: key is the user's id, value a `SessionRecord`.
///
/// They are written when one begins, is renewed or ends; nobody who only asks writes or waits.
package struct Sessions: Sendable {
  static let tableName = "sessions"
  /// How long after a renewal the refresh token before it is still good, in seconds: tabs that renew at the
  /// same time, and answers that got lost.
  static let graceSeconds = 60
  /// How many records of others a login looks through for what has ended.
  private static let sweptRecords = 20
  /// The most bytes that the sweep writes: more than the table's note holds would cost the next
  /// write a copy.
  private static let maxSweptBytes = 16_384

  private let table: Table
  let limits: SessionLimits

  /// The sessions of a data directory.
  ///
  /// - Parameter limit: no access waits for others beyond this.
  init(in directory: DataDirectory, _ limits: SessionLimits, until limit: Deadline? = nil) {
    table = Table(Self.tableName, in: directory, until: limit)
    self.limits = limits
  }

  /// The session of an id, where it is not over: one keyed read.
  func entry(
    _ id: SessionID, of userID: some Collection<UInt8>, _ email: EmailAddress, now: Int
  ) throws(StoreError) -> SessionEntry? {
    guard let bytes = try table.value(Array(userID)) else { return nil }
    let entry = try Self.whole { () throws(SessionRecord.Malformed) in
      try SessionRecord.entry(id, of: email, in: bytes)
    }
    return entry.flatMap { now < limits.end(of: $0) ? $0 : nil }
  }

  /// Turns a record that is malformed into a damaged table.
  private static func whole<Value>(
    _ body: () throws(SessionRecord.Malformed) -> Value
  ) throws(StoreError) -> Value {
    do { return try body() } catch {
      throw .damaged(table: "\(tableName).gdbm", reason: "the record of a user is malformed")
    }
  }

  /// The session of a refresh token, whatever its counter; nil where there is none.
  func entry(of token: RefreshToken) throws(StoreError) -> SessionEntry? {
    try record(of: token.userID)?.entry(token.sessionID)
  }

  // Inlined into each of its callers it would make the programs larger.
  @inline(never)
  private func record(of userID: [UInt8]) throws(StoreError) -> SessionRecord? {
    try Self.record(try table.value(userID))
  }

  @inline(never)
  private static func record(_ bytes: [UInt8]?) throws(StoreError) -> SessionRecord? {
    guard let bytes else { return nil }
    return try whole { () throws(SessionRecord.Malformed) in try SessionRecord(bytes) }
  }

  /// Whose session a refresh token stands for, while it is its newest one; nil where it is nobody's.
  ///
  /// - Parameter user: finds a user by the address.
  func owner(
    of token: RefreshToken, now: Int, _ user: (EmailAddress) throws(StoreError) -> User?
  ) throws(StoreError) -> User? {
    guard let record = try record(of: token.userID), let entry = record.entry(token.sessionID),
      entry.counter == token.counter,
      now < limits.end(of: entry), let email = EmailAddress(record.email), let user = try user(email),
      isGood(entry, of: user, token.userID)
    else { return nil }
    return user
  }

  /// Whether a session's user is as it was made: enabled, with that id and that password.
  func isGood(_ entry: SessionEntry, of user: User, _ userID: [UInt8]) -> Bool {
    user.id.utf8.elementsEqual(userID) && !user.isDisabled
      && user.sessionGeneration.fingerprint == entry.generation
  }

  /// The sessions of a user that are not over, the last renewed first.
  package func entries(of user: User, now: Int) throws(StoreError) -> [SessionEntry] {
    guard let record = try record(of: Array(user.id.utf8)),
      record.email.elementsEqual(user.email.text.utf8)
    else { return [] }
    let generation = user.sessionGeneration.fingerprint
    return record.entries.filter { now < limits.end(of: $0) && $0.generation == generation }
      .sorted { $0.renewedAt > $1.renewedAt }
  }

  /// Adds a session of a user. Of this user's, and of some others', those go that have long been over.
  func add(_ entry: SessionEntry, of user: User, now: Int) throws(StoreError) {
    let others = try table.someKeys(maxKeys: Self.sweptRecords)
    try table.write { transaction throws(StoreError) in
      let key = Array(user.id.utf8)
      var record = SessionRecord(user.email)
      // A record of another address is of before the address was changed: those sessions are refused.
      if let found = try Self.record(try transaction.value(key)), found.email == record.email {
        record = found
      }
      let dropTime = now - SessionLimits.marginSeconds
      record.dropEnded(limits, before: dropTime)
      record.add(entry)
      try transaction.set(key, record.bytes)
      var swept = 0
      for other in others where other != key {
        // A damaged record of another user is left to that user's requests.
        guard let found = try transaction.value(other), var record = try? SessionRecord(found),
          record.dropEnded(limits, before: dropTime)
        else { continue }
        let bytes = record.bytes
        swept += bytes?.count ?? 0
        guard swept <= Self.maxSweptBytes else { return }
        try transaction.set(other, bytes)
      }
    }
  }

  /// What came of a refresh token.
  enum Renewal {
    /// The session as it is now. It was renewed before where a tab was faster.
    case good(SessionEntry)
    /// There is no such session, or it is over.
    case none
    /// An older token than the one before: somebody has a copy. The session has ended.
    /// - Parameter network: from where it was renewed last.
    case reused(EmailAddress, network: ClientNetwork)
    /// A token of a counter that never was, as after an older store was put back. The session has ended.
    case unknown(EmailAddress)
  }

  /// Takes a refresh token: the session's counter goes one step on, unless the token is the one before, less
  /// than `graceSeconds` old. Who renews what at the same time gets the same.
  ///
  /// - Parameter isGood: whether the session's user is still as the session knows him. Where not, nothing
  ///   is written.
  func renew(
    _ token: RefreshToken, from network: ClientNetwork, now: Int,
    ifGood isGood: (SessionEntry, EmailAddress) throws(StoreError) -> Bool
  ) throws(StoreError) -> Renewal {
    // Without a lock: a cookie that stands for nothing any more keeps no writer waiting.
    guard let seen = try record(of: token.userID), let email = EmailAddress(seen.email),
      seen.entry(token.sessionID) != nil
    else { return .none }
    return try table.write { transaction throws(StoreError) in
      guard var record = try Self.record(try transaction.value(token.userID)),
        record.email == seen.email,
        let index = record.entries.firstIndex(where: { $0.id == token.sessionID }),
        now < limits.end(of: record.entries[index])
      else { return .none }
      var entry = record.entries[index]
      guard try isGood(entry, email) else { return .none }
      let isRecent = (entry.renewedAt - Self.graceSeconds..<entry.renewedAt + Self.graceSeconds).contains(now)
      if entry.counter > 0, token.counter == entry.counter - 1, isRecent { return .good(entry) }
      guard token.counter == entry.counter, entry.counter < .max else {
        record.entries.remove(at: index)
        try transaction.set(token.userID, record.bytes)
        return token.counter > entry.counter ? .unknown(email) : .reused(email, network: entry.network)
      }
      entry.counter += 1
      entry.renewedAt = now
      entry.network = network
      record.entries[index] = entry
      try transaction.set(token.userID, record.bytes)
      return .good(entry)
    }
  }

  /// Whether a session's user has given admin.cgi the password within so many seconds.
  package func isProved(
    _ id: SessionID, of user: User, withinSeconds seconds: Int, now: Int
  ) throws(StoreError) -> Bool {
    let time = try entry(id, of: user.id.utf8, user.email, now: now)?.provedAt
    return time.map { (0..<seconds).contains(now - $0) } ?? false
  }

  /// Notes that a session's user has given admin.cgi the password.
  package func prove(_ id: SessionID, of user: User, now: Int) throws(StoreError) {
    try change(Array(user.id.utf8)) { record in
      for index in record.entries.indices where record.entries[index].id == id {
        record.entries[index].prove(at: now)
      }
    }
  }

  /// Ends a session.
  ///
  /// - Returns: the user's address, nil where there was no such session. It is off the disk then.
  package func end(_ id: SessionID, of userID: [UInt8]) throws(StoreError) -> EmailAddress? {
    guard let record = try record(of: userID), record.entry(id) != nil else { return nil }
    try change(userID) { record in record.entries.removeAll { $0.id == id } }
    return EmailAddress(record.email)
  }

  /// Ends all sessions of a user but one.
  package func endAll(of userID: some Collection<UInt8>, but kept: SessionID? = nil) throws(StoreError) {
    try change(Array(userID)) { record in record.entries.removeAll { $0.id != kept } }
  }

  /// Ends all sessions of a user but one, which goes on under another id: nobody who has a token of before
  /// gets in by it. The user has the address and the credentials of now.
  ///
  /// - Returns: the session as it is then; nil where it is over, or there is none.
  func goOn(
    _ id: SessionID, as newID: SessionID, of user: User, now: Int
  ) throws(StoreError) -> SessionEntry? {
    let key = Array(user.id.utf8)
    return try table.write { transaction throws(StoreError) in
      guard var record = try Self.record(try transaction.value(key)) else { return nil }
      let former = record.entry(id).flatMap { now < limits.end(of: $0) ? $0 : nil }
      let entry = former?.goingOn(as: newID, at: now, of: user)
      record.email = Array(user.email.text.utf8)
      record.entries = if let entry { [entry] } else { [] }
      try transaction.set(key, record.bytes)
      return entry
    }
  }

  /// Removes all that is kept of a user's sessions.
  package func forget(_ userID: some Collection<UInt8>) throws(StoreError) {
    try table.delete(Array(userID))
  }

  private func change(
    _ userID: [UInt8], _ body: (inout SessionRecord) -> Void
  ) throws(StoreError) {
    try table.update(userID) { value in
      guard let value else { return .keep }
      // What nobody can read is nobody's session.
      guard var record = try? SessionRecord(value) else { return .delete }
      body(&record)
      return if let bytes = record.bytes { .set(bytes) } else { .delete }
    }
  }
}

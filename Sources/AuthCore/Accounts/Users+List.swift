// Users for whoever looks through them.
extension Users {
  /// The most users that are shown in the order of their addresses. Of more, that order would cost each page
  /// a look at all.
  package static let maxSorted = 10_000

  /// A user of a list.
  package struct Listed {
    package let user: User
    package let handle: UserHandle

    package init(user: User, handle: UserHandle) {
      self.user = user
      self.handle = handle
    }
  }

  /// A part of the list.
  package struct Page {
    package let users: [Listed]
    /// Where it goes on; nil at the end.
    package let next: ListPlace?
  }

  /// Some of the users: in the order of their addresses, or of the file where there are over `maxSorted`.
  /// What other tools keep under no address is passed over.
  ///
  /// - Parameters:
  ///   - place: what the page before gave; nil for the first.
  ///   - count: how many, about.
  package func list(from place: ListPlace?, count: Int) throws(StoreError) -> Page {
    var cursor: Table.Cursor?
    if case .behind(let hash) = place { cursor = Table.Cursor(behind: hash) }
    if cursor == nil, try !table.hasMoreRecords(than: Self.maxSorted) {
      return try sorted(from: place, count: count)
    }
    let page = try table.page(after: cursor, maxRecords: count)
    guard let next = page.next else { return Page(users: page.records.compactMap(Self.listed), next: nil) }
    // Where a hash is cut, its rest belongs to this page: the cursor is a hash alone, and no address.
    let records =
      page.records.filter { $0.hash != next.hash } + (try table.records(of: next.hash))
    return Page(users: records.compactMap(Self.listed), next: .behind(next.hash))
  }

  private func sorted(from place: ListPlace?, count: Int) throws(StoreError) -> Page {
    var start = 0
    if case .number(let number) = place { start = number }
    var records = try table.page(maxRecords: 2 * Self.maxSorted).records.filter {
      EmailAddress($0.key) != nil
    }
    records.sort { $0.key.lexicographicallyPrecedes($1.key) }
    start = min(start, records.count)
    let end = min(start + count, records.count)
    return Page(
      users: records[start..<end].compactMap(Self.listed),
      next: end < records.count ? .number(end) : nil)
  }

  /// The users whose addresses have a part in them, in the order of the addresses.
  ///
  /// - Parameter maxCount: of more, these many are given that were found first, and `isCut` says so.
  package func search(
    _ part: [UInt8], maxCount: Int
  ) throws(StoreError) -> (users: [Listed], isCut: Bool) {
    let part = part.asciiLowercased
    return try find(maxCount) { key, _ in key.contains(bytes: part) }
  }

  /// The same of the members of a group.
  package func members(
    of group: [UInt8], maxCount: Int
  ) throws(StoreError) -> (users: [Listed], isCut: Bool) {
    try find(maxCount) { key, record in
      guard record.contains(bytes: group), let email = EmailAddress(key) else { return false }
      return User(email: email, record: record).groupNames.contains(group)
    }
  }

  /// The people whom an administrator has to let in, in the order of the addresses.
  package func waiting(maxCount: Int) throws(StoreError) -> (users: [Listed], isCut: Bool) {
    let mark = Array("\"approve\"".utf8)
    return try find(maxCount) { key, record in
      record.contains(bytes: mark)
        && (EmailAddress(key).map { User(email: $0, record: record).pending == .approve } ?? false)
    }
  }

  /// Those who administer the site.
  package func administrators(
    _ administrators: Administrators, maxCount: Int
  ) throws(StoreError) -> [User] {
    try find(maxCount) { administrators.include($0, $1) }.users.map { $0.user }
  }

  private func find(
    _ maxCount: Int, where isIt: (_ key: [UInt8], _ record: [UInt8]) -> Bool
  ) throws(StoreError) -> (users: [Listed], isCut: Bool) {
    var found: [Listed] = []
    var isCut = false
    var cursor: Table.Cursor?
    repeat {
      let page = try table.page(after: cursor, maxRecords: 1000)
      for record in page.records where isIt(record.key, record.value) {
        guard let listed = Self.listed(record) else { continue }
        if found.count == maxCount { isCut = true } else { found.append(listed) }
      }
      cursor = page.next
    } while cursor != nil && !isCut
    found.sort { $0.user.email.text.utf8.lexicographicallyPrecedes($1.user.email.text.utf8) }
    return (found, isCut)
  }

  /// The user of a handle: a bucket of the file is read.
  package func user(_ handle: UserHandle) throws(StoreError) -> User? {
    for record in try table.records(of: handle.hash) {
      if let listed = Self.listed(record), listed.handle == handle { return listed.user }
    }
    return nil
  }

  /// The handle of a user; nil where there is none of the address.
  package func handle(of user: User) throws(StoreError) -> UserHandle? {
    try table.hash(of: Array(user.email.text.utf8)).map { UserHandle(hash: $0, userID: user.id) }
  }

  private static func listed(_ record: Table.Page.Record) -> Listed? {
    EmailAddress(record.key).map { email in
      let user = User(email: email, record: record.value)
      return Listed(user: user, handle: UserHandle(hash: record.hash, userID: user.id))
    }
  }
}

/// What stands for a user in URLs, which get into logs and histories: no address is in it, nothing is to be
/// had with it, and it finds the user's record at the cost of a bucket.
package struct UserHandle: Sendable {
  /// The hash of the record's name in the file.
  let hash: UInt32
  /// A part of a hash of the user's id.
  private let digest: [UInt8]

  init(hash: UInt32, userID: String) {
    self.hash = hash
    digest = Array(Base64URL.encode(Array(SHA256.digest(of: Array(userID.utf8)).prefix(9))).utf8)
  }

  /// Reads `1804289383.c2hvcnRoYW5k`, or returns nil.
  package init?(_ text: [UInt8]) {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].count == 12, let number = wholeNumber(parts[0]),
      let hash = UInt32(exactly: number)
    else { return nil }
    self.hash = hash
    digest = Array(parts[1])
  }

  /// As it stands in a query.
  package var text: String { "\(hash).\(String(decoding: digest, as: UTF8.self))" }

  package static func == (one: UserHandle, other: UserHandle) -> Bool {
    one.hash == other.hash && one.digest == other.digest
  }
}

/// A place in the list of users, without an address in it.
package enum ListPlace {
  /// In the order of addresses: how many come before.
  case number(Int)
  /// In the order of the file: behind all names of a hash.
  case behind(UInt32)

  /// Reads `n50` or `h1804289383`, or returns nil.
  package init?(_ text: [UInt8]) {
    guard let number = wholeNumber(text.dropFirst()) else { return nil }
    switch text[0] {
    case UInt8(ascii: "n"): self = .number(number)
    case UInt8(ascii: "h"):
      guard let hash = UInt32(exactly: number), hash >> 31 == 0 else { return nil }
      self = .behind(hash)
    default: return nil
    }
  }

  /// As it stands in a query.
  package var text: String {
    switch self {
    case .number(let number): "n\(number)"
    case .behind(let hash): "h\(hash)"
    }
  }
}

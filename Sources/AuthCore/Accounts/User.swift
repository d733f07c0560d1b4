/// A user: one record of the user file, in the form of Apache's DBM user files, `hash:groups:rest`.
///
/// The rest is a JSON object of ours, in which every member that we do not know is kept.
package struct User: Hashable, Sendable {
  /// The most bytes an id may have. Ours have 22.
  package static let maxIDBytes = 64

  /// The stable id: what `sub` says in tokens.
  package let id: String
  package let email: EmailAddress
  /// The password's hash in crypt(3) notation, as it is stored.
  package let passwordHash: [UInt8]

  /// Seconds since 1970, nil where another tool made the record.
  package let registeredAt: Int?

  /// What was issued before this, in seconds since 1970, and is of no session, is refused (`since`); 0 where
  /// everything counts.
  let validSince: Int

  /// The generation of the user's credentials. A token is good as long as its generation is the user's.
  package let sessionGeneration: SessionGeneration

  /// What stands between the first and the second colon, as Apache reads it.
  private let groups: [UInt8]
  /// What stands behind the second colon.
  package let rest: [UInt8]

  /// The groups the user is in: the record separates them by commas, as Apache's
  /// `Require dbm-group` reads it.
  package var groupNames: [[UInt8]] {
    groups.split(separator: UInt8(ascii: ",")).map { Array($0.trimmingOptionalWhitespace) }.filter {
      !$0.isEmpty
    }
  }

  /// The record's bytes.
  package var record: [UInt8] { Self.record(passwordHash, groups, rest) }

  private static func record(_ parts: [UInt8]...) -> [UInt8] {
    Array(parts.joined(separator: [UInt8(ascii: ":")]))
  }

  /// A new user, who is in no group.
  package init(id: String, email: EmailAddress, passwordHash: [UInt8], registeredAt: Int) {
    self.id = id
    self.email = email
    self.passwordHash = passwordHash
    self.registeredAt = registeredAt
    validSince = 0
    sessionGeneration = SessionGeneration(ofPasswordHash: passwordHash)
    var members = JSONWriter()
    members.add("id", id)
    members.add("registered", registeredAt)
    groups = []
    rest = members.object
  }

  /// Reads a record. One that htdbm made has no rest, or a comment: its user's id follows from the address.
  package init(email: EmailAddress, record: [UInt8]) {
    let parts = record.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
    self.email = email
    passwordHash = parts[0].array
    groups = parts.count > 1 ? parts[1].array : []
    rest = parts.count > 2 ? parts[2].array : []
    let members = try? JSONParser.object(rest)
    registeredAt = members?.wholeNumber("registered")
    validSince = members?.wholeNumber("since") ?? 0
    if case .string(let id) = members?["id"], (1...Self.maxIDBytes).contains(id.count) {
      self.id = String(decoding: id, as: UTF8.self)
    } else {
      let digest = SHA256.digest(of: Array("cgi-auth user \(email.text)".utf8))
      id = Base64URL.encode(Array(digest.prefix(16)))
    }
    let ofHash = SessionGeneration(ofPasswordHash: passwordHash)
    let kept = members.flatMap { KeptGeneration(members: $0) }
    sessionGeneration = if let kept, kept.hash == ofHash { kept.generation } else { ofHash }
  }

  // MARK: Disabled users

  /// Whether an administrator has disabled the user: no hash of crypt(3) begins with `!` or `*` (shadow(5)),
  /// so that nothing that verifies passwords, Apache included, lets the user in.
  package var isDisabled: Bool {
    passwordHash.first == UInt8(ascii: "!") || passwordHash.first == UInt8(ascii: "*")
  }

  /// The same user, disabled; the rest of the record stays, whatever it is.
  package var disabled: User {
    isDisabled ? self : with(hash: [UInt8(ascii: "!")] + passwordHash, groups)
  }

  /// The same user with the password of before; nil where there is none behind the mark.
  package var enabled: User? {
    let hash = passwordHash.drop { $0 == UInt8(ascii: "!") || $0 == UInt8(ascii: "*") }
    return hash.isEmpty ? nil : with(hash: Array(hash), groups)
  }

  // MARK: Groups

  /// The same user in another group, too.
  package func joining(_ group: GroupName) -> User {
    groupNames.contains(group.bytes) ? self : inGroups(groupNames + [group.bytes])
  }

  /// The same user without a group, whatever it is called.
  package func leaving(_ group: [UInt8]) -> User {
    groupNames.contains(group) ? inGroups(groupNames.filter { $0 != group }) : self
  }

  private func inGroups(_ names: [[UInt8]]) -> User {
    with(hash: passwordHash, Array(names.joined(separator: [UInt8(ascii: ",")])))
  }

  private func with(hash: [UInt8], _ groups: [UInt8]) -> User {
    User(email: email, record: Self.record(hash, groups, rest))
  }

  // MARK: Sessions

  /// The same user with another hash of the same password: groups, unknown members and sessions stay.
  ///
  /// Where the rest is neither empty nor a JSON object with room for one more member, it stays as it is, and
  /// sessions end.
  package func replacingHash(_ newHash: [UInt8]) -> User {
    let kept = KeptGeneration(
      generation: sessionGeneration, hash: SessionGeneration(ofPasswordHash: newHash))
    return User(email: email, record: Self.record(newHash, groups, kept.written(to: rest) ?? rest))
  }

  // MARK: Members

  /// The same user with members of the rest replaced, and those removed whose value is nil; every other
  /// stays. A rest that another tool wrote, which is no JSON object, becomes the member `comment`.
  ///
  /// - Parameters:
  ///   - newEmail: the address from then on; nil for the same.
  ///   - newHash: the hash of another password; nil for the same.
  /// - Returns: nil where the record has no room for them.
  package func replacing(
    _ replacements: [(name: StaticString, value: JSONValue?)], email newEmail: EmailAddress? = nil,
    passwordHash newHash: [UInt8]? = nil
  ) -> User? {
    var members: [JSONObject.Member] = []
    if let object = try? JSONParser.object(rest) {
      members = object.members
    } else if !rest.isEmpty {
      guard rest.isUTF8 else { return nil }
      members = [JSONObject.Member("comment", .string(rest))]
    }
    for replacement in replacements {
      members.removeAll { $0.name.isEqual(to: replacement.name) }
      guard let value = replacement.value else { continue }
      members.append(JSONObject.Member(replacement.name, value))
    }
    guard members.count <= JSONParser.maxMembers else { return nil }
    let rest = JSONWriter.bytes(of: .object(JSONObject(members: members)))
    return User(email: newEmail ?? email, record: Self.record(newHash ?? passwordHash, groups, rest))
  }
}

extension JSONObject {
  /// The whole number that a member is; nil where it is none.
  fileprivate func wholeNumber(_ name: StaticString) -> Int? {
    if case .number(let number) = self[name] { number.wholePart } else { nil }
  }
}

import CGI

/// A user: one record of the user file, in the form of Apache's DBM user files, `hash:groups:rest`.
///
/// The rest is a JSON object of ours, in which every member that we do not know is kept.
struct User: Hashable {
  /// The most bytes an id may have. Ours have 22.
  static let maxIDBytes = 64

  /// The stable id: what `sub` says in tokens.
  let id: String
  let email: EmailAddress
  /// The password's hash in crypt(3) notation.
  let passwordHash: [UInt8]

  /// Seconds since 1970, nil where another tool made the record.
  let registeredAt: Int?

  /// What stands between the first and the second colon, as Apache reads it.
  private let groups: [UInt8]
  /// What stands behind the second colon.
  private let rest: [UInt8]

  /// The record's bytes.
  var record: [UInt8] { Array([passwordHash, groups, rest].joined(separator: [UInt8(ascii: ":")])) }

  /// A new user, who is in no group.
  init(id: String, email: EmailAddress, passwordHash: [UInt8], registeredAt: Int) {
    self.id = id
    self.email = email
    self.passwordHash = passwordHash
    self.registeredAt = registeredAt
    var members = JSONWriter()
    members.add("id", id)
    members.add("registered", registeredAt)
    groups = []
    rest = members.object
  }

  /// Reads a record. One that htdbm made has no rest, or a comment: its user's id follows from the address.
  init(email: EmailAddress, record: [UInt8]) {
    let parts = record.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
    self.email = email
    passwordHash = Array(parts[0])
    groups = parts.count > 1 ? Array(parts[1]) : []
    rest = parts.count > 2 ? Array(parts[2]) : []
    let members = try? JSONParser.object(rest)
    if case .number(let time) = members?["registered"] {
      registeredAt = time.wholePart
    } else {
      registeredAt = nil
    }
    if case .string(let id) = members?["id"], (1...Self.maxIDBytes).contains(id.count) {
      self.id = String(decoding: id, as: UTF8.self)
    } else {
      let digest = SHA256.digest(of: Array("cgi-auth user \(email.text)".utf8))
      id = Base64URL.encode(Array(digest.prefix(16)))
    }
  }

  private init(_ user: User, passwordHash: [UInt8], rest: [UInt8]) {
    id = user.id
    email = user.email
    registeredAt = user.registeredAt
    groups = user.groups
    self.passwordHash = passwordHash
    self.rest = rest
  }

  /// The same user with another hash of the same password: groups and members stay, byte for byte, and an id that
  /// followed from the address is written down.
  func replacingHash(_ newHash: [UInt8]) -> User {
    User(self, passwordHash: newHash, rest: restWithID)
  }

  /// The rest with an `id`; as it is where it has one, is no object of ours, or has no room for a member more. The id
  /// still follows from the address then.
  private var restWithID: [UInt8] {
    var member = JSONWriter()
    member.add("id", id)
    if rest.isEmpty { return member.object }
    guard let object = try? JSONParser.object(rest), object["id"] == nil,
      object.members.count < JSONParser.maxMembers, let end = rest.lastIndex(of: UInt8(ascii: "}"))
    else { return rest }
    return rest[..<end] + (object.members.isEmpty ? [] : [UInt8(ascii: ",")]) + member.object.dropFirst()
  }
}

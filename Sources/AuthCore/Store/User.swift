import CGI

/// A user: one record of the user file, in the form of Apache's DBM user files, `hash:groups:rest`.
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

  /// The record's bytes for a new user, who is in no group.
  var record: [UInt8] {
    var rest = JSONWriter()
    rest.add("id", id)
    if let registeredAt { rest.add("registered", registeredAt) }
    return passwordHash + Array("::".utf8) + rest.object
  }

  /// A new user.
  init(id: String, email: EmailAddress, passwordHash: [UInt8], registeredAt: Int) {
    self.id = id
    self.email = email
    self.passwordHash = passwordHash
    self.registeredAt = registeredAt
  }

  /// Reads a record. One that htdbm made has no rest, or a comment: its user's id follows from the address.
  init(email: EmailAddress, record: [UInt8]) {
    let parts = record.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
    self.email = email
    passwordHash = Array(parts[0])
    let rest = parts.count == 3 ? try? JSONParser.object(Array(parts[2])) : nil
    if case .number(let time) = rest?["registered"] {
      registeredAt = time.wholePart
    } else {
      registeredAt = nil
    }
    if case .string(let id) = rest?["id"], (1...Self.maxIDBytes).contains(id.count) {
      self.id = String(decoding: id, as: UTF8.self)
    } else {
      let digest = SHA256.digest(of: Array("cgi-auth user \(email.text)".utf8))
      id = Base64URL.encode(Array(digest.prefix(16)))
    }
  }
}

/// What changes when a user's password does: tokens carry the generation they were issued under (the private
/// claim `auth_gen`), and are good as long as the user is of the same.
///
/// Without anything kept it is a fingerprint of the stored hash. A hash has 128 bits of random salt, so the
/// fingerprint helps nobody who guesses passwords.
package struct SessionGeneration: Hashable, Sendable {
  /// A longer text in a record is none of ours, which have 22 bytes.
  private static let maxBytes = 64

  /// The generation as records and tokens have it.
  let text: String

  /// The fingerprint of a stored hash: base64url of the first 128 bits of its SHA-256 under a label.
  init(ofPasswordHash hash: [UInt8]) {
    let digest = SHA256.digest(of: Array("cgi-auth session ".utf8) + hash)
    text = Base64URL.encode(Array(digest.prefix(16)))
  }

  /// A generation as it was written down, or nil where it is empty or too long.
  init?(_ text: [UInt8]) {
    guard (1...Self.maxBytes).contains(text.count) else { return nil }
    self.text = String(decoding: text, as: UTF8.self)
  }

  static let fingerprintBytes = 16

  /// The generation in 16 bytes: those of ours are just that.
  var fingerprint: [UInt8] {
    if let bytes = Base64URL.decode(text.utf8), bytes.count == Self.fingerprintBytes { return bytes }
    return Array(SHA256.digest(of: Array(text.utf8)).prefix(Self.fingerprintBytes))
  }

  package static func == (one: Self, other: Self) -> Bool { one.text.isEqual(to: other.text) }
  package func hash(into hasher: inout Hasher) { for byte in text.utf8 { hasher.combine(byte) } }
}

/// A generation that outlives the hash it came from, because the same password was hashed anew: the member
/// `session` of a user's record.
struct KeptGeneration {
  let generation: SessionGeneration
  /// The fingerprint of the hash that the record had when this was written. Beside any other hash it means
  /// nothing: somebody has set another password.
  let hash: SessionGeneration

  /// A generation to keep.
  init(generation: SessionGeneration, hash: SessionGeneration) {
    self.generation = generation
    self.hash = hash
  }

  /// What the members of a record keep, or nil.
  init?(members: JSONObject) {
    guard case .object(let session) = members["session"],
      case .string(let generationText) = session["generation"], case .string(let hashText) = session["hash"],
      let generation = SessionGeneration(generationText), let hash = SessionGeneration(hashText)
    else { return nil }
    self.generation = generation
    self.hash = hash
  }

  /// A record's rest with this in it and every other member as it was, or nil where it has no room for it.
  func written(to rest: [UInt8]) -> [UInt8]? {
    let object = rest.isEmpty ? JSONObject(members: []) : try? JSONParser.object(rest)
    guard let object else { return nil }
    let members = object.members.filter { !$0.name.isEqual(to: "session") } + [member]
    guard members.count <= JSONParser.maxMembers else { return nil }
    return JSONWriter.bytes(of: .object(JSONObject(members: members)))
  }

  private var member: JSONObject.Member {
    let texts = [
      JSONObject.Member("generation", .text(generation.text)), JSONObject.Member("hash", .text(hash.text)),
    ]
    return JSONObject.Member("session", .object(JSONObject(members: texts)))
  }
}

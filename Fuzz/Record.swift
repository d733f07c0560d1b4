@testable import CGIAuthCore

/// A record of any bytes is a user; another hash changes nothing but the hash, and
/// what sessions hang on at most.
func checkRecord(_ input: [UInt8]) {
  guard let email = EmailAddress(Array("ada@example.com".utf8)) else { fatalError("no address") }
  let user = User(email: email, record: input)
  claim((1...User.maxIDBytes).contains(user.id.utf8.count), "an id is too long, or empty")
  claim(user.passwordHash == Array(input.prefix { $0 != UInt8(ascii: ":") }), "the hash is another one")
  checkHash(user.passwordHash)

  let newHash = Array("$7$new".utf8)
  let record = user.replacingHash(newHash).record
  let renewed = User(email: email, record: record)
  claim(renewed.passwordHash == newHash, "the hash was not replaced")
  claim(renewed.id == user.id, "the id changed with the hash")
  claim(renewed.registeredAt == user.registeredAt, "the time changed with the hash")
  claim(renewed.replacingHash(newHash).record == record, "a second replacement changes more")
  let (before, after) = (parts(input), parts(record))
  claim(after.count == 3 && after[1] == (before.count > 1 ? before[1] : []), "the groups changed")
  let rest = before.count > 2 ? before[2] : []
  guard after[2] != rest else { return }
  guard let members = try? JSONParser.object(after[2]).members else { fatalError("the rest is no object") }
  let old = (try? JSONParser.object(rest).members) ?? []
  func others(_ members: [JSONObject.Member]) -> [JSONObject.Member] {
    members.filter { $0.name != Array("session".utf8) }
  }
  claim(others(members) == others(old), "a member changed with the hash")
  claim(members.count == others(members).count + 1, "there is no session, or more than one")
  claim(renewed.sessionGeneration == user.sessionGeneration, "sessions end with the hash")
}

/// A hash that is taken is written as it was read, and within the limits on what it may cost.
private func checkHash(_ notation: [UInt8]) {
  if let hash = ScryptHash(notation: notation) {
    claim(hash.notation == notation, "an scrypt hash does not read back")
    let parameters = hash.parameters
    claim(128 * parameters.r << parameters.log2N <= ScryptParameters.maxMemoryBytes, "a hash takes too much")
  }
  if let hash = BcryptHash(notation: notation) {
    claim((4...31).contains(hash.cost ?? 0), "a cost is out of range")
  }
}

private func parts(_ record: [UInt8]) -> [[UInt8]] {
  record.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false).map(Array.init)
}

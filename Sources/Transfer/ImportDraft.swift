import CGIAuthCore

/// What becomes of somebody whom a file names, as far as the file tells.
struct ImportDraft {
  /// What a record needs beside the file's members: `id`, `registered`, `name`.
  private static let addedMembers = 3

  let email: EmailAddress
  /// The id that the file gives; nil where it gives none.
  let id: [UInt8]?
  private(set) var isWithoutPassword = false
  private(set) var isLeftOutOfAdministrators = false
  private let hash: [UInt8]
  private var groups: [[UInt8]] = []
  private let members: [JSONObject.Member]
  private let displayName: [UInt8]?
  private let registered: Int?

  /// - Parameters:
  ///   - setting: how the site hashes.
  ///   - others: groups that another file names.
  /// - Throws: why it is not taken.
  init(
    _ candidate: ImportCandidate, _ options: ImportOptions, _ setting: PasswordHashSetting,
    _ others: [[UInt8]]
  ) throws(ImportFault) {
    guard let email = Self.address(candidate.name, options.domain) else { throw .address }
    self.email = email
    (hash, isWithoutPassword) = try Self.hash(of: candidate, options, setting)
    registered = candidate.registered
    displayName = candidate.displayName.flatMap { Self.isName($0) ? $0 : nil }
    let members = JSONObject(members: candidate.members)
    switch members["id"] {
    case nil: id = nil
    case .string(let text)
    where (1...User.maxIDBytes).contains(text.count) && text.isUTF8 && !text.hasControlCharacters:
      id = text
    default: throw .malformed
    }
    guard members.members.count + Self.addedMembers <= JSONParser.maxMembers else { throw .malformed }
    self.members = members.members.filter { member in
      guard member.name.isEqual(to: "name") else { return true }
      if case .string(let name) = member.value { return Self.isName(name) } else { return false }
    }
    guard options.takesGroups else { return }
    for name in candidate.groups + others {
      guard Self.isGroup(name) else { throw .group }
      if name == options.administrators {
        isLeftOutOfAdministrators = true
      } else if !groups.contains(name) {
        groups.append(name)
      }
    }
  }

  private static func address(_ name: [UInt8], _ domain: [UInt8]?) -> EmailAddress? {
    guard let domain, !name.contains(UInt8(ascii: "@")) else { return EmailAddress(name) }
    return EmailAddress(name + [UInt8(ascii: "@")] + domain)
  }

  /// The hash that the record has, and whether nobody has its password. Who was disabled stays so.
  private static func hash(
    of candidate: ImportCandidate, _ options: ImportOptions, _ setting: PasswordHashSetting
  ) throws(ImportFault) -> ([UInt8], isOfNobody: Bool) {
    let hash = candidate.hash
    let rest = hash.drop { $0 == UInt8(ascii: "!") || $0 == UInt8(ascii: "*") }.array
    let isDisabled = rest.count < hash.count
    if isDisabled, rest.isEmpty { return (hash, false) }
    if candidate.isOurs, rest == User.noPassword { return (hash, true) }
    guard let fault = ImportFault(ofHash: rest, setting) else { return (hash, false) }
    guard options.makesWithoutPasswords else { throw fault }
    return ((isDisabled ? [UInt8(ascii: "!")] : []) + User.noPassword, true)
  }

  /// What people may call themselves (account.cgi).
  private static func isName(_ name: [UInt8]) -> Bool {
    name.isUTF8 && !name.isEmpty && !name.hasControlCharacters
      && String(decoding: name, as: UTF8.self).unicodeScalars.count <= UserProfile.maxNameCharacters
  }

  /// What a record can hold and every place reads as the same name, those of `GroupName` and others.
  private static func isGroup(_ name: [UInt8]) -> Bool {
    (1...GroupName.maxBytes).contains(name.count) && name.isUTF8 && !name.hasControlCharacters
      && !name.contains(UInt8(ascii: ",")) && !name.contains(UInt8(ascii: ":"))
      && name.trimmingOptionalWhitespace.count == name.count
  }

  /// The user.
  ///
  /// - Parameters:
  ///   - id: that of the file, or a fresh one.
  ///   - now: seconds since 1970.
  func user(id: [UInt8], now: Int) -> User {
    var members = self.members
    func has(_ name: StaticString) -> Bool { members.contains { $0.name.isEqual(to: name) } }
    if !has("id") { members.insert(.init("id", .string(id)), at: 0) }
    if !has("registered") { members.append(.init("registered", .number(JSONNumber(registered ?? now)))) }
    if let displayName, !has("name") { members.append(.init("name", .string(displayName))) }
    let colon = [UInt8(ascii: ":")]
    let record =
      hash + colon + Array(groups.joined(separator: [UInt8(ascii: ",")])) + colon
      + JSONObject(members: members).text
    return User(email: email, record: record)
  }
}

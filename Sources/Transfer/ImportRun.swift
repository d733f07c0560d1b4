package import CGIAuthCore

/// An import on its way: a file is read from its beginning, or from where an earlier run stopped, and users
/// are added in batches.
///
/// An address that has an account is left alone, so whoever does it again after it was killed ends the same.
package struct ImportRun {
  /// The most users of one write, and about as many bytes: the store's note of a write holds both
  /// (`TableNote`).
  private static let maxBatch = 100, maxBatchBytes = 40_000
  /// How many pieces of the file one step reads, and about how many bytes: whoever has no more time can stop
  /// in between.
  private static let maxPieces = 1000, maxStepBytes = 1 << 22

  package let options: ImportOptions
  package internal(set) var tally = ImportTally()
  /// Fingerprints of the addresses that were taken, and of the ids.
  var seen: Set<UInt64> = []
  var reader: ImportReader
  private let groups: GroupsFile?
  private let setting: PasswordHashSetting
  private let randomness: Randomness
  private let now: Int
  /// Fingerprints of all ids of the table, once one was asked for.
  private var takenIDs: Set<UInt64>?

  /// - Parameters:
  ///   - format: nil to tell it by the content.
  ///   - groups: the groups of the names, where a file of its own has them.
  ///   - now: seconds since 1970: when those registered of whom the file does not say it.
  package init(
    _ file: File, _ format: ImportFormat? = nil, _ options: ImportOptions, groups: GroupsFile? = nil,
    _ hasher: PasswordHasher, now: Int
  ) throws(ImportError) {
    self.init(
      try ImportReader(file, format, needsHash: !options.makesWithoutPasswords), options, groups: groups,
      hasher, now: now)
  }

  init(
    _ reader: ImportReader, _ options: ImportOptions, groups: GroupsFile? = nil,
    _ hasher: PasswordHasher, now: Int
  ) {
    self.reader = reader
    self.options = options
    self.groups = groups
    self.now = now
    setting = hasher.setting
    randomness = hasher.randomness
  }

  /// What the numbers count.
  package var unit: ImportFormat.Unit { reader.format.unit }

  /// What one step has come to.
  package struct Step {
    /// The users who are in now, and were not before; in a trial, those who would be.
    package var added: [User] = []
    package var refusals: [ImportTally.Refusal] = []
    /// Whether the file has been read to its end.
    package var isLast = false
  }

  /// Reads on, and adds as many users as one write takes: when this returns, they are on the disk.
  package mutating func step(_ users: Users) throws(ImportError) -> Step {
    var step = Step()
    var batch: [Imported] = []
    var (bytes, pieces) = (0, 0)
    let end = reader.offset + Self.maxStepBytes
    while batch.count < Self.maxBatch, bytes < Self.maxBatchBytes, pieces < Self.maxPieces,
      reader.offset < end
    {
      guard let item = try reader.next() else {
        step.isLast = true
        break
      }
      pieces += 1
      switch item {
      case .nothing: continue
      case .fault(let number, let fault): step.refusals.append(.init(number: number, fault: fault))
      case .candidate(let number, let candidate):
        switch try judgement(of: candidate, users) {
        case .fault(let fault): step.refusals.append(.init(number: number, fault: fault))
        case .user(let imported):
          batch.append(imported)
          bytes += imported.user.email.text.utf8.count + imported.user.record.count
        }
      }
    }
    try add(batch, users, &step)
    for refusal in step.refusals { tally.refuse(refusal.number, refusal.fault) }
    return step
  }

  private mutating func add(
    _ batch: [Imported], _ users: Users, _ step: inout Step
  ) throws(ImportError) {
    var isNew = [Bool](repeating: false, count: batch.count)
    let all = batch.map { $0.user }
    try ImportError.taking(
      store: try users.addMissing(all, isTrial: options.isTrial) { isNew[$0] = true })
    for (imported, isNew) in zip(batch, isNew) {
      guard isNew else {
        tally.present += 1
        continue
      }
      tally.added += 1
      if imported.isWithoutPassword { tally.withoutPassword += 1 }
      if imported.isLeftOutOfAdministrators { tally.leftOutOfAdministrators += 1 }
      step.added.append(imported.user)
    }
  }

  // MARK: One of them

  /// Somebody who is to be added.
  private struct Imported {
    let user: User
    let isWithoutPassword: Bool
    let isLeftOutOfAdministrators: Bool
  }

  private enum Judgement {
    case user(Imported)
    case fault(ImportFault)
  }

  private mutating func judgement(
    of candidate: ImportCandidate, _ users: Users
  ) throws(ImportError) -> Judgement {
    let draft: ImportDraft
    do throws(ImportFault) {
      draft = try ImportDraft(candidate, options, setting, groups?.groups(of: candidate.name) ?? [])
    } catch { return .fault(error) }
    let address = Self.fingerprint("address ", draft.email.text.utf8)
    guard !seen.contains(address) else { return .fault(.repeated) }
    var id = draft.id
    if let id {
      let number = Self.fingerprint("id ", id)
      guard !seen.contains(number) else { return .fault(.idTaken) }
      if try ImportError.taking(store: try users.user(draft.email)) == nil {
        let taken = if let takenIDs { takenIDs } else { try allIDs(of: users) }
        takenIDs = taken
        guard !taken.contains(number) else { return .fault(.idTaken) }
      }
      seen.insert(number)
    } else {
      id = Array(try ImportError.taking(file: try randomness.id()).utf8)
    }
    seen.insert(address)
    return .user(
      Imported(
        user: draft.user(id: id ?? [], now: now), isWithoutPassword: draft.isWithoutPassword,
        isLeftOutOfAdministrators: draft.isLeftOutOfAdministrators))
  }

  private func allIDs(of users: Users) throws(ImportError) -> Set<UInt64> {
    var ids: Set<UInt64> = []
    try ImportError.taking(
      store: try users.forEach { user in
        ids.insert(Self.fingerprint("id ", user.id.utf8))
        return true
      })
    return ids
  }

  /// What stands for an address or an id among others: 64 bits of a hash.
  private static func fingerprint(_ label: StaticString, _ text: some Collection<UInt8>) -> UInt64 {
    Digest.sha256(of: label.withUTF8Buffer { Array($0) } + text).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}

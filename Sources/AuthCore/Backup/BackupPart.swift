/// A file of the data folder that belongs to a backup. What is not here is made anew, or must not come back:
/// sessions, counts, logs, mails that wait.
///
/// The order is that of the archive.
enum BackupPart: Int, Sendable {
  case users, undos, invitations
  case signingKeys, privateKeys
  case settings
  /// The file that says that the first administrator is there.
  case administratorMade

  /// How many there are.
  static var count: Int { administratorMade.rawValue + 1 }

  /// The file's name, in the data folder and in the archive.
  var name: String {
    if let tableName { return "\(tableName).gdbm" }
    return switch self {
    case .signingKeys: KeyFile.signing.name
    case .privateKeys: KeyFile.private.name
    case .administratorMade: Administrators.madeFile
    default: ConfigurationFile.defaultName
    }
  }

  /// The part of a name; nil where there is none.
  init?(name: [UInt8]) {
    for part in BackupParts.all where part.name.utf8.elementsEqual(name) {
      self = part
      return
    }
    return nil
  }

  /// The table's name; nil where the file is none.
  var tableName: String? {
    switch self {
    case .users: Users.tableName
    case .undos: Undos.tableName
    case .invitations: Invitations.tableName
    case .signingKeys, .privateKeys, .settings, .administratorMade: nil
    }
  }

  /// The table in a folder; nil where the file is none.
  func table(in directory: DataDirectory, until limit: Deadline? = nil) -> Table? {
    guard let tableName else { return nil }
    let keys: Table.Keys = if case .users = self { .chosenByStrangers } else { .ours }
    return Table(tableName, in: directory, keys: keys, until: limit)
  }

  /// The key file; nil where it is none.
  var keyFile: KeyFile? {
    switch self {
    case .signingKeys: .signing
    case .privateKeys: .private
    default: nil
    }
  }

  /// The most bytes that the file may have.
  var maxBytes: Int {
    switch self {
    case .users, .undos, .invitations: TarHeader.maxSize
    case .signingKeys, .privateKeys: KeyFile.maxBytes
    case .settings: ConfigurationFile.maxBytes
    case .administratorMade: 1 << 12
    }
  }
}

/// Some of the parts, in their order.
///
/// Not an array: what the compiler makes for each kind of array gets into every program.
struct BackupParts: Sequence, IteratorProtocol, Equatable, Sendable {
  private var bits = 0
  private var place = 0

  /// None.
  init() {}

  /// Every part.
  static var all: BackupParts {
    var all = BackupParts()
    all.bits = 1 << BackupPart.count - 1
    return all
  }

  func contains(_ part: BackupPart) -> Bool { bits >> part.rawValue & 1 == 1 }
  mutating func insert(_ part: BackupPart) { bits |= 1 << part.rawValue }

  mutating func next() -> BackupPart? {
    while place < BackupPart.count {
      defer { place += 1 }
      if let part = BackupPart(rawValue: place), contains(part) { return part }
    }
    return nil
  }

  /// The files' names.
  var names: [String] {
    var names: [String] = []
    for part in self { names.append(part.name) }
    return names
  }
}

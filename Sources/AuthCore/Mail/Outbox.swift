import CGIAuthLibC

/// The mails that are wanted and not sent yet: the folder `outbox` in the data folder, a file each.
///
/// A file is there whole and on the disk, or not at all. It goes when its mail is handed over, so that a
/// sender that dies in between sends it once more at most.
package struct Outbox: Sendable {
  package static let name = "outbox"
  /// The most files. People who are not logged in ask for fewer (`MailAttempt`); this is for a clock that
  /// jumps.
  private static let maxEntries = 10_000
  /// How long a mail that cannot be sent is tried, in seconds: 24 hours.
  package static let lifetimeSeconds = 86_400
  private static let maxEntryBytes = 4_096
  private static let lockName = "lock"

  private let folder: DataDirectory
  private let parent: DataDirectory

  /// The outbox of a data folder.
  package init(in directory: DataDirectory) {
    parent = directory
    folder = directory.moved(to: directory.path(Self.name))
  }

  /// Keeps a mail for the sender. It is on the disk when this returns.
  package func add(_ entry: OutboxEntry, _ randomness: Randomness) throws(SystemError) {
    guard names.count < Self.maxEntries else {
      throw SystemError(operation: "add to the outbox, which is full,", code: ENOSPC)
    }
    let name = "\(entry.askedAt)-\(Base64URL.encode(try randomness.bytes(12)))"
    do { _ = try folder.create(name, entry.bytes) } catch {
      guard error.code == ENOENT else { throw error }
      try parent.make()
      try folder.make()
      _ = try folder.create(name, entry.bytes)
    }
  }

  /// Whether there is any to send.
  package var isEmpty: Bool { names.isEmpty }

  /// The names of the files, the oldest first.
  package var names: [String] {
    folder.names { $0.utf8.first?.isASCIIDigit ?? false }.sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
  }

  /// The entry in a file; nil where it is gone, or none of ours.
  package func entry(_ name: String) throws(SystemError) -> OutboxEntry? {
    guard let file = try File.openIfPresent(folder.path(name), O_NOFOLLOW | O_NONBLOCK),
      let bytes = try file.readAll(maxBytes: Self.maxEntryBytes)
    else { return nil }
    return OutboxEntry(bytes)
  }

  /// Whether a file is there still.
  package func has(_ name: String) throws(SystemError) -> Bool { try folder.has(name) }

  /// Removes a file: its mail is sent, or is not to be.
  package func remove(_ name: String) throws(SystemError) {
    guard unlink(folder.path(name)) == 0 || errno == ENOENT else { throw .last("remove a sent mail") }
  }

  /// What one sender holds while it is at work, so that no other sends the same.
  package struct Turn {
    fileprivate let file: File
  }

  /// Takes the turn; nil where another has it.
  package func takeTurn() throws(SystemError) -> Turn? {
    let file = try folder.open(Self.lockName, O_RDWR)
    return try file.lock(LOCK_EX, until: Deadline(milliseconds: 0)) ? Turn(file: file) : nil
  }

  // MARK: Waiting after a failure

  /// When the next try may be made, in seconds since 1970, and how many there were.
  package func pause(_ turn: Turn) -> (until: Int, tries: Int) {
    guard let bytes = try? turn.file.read(at: 0, count: 12), bytes.count == 12 else { return (0, 0) }
    var reader = ByteReader(bytes[...])
    return (reader.number(8), reader.number(4))
  }

  /// How many tries have failed since the last mail was handed over. Nothing is made where there is none.
  package var failedTries: Int {
    guard let file = try? File.openIfPresent(folder.path(Self.lockName), O_NOFOLLOW | O_NONBLOCK) else {
      return 0
    }
    return pause(Turn(file: file)).tries
  }

  /// Notes that mail could not be sent, so that no request makes a server that is down be asked again at
  /// once: after a minute at first, then after twice as long each time, half an hour at most.
  package func failed(_ turn: Turn, now: Int) throws(SystemError) {
    let tries = min(pause(turn).tries + 1, 100)
    var note: [UInt8] = []
    note.append(number: now + min(60 << min(tries - 1, 5), 1_800), bytes: 8)
    note.append(number: tries, bytes: 4)
    try turn.file.write(note, at: 0)
  }

  /// Notes that mail can be sent.
  package func succeeded(_ turn: Turn) throws(SystemError) {
    if pause(turn).tries > 0 { try turn.file.empty() }
  }
}

/// What a writer leaves for the next one: that the spare and these operations make the live file.
///
/// Nothing depends on the note being there. One that is missing, torn, or of files that have changed since,
/// by an administrator's tool or a restored backup, costs the next writer a copy of the live file and nothing
/// else. So it is not synced.
struct TableNote: Equatable {
  /// An operation on one name of the file.
  struct Operation: Equatable {
    let key: [UInt8]
    /// Nil where the key was removed.
    let value: [UInt8]?
  }

  /// A longer note is not written.
  private static let maxBytes = 1 << 16
  private static let heading = "cgi-auth table note 2"

  let live: FileIdentity
  let spare: FileIdentity
  /// What the spare lacks.
  let operations: [Operation]

  /// A note on two files as they are now.
  init(live: FileIdentity, spare: FileIdentity, operations: [Operation]) {
    self.live = live
    self.spare = spare
    self.operations = operations
  }

  /// Reads the note from the lock file, or returns nil where there is no whole one.
  init?(in lock: File) {
    guard let content = try? lock.readAll(maxBytes: Self.maxBytes) else { return nil }
    let lines = content.split(separator: 0x0A, omittingEmptySubsequences: false)
    // Two lines an operation, between the three of the head and the checksum and its line end.
    guard lines.count >= 7, lines.count % 2 == 1, let end = lines.last, end.isEmpty,
      lines[0].elementsEqual(Self.heading.utf8)
    else { return nil }
    let sum = lines[lines.count - 2]
    guard sum.elementsEqual(Self.checksum(Array(content[..<sum.startIndex])).utf8) else { return nil }
    live = FileIdentity(text: String(decoding: lines[1], as: UTF8.self))
    spare = FileIdentity(text: String(decoding: lines[2], as: UTF8.self))
    var operations: [Operation] = []
    for index in stride(from: 3, to: lines.count - 2, by: 2) {
      guard let operation = Operation(lines[index], lines[index + 1]) else { return nil }
      operations.append(operation)
    }
    self.operations = operations
  }

  /// Writes the note to the lock file.
  func write(to lock: File) throws(SystemError) {
    var lines = Self.heading + "\n" + live.text + "\n" + spare.text + "\n"
    for operation in operations { lines += operation.lines }
    let content = Array((lines + Self.checksum(Array(lines.utf8)) + "\n").utf8)
    try lock.overwrite(content.count <= Self.maxBytes ? content : [])
  }

  private static func checksum(_ lines: [UInt8]) -> String { Base64URL.encode(SHA256.digest(of: lines)) }
}

extension TableNote.Operation {
  /// Reads an operation from its lines: the name, and what becomes of it.
  fileprivate init?(_ name: ArraySlice<UInt8>, _ change: ArraySlice<UInt8>) {
    guard let key = Base64URL.decode(name) else { return nil }
    if change.isEqual(to: "deleted") {
      self.init(key: key, value: nil)
    } else {
      guard change.first == UInt8(ascii: "="), let value = Base64URL.decode(change.dropFirst()) else {
        return nil
      }
      self.init(key: key, value: value)
    }
  }

  fileprivate var lines: String {
    Base64URL.encode(key) + "\n" + (value.map { "=" + Base64URL.encode($0) } ?? "deleted") + "\n"
  }
}

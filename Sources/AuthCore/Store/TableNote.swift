import CGIAuthHTTP

/// What a writer leaves for the next one: that the spare and this operation make the live file.
///
/// Nothing depends on the note being there. One that is missing, torn, or of files that have changed since, by an
/// administrator's tool or a restored backup, costs the next writer a copy of the live file and nothing else.
/// So it is not synced.
struct TableNote: Equatable {
  /// The one operation that the spare lacks.
  struct Operation: Equatable {
    let key: [UInt8]
    /// Nil where the key was removed.
    let value: [UInt8]?
  }

  /// A longer note is not written.
  private static let maxBytes = 1 << 16
  private static let heading = "cgi-auth table note 1"

  let live: FileIdentity
  let spare: FileIdentity
  let operation: Operation

  /// A note on two files as they are now.
  init(live: FileIdentity, spare: FileIdentity, operation: Operation) {
    self.live = live
    self.spare = spare
    self.operation = operation
  }

  /// Reads the note from the lock file, or returns nil where there is no whole one.
  init?(in lock: File) {
    guard let content = try? lock.readAll(maxBytes: Self.maxBytes) else { return nil }
    let lines = content.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard lines.count == 7, lines[6].isEmpty, lines[0].elementsEqual(Self.heading.utf8),
      lines[5].elementsEqual(Self.checksum(Array(content[..<lines[5].startIndex])).utf8),
      let key = Base64URL.decode(lines[3])
    else { return nil }
    live = FileIdentity(text: String(decoding: lines[1], as: UTF8.self))
    spare = FileIdentity(text: String(decoding: lines[2], as: UTF8.self))
    if lines[4].isEqual(to: "deleted") {
      operation = Operation(key: key, value: nil)
    } else {
      guard lines[4].first == UInt8(ascii: "="), let value = Base64URL.decode(lines[4].dropFirst()) else {
        return nil
      }
      operation = Operation(key: key, value: value)
    }
  }

  /// Writes the note to the lock file.
  func write(to lock: File) throws(SystemError) {
    let value = operation.value.map { "=" + Base64URL.encode($0) } ?? "deleted"
    let lines = [Self.heading, live.text, spare.text, Base64URL.encode(operation.key), value].map {
      $0 + "\n"
    }.joined()
    let content = Array((lines + Self.checksum(Array(lines.utf8)) + "\n").utf8)
    try lock.overwrite(content.count <= Self.maxBytes ? content : [])
  }

  private static func checksum(_ lines: [UInt8]) -> String { Base64URL.encode(SHA256.digest(of: lines)) }
}

/// The lines of the audit log that are about one user.
package struct UserTrail {
  /// Of longer trails there is the end.
  static let maxBytes = 1 << 20

  /// The lines, each a JSON object; the oldest first.
  package private(set) var lines: [[UInt8]] = []
  /// Whether these are all that there are.
  package private(set) var isWhole = true

  private let id: [UInt8]
  private let email: [UInt8]
  /// When the user came, as lines tell it. Of before, the address may have been somebody else's.
  private let since: [UInt8]

  /// No line yet.
  init(of user: User) {
    id = Array(user.id.utf8)
    email = Array(user.email.text.utf8)
    since = user.registeredAt.map { Array(internetTime($0).utf8) } ?? []
  }

  /// Reads a log, its newest file first, until there is enough, or it takes too long.
  mutating func read(_ log: LogFile, until deadline: Deadline) throws(SystemError) {
    var bytes = 0
    for file in try log.files() {
      var older: [[UInt8]] = []
      let isRead = try file.readLines(until: deadline) { if isAbout($0) { older.append($0) } }
      bytes += older.reduce(0) { $0 + $1.count }
      lines = older + lines
      guard isRead, bytes <= Self.maxBytes else {
        isWhole = false
        break
      }
    }
    var first = 0
    while bytes > Self.maxBytes {
      bytes -= lines[first].count
      first += 1
    }
    lines.removeFirst(first)
  }

  /// Whether a line names the user: by id, or where it has none, by the address.
  private func isAbout(_ line: [UInt8]) -> Bool {
    guard let members = try? JSONParser.object(line) else { return false }
    if case .string(let other) = members["user"] { return other == id }
    guard case .string(let address) = members["email"], case .string(let time) = members["time"] else {
      return false
    }
    return address == email && !time.lexicographicallyPrecedes(since)
  }
}

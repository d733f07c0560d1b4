import CGIAuthLibC

/// `refused.table` in the data directory: how many tokens came that are not ours. Lines that tell of
/// them say nothing that helps anybody, and anybody can cause them; so each network has one a
/// minute, which counts the others.
///
/// 512 cells of 8 bytes, 4 KiB: the second of the last line, and how many came since. Networks that share a
/// cell share its line, so there are at most 512 lines a minute, however many networks somebody has. Nothing
/// is synced, and nothing here is worth waiting for: what cannot be counted is not.
struct RefusalTable {
  static let name = "refused.table"
  /// A cell has one line within so many seconds.
  static let lineSeconds = 60
  private static let cellCount = 512, cellBytes = 8

  /// Counts one that came from a network.
  ///
  /// - Parameter now: seconds since 1970.
  /// - Returns: how many its line stands for, this one among them; nil where it gets none.
  static func count(
    from network: ClientNetwork, now: Int, in directory: DataDirectory
  ) throws(SystemError) -> Int? {
    let digest = SHA256.digest(of: network.bytes)
    let offset = (Int(digest[0]) << 8 | Int(digest[1])) % cellCount * cellBytes
    let file = try directory.open(name, O_RDWR)
    // Whoever has the lock at this instant tells of the cell. The lock ends as the file is closed.
    guard try file.lockByte(offset) else { return nil }
    let cell = try file.read(at: offset, count: cellBytes)
    var reader = ByteReader(cell.count == cellBytes ? cell[...] : [])
    let since = reader.number(4)
    let count = reader.number(4)
    // A clock that was put back must not keep lines away until it has caught up.
    let isDue = !(since...since + lineSeconds - 1).contains(now)
    let kept = isDue ? (now, 0) : (since, min(count + 1, Int(UInt32.max)))
    var bytes: [UInt8] = []
    for number in [kept.0, kept.1] { bytes.append(number: number, bytes: 4) }
    try file.write(bytes, at: offset)
    return isDue ? count + 1 : nil
  }
}

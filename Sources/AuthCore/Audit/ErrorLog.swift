/// `error.log` in the data directory: what is wrong with the site, for owners who do not see the web server's
/// log. Two files of at most 256 KiB.
///
/// Strangers can cause some of the lines, over and over. Of lines that say the same, a minute has one.
struct ErrorLog {
  static let name = "error.log"
  private let file: LogFile

  init(in directory: DataDirectory) {
    file = LogFile(name: Self.name, directory: directory, maxBytes: 1 << 18, keptFiles: 1)
  }

  /// Appends a line where the folder is there: the time, then a reason word and what an administrator needs.
  /// Where that does not work there is nobody to tell but the web server's log, which has the line.
  ///
  /// - Parameter now: seconds since 1970.
  func append(_ reason: String, now: Int) {
    guard file.directory.isLookedAfter else { return }
    let line = Array("\(internetTime(now)) \(reason)".utf8)
    try? file.append(line) { end in
      end.split(separator: 0x0A).contains {
        Self.minuteAndReason($0[...]).elementsEqual(Self.minuteAndReason(line[...]))
      }
    }
  }

  /// A line without its seconds: `2026-11-29T21:55` and what stands behind `:48Z`.
  private static func minuteAndReason(_ line: ArraySlice<UInt8>) -> [UInt8] {
    Array(line.prefix(16) + line.dropFirst(20))
  }
}

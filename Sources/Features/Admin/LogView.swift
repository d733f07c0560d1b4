import CGIAuthCore
import CGIAuthLibC

/// A part of a log, the last lines first.
struct LogView {
  enum Kind: String, CaseIterable {
    case audit, error

    var file: String { rawValue + ".log" }
  }

  /// How much of the file is read for one page.
  private static let maxBytes = 1 << 15

  let kind: Kind
  /// The place in the file before which the lines stand; nil for its end.
  let before: Int?

  /// What a query asks for: `log=audit`, and `before` with a number; nil where it asks for no log.
  init?(_ query: FormBody) {
    guard let kind = query["log"].flatMap({ Kind(word: $0) }) else { return nil }
    self.kind = kind
    before = query["before"].flatMap { wholeNumber($0) }
  }

  /// What is seen of the log.
  struct Part {
    /// The newest first.
    var lines: [String] = []
    /// Where the lines before these end; nil where there are none in the file.
    var before: Int?
  }

  /// Reads it; nothing where there is no such file.
  func read(_ call: Call) throws(Refusal) -> Part {
    do {
      let path = call.configuration.dataDirectory.path(kind.file)
      guard let file = try File.openIfPresent(path, O_NOFOLLOW | O_NONBLOCK) else { return Part() }
      let status = try file.status()
      guard status.fileType == .regular else { return Part() }
      let end = min(before ?? Int(status.st_size), Int(status.st_size))
      let start = max(0, end - Self.maxBytes)
      var bytes = try file.read(at: start, count: end - start)[...]
      var part = Part()
      if start > 0 {
        // A line that is cut belongs to the page before.
        let first = bytes.firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.endIndex
        part.before = first < bytes.endIndex ? start + first : start
        bytes = bytes[first...]
      }
      part.lines = bytes.split(separator: 0x0A).reversed().map { String(decoding: $0, as: UTF8.self) }
      return part
    } catch { throw Refusal(Failure(error)) }
  }
}

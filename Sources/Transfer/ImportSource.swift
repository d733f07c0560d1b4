import CGIAuthCore

/// Reads a file piece by piece, and knows where it is. However long the file and its lines are, the memory it
/// takes is bounded.
struct ImportSource {
  /// The most bytes of a line, a row or a record.
  static let maxRecordBytes = 1 << 16
  private static let chunkBytes = 1 << 16

  private let file: File
  private var chunk: [UInt8] = []
  /// Where the chunk lies in the file.
  private var chunkStart: Int
  private var index = 0
  /// The number of the line, from 1 on.
  private(set) var line: Int

  /// A place in a file.
  struct Place {
    var offset = 0
    /// The number of its line.
    var line = 1
  }

  /// Where the next byte is.
  var place: Place { Place(offset: chunkStart + index, line: line) }

  /// - Parameter place: at the beginning, a byte order mark is passed over.
  init(_ file: File, at place: Place) throws(SystemError) {
    self.file = file
    chunkStart = place.offset
    line = place.line
    if place.offset == 0, try file.read(at: 0, count: 3).begins(with: "\u{FEFF}") { chunkStart = 3 }
  }

  /// Goes to another place of the file.
  mutating func go(to place: Place) {
    line = place.line
    if place.offset >= chunkStart, place.offset <= chunkStart + chunk.count {
      index = place.offset - chunkStart
    } else {
      (chunk, chunkStart, index) = ([], place.offset, 0)
    }
  }

  /// The next byte, which stays; nil at the end.
  mutating func peek() throws(SystemError) -> UInt8? {
    if index == chunk.count {
      chunkStart += chunk.count
      chunk = try file.read(at: chunkStart, count: Self.chunkBytes)
      index = 0
    }
    return index < chunk.count ? chunk[index] : nil
  }

  /// Takes the next byte; nil at the end.
  mutating func next() throws(SystemError) -> UInt8? {
    guard let byte = try peek() else { return nil }
    index += 1
    if byte == 0x0A { line += 1 }
    return byte
  }

  /// A line without its end.
  struct Line {
    let number: Int
    /// Nil where it is too long.
    let bytes: [UInt8]?
  }

  /// Takes a line, which LF, CR LF or the end of the file ends; nil where there is none.
  mutating func nextLine() throws(SystemError) -> Line? {
    guard try peek() != nil else { return nil }
    let number = line
    var bytes: [UInt8] = []
    var isTooLong = false
    while try peek() != nil {
      let end = chunk[index...].firstIndex(of: 0x0A)
      if !isTooLong { bytes += chunk[index..<(end ?? chunk.endIndex)] }
      if bytes.count > Self.maxRecordBytes { (isTooLong, bytes) = (true, []) }
      guard let end else {
        index = chunk.endIndex
        continue
      }
      index = end + 1
      line += 1
      break
    }
    if bytes.last == 0x0D { bytes.removeLast() }
    return Line(number: number, bytes: isTooLong ? nil : bytes)
  }
}

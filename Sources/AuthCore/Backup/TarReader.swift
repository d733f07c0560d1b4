import CGIAuthLibC

/// Reads what is in a tar archive, head by head, from a file in which one can go anywhere.
struct TarReader {
  private let file: File
  private let fileBytes: Int
  private var offset = 0

  /// A regular file with a plain name.
  struct Member {
    let header: TarHeader
    /// Where its content begins in the file. All of it is there.
    let offset: Int
  }

  /// How much is read at once behind the last member.
  private static let chunkBytes = 1 << 16

  init(_ file: File) throws(TarError) {
    self.file = file
    do { fileBytes = Int(try file.status().st_size) } catch { throw .system(error) }
  }

  /// The next member; nil behind the last one, where nothing but zeros follows.
  mutating func next() throws(TarError) -> Member? {
    let block = try read(TarHeader.blockBytes)
    guard block.count == TarHeader.blockBytes else { throw .malformed("it ends too early") }
    if block.allSatisfy({ $0 == 0 }) {
      try readEnd()
      return nil
    }
    let header = try TarHeader(block)
    let member = Member(header: header, offset: offset)
    let padding = TarHeader.padding(behind: header.size)
    guard header.size + padding <= fileBytes - offset else { throw .malformed("it ends too early") }
    offset += header.size
    guard try read(padding).allSatisfy({ $0 == 0 }) else {
      throw .malformed("something follows a file in it")
    }
    return member
  }

  /// The second of the two blocks of zeros at an archive's end, and what other programs fill it up with.
  private mutating func readEnd() throws(TarError) {
    guard fileBytes - offset >= TarHeader.blockBytes else { throw .malformed("it ends too early") }
    while offset < fileBytes {
      let bytes = try read(min(Self.chunkBytes, fileBytes - offset))
      guard !bytes.isEmpty else { throw .malformed("it ends too early") }
      guard bytes.allSatisfy({ $0 == 0 }) else { throw .malformed("something follows its end") }
    }
  }

  private mutating func read(_ count: Int) throws(TarError) -> [UInt8] {
    let bytes: [UInt8]
    do { bytes = try file.read(at: offset, count: count) } catch { throw .system(error) }
    offset += bytes.count
    return bytes
  }
}

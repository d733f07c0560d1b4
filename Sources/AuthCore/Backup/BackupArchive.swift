/// An archive that somebody says is a backup: what is in it, each file of a known name, once, and no larger
/// than such a file may be.
struct BackupArchive {
  private let file: File
  /// When it was made, in seconds since 1970, as it says.
  let madeAt: Int
  /// The files in it.
  private(set) var parts = BackupParts()
  /// Of each part: where its content begins, how long it is, and its digest.
  private var offsets = [Int](repeating: 0, count: BackupPart.count)
  private var sizes = [Int](repeating: 0, count: BackupPart.count)
  private var digests = [[UInt8]](repeating: [], count: BackupPart.count)

  /// How much is read at once.
  private static let chunkBytes = 1 << 18
  /// The most bytes of the sums: there are few files.
  private static let maxSumsBytes = 1 << 12

  /// Reads the heads and the sums, not what is in the files.
  init(_ file: File) throws(BackupError) {
    self.file = file
    let status = try BackupError.mapping { () throws(SystemError) in try file.status() }
    guard status.fileType == .regular else { throw .archive("it is no regular file") }
    var reader = try BackupError.mapping { () throws(TarError) in try TarReader(file) }
    let first = try BackupError.mapping { () throws(TarError) in try reader.next() }
    guard let first, first.header.name.isEqual(to: Checksums.name) else {
      throw .archive("it does not begin with \(Checksums.name)")
    }
    guard first.header.size <= Self.maxSumsBytes else { throw .archive("\(Checksums.name) is too long") }
    madeAt = first.header.modifiedAt
    let text = try BackupError.mapping { () throws(SystemError) in
      try file.read(at: first.offset, count: first.header.size)
    }
    guard let checksums = Checksums(text) else { throw .archive("\(Checksums.name) is malformed") }
    var count = 0
    while let member = try BackupError.mapping({ () throws(TarError) in try reader.next() }) {
      guard let part = BackupPart(name: member.header.name) else {
        throw .archive("a file in it is none of a backup")
      }
      guard !parts.contains(part) else { throw .archive("\(part.name) is in it twice") }
      guard member.header.size <= part.maxBytes else { throw .archive("\(part.name) is too long") }
      guard count < checksums.names.count, checksums.names[count] == member.header.name else {
        throw .archive("\(Checksums.name) is not of these files")
      }
      parts.insert(part)
      offsets[part.rawValue] = member.offset
      sizes[part.rawValue] = member.header.size
      digests[part.rawValue] = checksums.digests[count]
      count += 1
    }
    guard count == checksums.names.count else { throw .archive("\(Checksums.name) is not of these files") }
    guard parts.contains(.users) else { throw .archive("\(BackupPart.users.name) is not in it") }
  }

  /// How long a file in it is, in bytes.
  func size(of part: BackupPart) -> Int { sizes[part.rawValue] }

  /// Unpacks all files, which are on the disk then.
  ///
  /// - Throws: where what is in one of them is not what went in.
  func unpack(to drafts: RestoreDrafts, _ progress: Backup.Progress) throws(BackupError) {
    let all = sizes.reduce(0, +)
    var done = 0
    for part in parts {
      let (offset, size) = (offsets[part.rawValue], sizes[part.rawValue])
      let draft = try BackupError.mapping { () throws(SystemError) in try drafts.file(part.name) }
      var hash = SHA256()
      var place = 0
      while place < size {
        let count = min(Self.chunkBytes, size - place)
        let bytes = try BackupError.mapping { () throws(SystemError) in
          try file.read(at: offset + place, count: count)
        }
        guard bytes.count == count else { throw .archive("it ends too early") }
        hash.update(bytes)
        try BackupError.mapping { () throws(SystemError) in try draft.write(bytes) }
        place += count
        done += count
        progress("unpacking", done, all)
      }
      guard hash.finalize() == digests[part.rawValue] else {
        throw .archive("the sum of \(part.name) is wrong")
      }
      try BackupError.mapping { () throws(SystemError) in try draft.sync() }
    }
  }
}

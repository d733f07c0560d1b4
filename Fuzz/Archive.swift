@testable import CGIAuthCore

/// An archive of any bytes that somebody says is a backup: reading it ends, what is in it is in the file, and
/// heads and sums read back as they are written.
func checkArchive(_ input: [UInt8]) {
  // The sum of a head is nothing that chance finds: it is set right here, and the rest is the fuzzer's.
  check(archive: input)
  check(archive: withRightSums(input))
  if let checksums = Checksums(input) { claim(checksums.text == input, "sums read back as others") }
}

private func check(archive: [UInt8]) {
  guard let file = file(of: archive) else { return }
  if var reader = try? TarReader(file) {
    var end = 0
    while let member = try? reader.next() {
      let header = member.header
      claim(member.offset == end + TarHeader.blockBytes, "a member is not behind the one before")
      end = member.offset + header.size + TarHeader.padding(behind: header.size)
      claim(end <= archive.count, "a member is not in the file")
      claim(!header.name.isEmpty && !header.name.contains(UInt8(ascii: "/")), "a name is a path")
      claim((try? TarHeader(header.block)) == header, "a head does not read back")
    }
  }
  guard let backup = try? BackupArchive(file) else { return }
  claim(backup.parts.contains(.users), "it has no users")
  for part in backup.parts { claim(backup.size(of: part) <= part.maxBytes, "a file is too long") }
}

/// Sets the sum of every block right that says that it is a head.
private func withRightSums(_ input: [UInt8]) -> [UInt8] {
  var archive = input
  for start in stride(from: 0, through: archive.count - TarHeader.blockBytes, by: TarHeader.blockBytes) {
    guard archive[(start + 257)...].starts(with: Array("ustar".utf8)) else { continue }
    let field = start + 148..<start + 156
    for place in field { archive[place] = 0x20 }
    var sum = archive[start..<start + TarHeader.blockBytes].reduce(0) { $0 + Int($1) }
    for place in field.prefix(6).reversed() {
      archive[place] = UInt8(ascii: "0") + UInt8(sum & 7)
      sum >>= 3
    }
    archive[field.upperBound - 2] = 0
  }
  return archive
}

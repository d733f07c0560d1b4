/// The member `SHA256SUMS` of a backup, which comes first: a line for each of the others, as sha256sum(1) of
/// coreutils writes and checks them.
struct Checksums {
  static let name: StaticString = "SHA256SUMS"
  /// The digits of a sum, and the two spaces behind it.
  private static let sumBytes = 2 * SHA256.digestBytes + 2

  /// The files' names, in the archive's order, and the digest of each one's content.
  private(set) var names: [[UInt8]] = []
  private(set) var digests: [[UInt8]] = []

  init() {}

  mutating func add(_ name: [UInt8], _ digest: [UInt8]) {
    names.append(name)
    digests.append(digest)
  }

  /// How long the text of these files will be, whatever is in them.
  static func bytes(of parts: BackupParts) -> Int {
    var count = 0
    for part in parts { count += sumBytes + part.name.utf8.count + 1 }
    return count
  }

  /// The lines.
  var text: [UInt8] {
    var text: [UInt8] = []
    for (place, name) in names.enumerated() {
      text += Self.hexadecimal(digests[place]) + [0x20, 0x20] + name + [0x0A]
    }
    return text
  }

  /// Reads the lines as they are written here; nil for anything else.
  init?(_ text: [UInt8]) {
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard let end = lines.last, end.isEmpty else { return nil }
    for line in lines.dropLast() {
      guard line.count > Self.sumBytes else { return nil }
      var digest: [UInt8] = []
      for place in 0..<SHA256.digestBytes {
        let digits = line.dropFirst(2 * place).prefix(2).compactMap(Self.value)
        guard digits.count == 2 else { return nil }
        digest.append(digits[0] << 4 | digits[1])
      }
      guard line.dropFirst(2 * SHA256.digestBytes).prefix(2).allSatisfy({ $0 == 0x20 }) else { return nil }
      add(Array(line.dropFirst(Self.sumBytes)), digest)
    }
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}

/// The head of a member of a tar archive, a block of 512 bytes (POSIX.1-2017, pax, "ustar Interchange
/// Format"). Only what a backup has is known: regular files with plain names.
struct TarHeader: Equatable {
  static let blockBytes = 512
  /// The most bytes of a name.
  static let maxNameBytes = 100
  /// The most bytes of a member: what eleven octal digits can say.
  static let maxSize = 1 << 33 - 1

  let name: [UInt8]
  /// In bytes, 0 to `maxSize`.
  let size: Int
  /// In seconds since 1970, 0 to `maxSize`.
  let modifiedAt: Int

  /// - Parameter name: 1 to `maxNameBytes` bytes, without a slash.
  init(name: [UInt8], size: Int, modifiedAt: Int) {
    self.name = name
    self.size = size
    self.modifiedAt = modifiedAt
  }

  /// Where fields begin, and how long they are.
  private static let sizeField = 124..<136
  private static let timeField = 136..<148
  private static let sumField = 148..<156
  private static let typePlace = 156
  private static let linkField = 157..<257
  private static let prefixField = 345..<500
  private static let magicPlace = 257
  /// The word and its version.
  private static var magic: [UInt8] { Array("ustar".utf8) + [0] + Array("00".utf8) }

  /// Reads a block.
  ///
  /// - Throws: where it is no head of a regular file with a plain name.
  init(_ block: [UInt8]) throws(TarError) {
    guard block.count == Self.blockBytes else { throw .malformed("it ends too early") }
    guard block[Self.magicPlace...].starts(with: Self.magic) else { throw .malformed("it is no ustar") }
    guard Self.number(block[Self.sumField]) == Self.sum(of: block) else {
      throw .malformed("the sum of a head is wrong")
    }
    guard block[Self.typePlace] == UInt8(ascii: "0") || block[Self.typePlace] == 0,
      block[Self.linkField].allSatisfy({ $0 == 0 })
    else { throw .malformed("a member is no regular file") }
    let field = block[..<Self.maxNameBytes]
    let name = field.prefix { $0 != 0 }
    guard !name.isEmpty, !name.contains(UInt8(ascii: "/")), field[name.endIndex...].allSatisfy({ $0 == 0 }),
      block[Self.prefixField].allSatisfy({ $0 == 0 })
    else { throw .malformed("a member's name is a path") }
    guard let size = Self.number(block[Self.sizeField]), size <= Self.maxSize,
      let modifiedAt = Self.number(block[Self.timeField]), modifiedAt <= Self.maxSize
    else { throw .malformed("a number in a head is malformed") }
    self.init(name: Array(name), size: size, modifiedAt: modifiedAt)
  }

  /// The block, of a file for its owner alone.
  var block: [UInt8] {
    var block = [UInt8](repeating: 0, count: Self.blockBytes)
    func put(_ bytes: [UInt8], at place: Int) {
      block.replaceSubrange(place..<place + bytes.count, with: bytes)
    }
    put(name, at: 0)
    put(Self.octal(0o600, digits: 7), at: 100)
    // The user's number, the group's, and those of a device: none.
    for place in [108, 116, 329, 337] { put(Self.octal(0, digits: 7), at: place) }
    put(Self.octal(size, digits: 11), at: Self.sizeField.lowerBound)
    put(Self.octal(modifiedAt, digits: 11), at: Self.timeField.lowerBound)
    block[Self.typePlace] = UInt8(ascii: "0")
    put(Self.magic, at: Self.magicPlace)
    put(Self.octal(Self.sum(of: block), digits: 6) + [0x20], at: Self.sumField.lowerBound)
    return block
  }

  /// How many bytes are between the end of a member and the next block.
  static func padding(behind size: Int) -> Int { (blockBytes - size % blockBytes) % blockBytes }

  /// The sum of all bytes, those of the sum itself taken for spaces.
  private static func sum(of block: [UInt8]) -> Int {
    var sum = 0
    for (place, byte) in block.enumerated() { sum += sumField.contains(place) ? 0x20 : Int(byte) }
    return sum
  }

  /// Digits with zeros before them, and a NUL.
  private static func octal(_ number: Int, digits: Int) -> [UInt8] {
    var field = [UInt8](repeating: 0, count: digits + 1)
    for place in 0..<digits {
      field[place] = UInt8(ascii: "0") + UInt8(number >> (3 * (digits - 1 - place)) & 7)
    }
    return field
  }

  /// The number of a field: octal digits, then NULs or spaces. Nil where it is none.
  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    let digits = field.prefix { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
    guard !digits.isEmpty, field[digits.endIndex...].allSatisfy({ $0 == 0 || $0 == 0x20 }) else { return nil }
    return digits.reduce(0) { $0 << 3 | Int($1 - UInt8(ascii: "0")) }
  }
}

/// Why an archive cannot be read.
enum TarError: Error {
  /// What is wrong with it, as a sentence.
  case malformed(StaticString)
  case system(SystemError)
}

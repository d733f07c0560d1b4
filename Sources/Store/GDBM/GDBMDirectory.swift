import CGIAuthLibC

/// The hash directory and the buckets of a GDBM file, read past GDBM, which shows neither (gdbmdefs.h of GDBM
/// 1.8 to 1.23, with 64-bit file offsets).
///
/// The first bits of a key's hash are its place in the directory, which names a bucket. A bucket that is full
/// is split in two; where it had only one place in the directory, the directory is doubled first.
struct GDBMDirectory {
  static let hashBits = 31
  private static let headerBytes = 32
  /// What stands before the entries of a bucket: its free space, its bits, its count.
  private static let bucketHeadBytes = 112
  private static let entryBytes = 24
  private static let maxBucketBytes = 1 << 24

  /// The bits of a hash that choose a place in the directory.
  let bits: Int
  /// The most keys of a bucket.
  let bucketCapacity: Int
  /// The size of a new file's directory.
  let blockBytes: Int
  private let file: File
  private let fileBytes: Int
  private let offset: Int
  private let bucketBytes: Int

  /// A bucket: the keys whose hashes begin with the same `bits` bits.
  struct Bucket {
    let bits: Int
    let entries: [Entry]
  }

  /// Where a key and its value lie.
  struct Entry {
    let label: Label
    fileprivate let offset, valueBytes: Int

    var hash: UInt32 { label.hash }
  }

  /// What a bucket itself knows of a key. Where it is that of the key looked for, GDBM reads the record.
  struct Label: Equatable {
    let hash: UInt32
    fileprivate let keyBytes: Int
    fileprivate let beginning: ArraySlice<UInt8>

    /// The label of a key.
    init(_ key: [UInt8]) { self.init(GDBMDirectory.hash(key), key.count, key.prefix(Self.beginningBytes)) }

    fileprivate static let beginningBytes = 4

    fileprivate init(_ hash: UInt32, _ keyBytes: Int, _ beginning: ArraySlice<UInt8>) {
      self.hash = hash
      self.keyBytes = keyBytes
      self.beginning = beginning.prefix(keyBytes)
    }
  }

  /// The directory of a file that GDBM opens.
  init(_ file: File) throws(GDBMFile.Failure) {
    self.file = file
    fileBytes = try Self.mapping { () throws(SystemError) in Int(try file.status().st_size) }
    let header = try Self.read(file, at: 0, count: Self.headerBytes)
    blockBytes = header.number(at: 4, of: Int32.self)
    offset = header.number(at: 8, of: Int64.self)
    bits = header.number(at: 20, of: Int32.self)
    bucketBytes = header.number(at: 24, of: Int32.self)
    bucketCapacity = header.number(at: 28, of: Int32.self)
    guard (0..<Self.hashBits).contains(bits), header.number(at: 16, of: Int32.self) == 8 << bits,
      (1...Self.maxBucketBytes).contains(bucketBytes), bucketCapacity > 0,
      Self.bucketHeadBytes + bucketCapacity * Self.entryBytes <= bucketBytes
    else { throw Self.damage("directory") }
  }

  /// The hash of a key (`_gdbm_hash`, hash.c).
  static func hash(_ key: [UInt8]) -> UInt32 {
    var value = 0x238F_13AF &* UInt32(truncatingIfNeeded: key.count)
    for (index, byte) in key.enumerated() {
      // As C's `char`, which has a sign on some machines only.
      let number = UInt32(truncatingIfNeeded: CChar(truncatingIfNeeded: byte))
      value = (value &+ number << UInt32(index * 5 % 24)) & 0x7FFF_FFFF
    }
    return (1_103_515_243 &* value &+ 12_345) & 0x7FFF_FFFF
  }

  /// The place in the directory of a hash.
  func place(of hash: UInt32) -> Int { Int(hash >> UInt32(Self.hashBits - bits)) }

  /// The bucket of a place in the directory.
  func bucket(at place: Int) throws(GDBMFile.Failure) -> Bucket {
    let address = try Self.read(file, at: offset + 8 * place, count: 8).number(at: 0, of: Int64.self)
    let bytes = try Self.read(file, at: address, count: bucketBytes)
    let bucketBits = bytes.number(at: 104, of: Int32.self)
    guard (0...bits).contains(bucketBits) else { throw Self.damage("bucket") }
    var entries: [Entry] = []
    for number in 0..<bucketCapacity {
      let start = Self.bucketHeadBytes + number * Self.entryBytes
      let hash = bytes.number(at: start, of: Int32.self)
      guard hash >= 0 else { continue }
      let keyBytes = bytes.number(at: start + 16, of: Int32.self)
      guard keyBytes >= 0 else { throw Self.damage("bucket") }
      entries.append(
        Entry(
          label: Label(UInt32(hash), keyBytes, bytes[start + 4..<start + 4 + Label.beginningBytes]),
          offset: bytes.number(at: start + 8, of: Int64.self),
          valueBytes: bytes.number(at: start + 20, of: Int32.self)))
    }
    return Bucket(bits: bucketBits, entries: entries)
  }

  /// The first place in the directory behind those of a bucket.
  func place(after place: Int, _ bucket: Bucket) -> Int {
    let shared = bits - bucket.bits
    return ((place >> shared) + 1) << shared
  }

  /// The key and the value of an entry.
  func record(_ entry: Entry) throws(GDBMFile.Failure) -> (key: [UInt8], value: [UInt8]) {
    let keyBytes = entry.label.keyBytes
    guard entry.valueBytes >= 0, keyBytes + entry.valueBytes <= fileBytes else { throw Self.damage("bucket") }
    let bytes = try Self.read(file, at: entry.offset, count: keyBytes + entry.valueBytes)
    return (Array(bytes[..<keyBytes]), Array(bytes[keyBytes...]))
  }

  private static func read(_ file: File, at offset: Int, count: Int) throws(GDBMFile.Failure) -> [UInt8] {
    guard offset >= 0 else { throw damage("offset") }
    let bytes = try mapping { () throws(SystemError) in try file.read(at: offset, count: count) }
    guard bytes.count == count else { throw damage("end") }
    return bytes
  }

  private static func mapping<Value>(
    _ body: () throws(SystemError) -> Value
  ) throws(GDBMFile.Failure) -> Value {
    do { return try body() } catch {
      throw GDBMFile.Failure(text: error.operation, systemCode: error.code)
    }
  }

  private static func damage(_ part: String) -> GDBMFile.Failure {
    GDBMFile.Failure(text: "malformed \(part)", systemCode: 0)
  }
}

extension [UInt8] {
  /// A number in this machine's byte order, as GDBM writes it.
  fileprivate func number<Number: FixedWidthInteger>(at offset: Int, of type: Number.Type) -> Int {
    withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: offset, as: Number.self)) }
  }
}

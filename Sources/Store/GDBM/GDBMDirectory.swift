import CGIAuthLibC

/// The hash directory, the buckets and the records of a GDBM file, read past GDBM (gdbmdefs.h of GDBM 1.8 to
/// 1.23, with 64-bit file offsets). GDBM shows neither directory nor buckets, and it reads the whole
/// directory to find one key.
///
/// Locking is the caller's. Whatever the file holds, every read ends: with what is there, or with a failure.
///
/// The first bits of a key's hash are its place in the directory, which names a bucket. A bucket that is full
/// is split in two; where it had only one place in the directory, the directory is doubled first.
struct GDBMDirectory {
  static let hashBits = 31
  private static let headerBytes = 40
  /// What a file begins with that has 64-bit offsets, in this machine's byte order: the number of GDBM before
  /// 1.9, that of today, and that with GDBM_NUMSYNC (gdbmconst.h).
  private static let magicNumbers = [0x1357_9ACE, 0x1357_9ACF, 0x1357_9AD1]
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
  private let cache: BucketCache?

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
    /// The size of key and value.
    var recordBytes: Int { label.keyBytes + max(valueBytes, 0) }
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

  /// The directory of a file, which is looked at as GDBM does when it opens one (`validate_header`,
  /// gdbmopen.c).
  ///
  /// - Parameter cache: where buckets stay, for whoever reads again while the file is the same.
  init(_ file: File, cache: BucketCache? = nil) throws(GDBMFile.Failure) {
    self.file = file
    self.cache = cache
    fileBytes = try Self.mapping { () throws(SystemError) in Int(try file.status().st_size) }
    let header = try Self.read(file, fileBytes, at: 0, count: Self.headerBytes)
    guard Self.magicNumbers.contains(header.number(at: 0, of: UInt32.self)) else {
      throw Self.damage("beginning")
    }
    blockBytes = header.number(at: 4, of: Int32.self)
    offset = header.number(at: 8, of: Int64.self)
    bits = header.number(at: 20, of: Int32.self)
    bucketBytes = header.number(at: 24, of: Int32.self)
    bucketCapacity = header.number(at: 28, of: Int32.self)
    // The end of the file that GDBM knows lies at the file's end, or behind it.
    guard (0..<Self.hashBits).contains(bits), header.number(at: 16, of: Int32.self) == 8 << bits,
      offset > 0, offset < fileBytes - (8 << bits), header.number(at: 32, of: Int64.self) >= fileBytes,
      (Self.bucketHeadBytes + Self.entryBytes...Self.maxBucketBytes).contains(bucketBytes),
      bucketCapacity == (bucketBytes - Self.bucketHeadBytes) / Self.entryBytes
    else { throw Self.damage("header") }
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

  /// The value of a key, or nil where there is none.
  ///
  /// As GDBM looks for it (`_gdbm_findkey`, findkey.c): from the place in the bucket that the hash chooses on
  /// to the first empty one, and once around at most. Of keys that look the same, each is read.
  func value(_ key: [UInt8]) throws(GDBMFile.Failure) -> [UInt8]? {
    let label = Label(key)
    let bucket = try bucketContent(at: place(of: label.hash))
    let home = Int(label.hash) % bucketCapacity
    for step in 0..<bucketCapacity {
      guard let entry = try entry((home + step) % bucketCapacity, of: bucket) else { return nil }
      guard entry.label == label else { continue }
      let record = try recordContent(entry)
      if record.starts(with: key) { return record[key.count...].array }
    }
    return nil
  }

  /// The bucket of a place in the directory.
  func bucket(at place: Int) throws(GDBMFile.Failure) -> Bucket {
    let bytes = try bucketContent(at: place)
    var entries: [Entry] = []
    for number in 0..<bucketCapacity {
      if let entry = try entry(number, of: bytes) { entries.append(entry) }
    }
    return Bucket(bits: Self.bits(ofBucket: bytes), entries: entries)
  }

  private func bucketContent(at place: Int) throws(GDBMFile.Failure) -> [UInt8] {
    if let bytes = cache?.bucket(of: place) { return bytes }
    let address = try read(at: offset + 8 * place, count: 8).number(at: 0, of: Int64.self)
    guard address >= blockBytes else { throw Self.damage("directory") }
    let bytes = try read(at: address, count: bucketBytes)
    let bucketBits = Self.bits(ofBucket: bytes)
    guard (0...bits).contains(bucketBits),
      (0...bucketCapacity).contains(bytes.number(at: 108, of: Int32.self))
    else { throw Self.damage("bucket") }
    let shared = bits - bucketBits
    cache?.add(bytes, of: (place >> shared) << shared, count: 1 << shared)
    return bytes
  }

  private static func bits(ofBucket bytes: [UInt8]) -> Int { bytes.number(at: 104, of: Int32.self) }

  /// An entry of a bucket; nil where its place is empty.
  private func entry(_ number: Int, of bucket: [UInt8]) throws(GDBMFile.Failure) -> Entry? {
    let start = Self.bucketHeadBytes + number * Self.entryBytes
    let hash = bucket.number(at: start, of: Int32.self)
    if hash == -1 { return nil }
    let keyBytes = bucket.number(at: start + 16, of: Int32.self)
    guard hash >= 0, keyBytes >= 0 else { throw Self.damage("bucket") }
    return Entry(
      label: Label(UInt32(hash), keyBytes, bucket[start + 4..<start + 4 + Label.beginningBytes]),
      offset: bucket.number(at: start + 8, of: Int64.self),
      valueBytes: bucket.number(at: start + 20, of: Int32.self))
  }

  /// The first place in the directory behind those of a bucket.
  func place(after place: Int, _ bucket: Bucket) -> Int {
    let shared = bits - bucket.bits
    return ((place >> shared) + 1) << shared
  }

  /// The key and the value of an entry.
  func record(_ entry: Entry) throws(GDBMFile.Failure) -> (key: [UInt8], value: [UInt8]) {
    let bytes = try recordContent(entry)
    return (bytes[..<entry.label.keyBytes].array, bytes[entry.label.keyBytes...].array)
  }

  /// The key and, behind it, the value of an entry.
  private func recordContent(_ entry: Entry) throws(GDBMFile.Failure) -> [UInt8] {
    guard entry.valueBytes >= 0 else { throw Self.damage("bucket") }
    let count = entry.label.keyBytes + entry.valueBytes
    if let last = cache?.lastRecord, last.offset == entry.offset, last.bytes.count == count {
      return last.bytes
    }
    let bytes = try read(at: entry.offset, count: count)
    cache?.lastRecord = (entry.offset, bytes)
    return bytes
  }

  private func read(at offset: Int, count: Int) throws(GDBMFile.Failure) -> [UInt8] {
    try Self.read(file, fileBytes, at: offset, count: count)
  }

  /// - Parameter fileBytes: the file's size. Nothing beyond it is asked for, however much a damaged file
  ///   names.
  private static func read(
    _ file: File, _ fileBytes: Int, at offset: Int, count: Int
  ) throws(GDBMFile.Failure) -> [UInt8] {
    guard offset >= 0, count <= fileBytes, offset <= fileBytes - count else { throw damage("end") }
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

/// Buckets of a file that stays the same, and its record that was read last: one page makes many requests of
/// one user.
final class BucketCache {
  /// Of a table of a million users not all buckets are to stay in memory.
  private static let maxBuckets = 32
  private var buckets: [(places: Range<Int>, bytes: [UInt8])] = []
  fileprivate var lastRecord: (offset: Int, bytes: [UInt8])?

  /// The bucket of a place in the directory, where it was added.
  fileprivate func bucket(of place: Int) -> [UInt8]? {
    for bucket in buckets where bucket.places.contains(place) { return bucket.bytes }
    return nil
  }

  /// Adds a bucket, and its places in the directory; the one that was added first goes.
  fileprivate func add(_ bytes: [UInt8], of firstPlace: Int, count: Int) {
    if buckets.count == Self.maxBuckets { buckets.removeFirst() }
    buckets.append((firstPlace..<firstPlace + count, bytes))
  }
}

extension [UInt8] {
  /// A number in this machine's byte order, as GDBM writes it.
  fileprivate func number<Number: FixedWidthInteger>(at offset: Int, of type: Number.Type) -> Int {
    withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: offset, as: Number.self)) }
  }
}

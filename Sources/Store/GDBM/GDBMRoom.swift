/// Whether a GDBM file has room for a key under its own name, at a cost that the number of records explains.
///
/// GDBM's hash is a sum without a secret, so whoever chooses keys chooses buckets. Keys whose hashes begin
/// alike make GDBM double the directory, which every reader reads whole; of keys with one hash, length and
/// beginning, it reads each until it finds the one.
struct GDBMRoom {
  /// As many places as a directory may have, however few records there are: one page of memory.
  static let freePlaces = 512
  /// The most keys with one hash, length and beginning: as many as numbered addresses have.
  static let maxAlike = 5
  private static let samples = 64

  private let directory: GDBMDirectory?
  /// Keys that the same write adds, or that room is kept for.
  private var added: [GDBMDirectory.Label] = []

  /// The room of a file, or of one that is still to be made.
  init(_ directory: GDBMDirectory?) { self.directory = directory }

  /// Counts a key as one that is there.
  mutating func add(_ key: [UInt8]) { added.append(.init(key)) }

  /// Whether a key that is not there may be added.
  func isEnough(for key: [UInt8]) throws(GDBMFile.Failure) -> Bool {
    let label = GDBMDirectory.Label(key)
    let hash = label.hash
    let bucket = try directory?.bucket(at: directory?.place(of: hash) ?? 0)
    // Of a file that is still to be made, what GDBM makes on most file systems.
    let capacity = directory?.bucketCapacity ?? 166
    var needed = bucket?.bits ?? 0
    var beside = ((bucket?.entries.map { $0.label } ?? []) + added).filter {
      ($0.hash ^ hash) >> UInt32(GDBMDirectory.hashBits - needed) == 0
    }
    guard beside.count(where: { $0 == label }) < Self.maxAlike else { return false }
    while beside.count >= capacity {
      guard needed < GDBMDirectory.hashBits else { return false }
      needed += 1
      beside = beside.filter { ($0.hash ^ hash) >> UInt32(GDBMDirectory.hashBits - needed) == 0 }
    }
    guard let directory else { return 1 << needed <= Self.freePlaces }
    if needed <= directory.bits || 1 << needed <= max(Self.freePlaces, directory.blockBytes / 8) {
      return true
    }
    return try isExplained(bits: needed, directory)
  }

  /// Whether records are so many that one full bucket of `bits - 1` bits is no wonder: buckets of that size
  /// are half full in the mean, or lack no more than nine standard deviations (of Poisson's distribution).
  ///
  /// The mean is that of buckets by chance, which nobody knows beforehand: a few that were filled on purpose
  /// do not count, and a write costs the same however many there are.
  private func isExplained(bits: Int, _ directory: GDBMDirectory) throws(GDBMFile.Failure) -> Bool {
    let unit = Self.samples << 4
    var sum = 0
    for _ in 0..<Self.samples {
      let bucket = try directory.bucket(at: Int.random(in: 0..<1 << directory.bits))
      sum += (bucket.entries.count << 4) >> (directory.bits - bucket.bits)
    }
    let mean = sum >> (bits - 1 - directory.bits)
    let lacking = directory.bucketCapacity * unit - mean
    return lacking <= mean || lacking * lacking <= 81 * mean * unit
  }
}

/// The records of any GDBM file, in the order of its buckets: for those who read a file that another site or
/// another tool made.
package struct GDBMRecords {
  private let directory: GDBMDirectory
  private let files: String
  private var bucket: GDBMDirectory.Bucket?
  /// The place of the bucket in the directory, and that of the next record in the bucket.
  package var place = 0, index = 0
  /// The number of the last record, from 1 on.
  package var number = 0

  /// What comes next.
  package enum Found {
    case record(key: [UInt8], value: [UInt8])
    /// The record has more bytes than are wanted.
    case tooLong
    /// The record is none that this project writes under such a name.
    case malformed
    /// A bucket has ended, or a record is the table's own.
    case nothing
  }

  /// - Throws: where the file is no GDBM file of this kind of machine, or is damaged.
  package init(_ file: File) throws(StoreError) {
    files = file.name
    directory = try Self.mapping(file.name) { () throws(GDBMFile.Failure) in try GDBMDirectory(file) }
  }

  private static func mapping<Value>(
    _ name: String, _ body: () throws(GDBMFile.Failure) -> Value
  ) throws(StoreError) -> Value {
    do { return try body() } catch {
      if error.systemCode != 0 { throw .system(SystemError(operation: error.text, code: error.systemCode)) }
      throw .damaged(table: name, reason: error.text)
    }
  }

  /// The next one; nil at the end.
  package mutating func next(maxBytes: Int) throws(StoreError) -> Found? {
    do { return try found(maxBytes) } catch {
      let failure: GDBMFile.Failure = error
      return try Self.mapping(files) { () throws(GDBMFile.Failure) in throw failure }
    }
  }

  private mutating func found(_ maxBytes: Int) throws(GDBMFile.Failure) -> Found? {
    guard place < 1 << directory.bits else { return nil }
    let bucket = if let bucket { bucket } else { try directory.bucket(at: place) }
    self.bucket = bucket
    guard index < bucket.entries.count else {
      place = directory.place(after: place, bucket)
      (index, self.bucket) = (0, nil)
      return .nothing
    }
    let entry = bucket.entries[index]
    (index, number) = (index + 1, number + 1)
    guard entry.recordBytes <= maxBytes else { return .tooLong }
    let record = try directory.record(entry)
    guard Overflow.owns(record.key) else { return .record(key: record.key, value: record.value) }
    // A table of this project's own keeps some under other names.
    guard record.key != Overflow.secretName else { return .nothing }
    guard let kept = Overflow.record(of: record.value) else { return .malformed }
    // The record under its own name wins.
    if try directory.value(kept.key) != nil { return .nothing }
    return .record(key: kept.key, value: kept.value)
  }
}

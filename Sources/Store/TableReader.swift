/// A table's records in one file of it, wherever they lie.
struct TableReader {
  let file: GDBMDirectory
  let keys: Table.Keys

  /// Where the record of a key lies.
  struct Place {
    /// The value under the key itself. It wins over the other.
    var plain: [UInt8]?
    /// The name in the overflow, and the value there.
    var overflow: (name: [UInt8], value: [UInt8])?

    var value: [UInt8]? { plain ?? overflow?.value }
  }

  /// The value of a key, or nil.
  ///
  /// - Parameter evenly: looks everywhere, so that nobody can tell by the time where
  ///   the record was, or whether.
  func value(_ key: [UInt8], evenly: Bool = false) throws(GDBMFile.Failure) -> [UInt8]? {
    let plain = try file.value(key)
    guard keys == .chosenByStrangers, evenly || plain == nil else { return plain }
    let beside = try overflow()?.find(key, in: file)
    return plain ?? beside?.value
  }

  /// Every place where a key has a record.
  func place(of key: [UInt8]) throws(GDBMFile.Failure) -> Place {
    let plain = try file.value(key)
    guard keys == .chosenByStrangers else { return Place(plain: plain) }
    return Place(plain: plain, overflow: try overflow()?.find(key, in: file))
  }

  /// The table's overflow, or nil where it has none: one keyed read.
  func overflow() throws(GDBMFile.Failure) -> Overflow? {
    guard let record = try file.value(Overflow.secretName) else { return nil }
    guard let overflow = Overflow(record: record) else {
      throw GDBMFile.Failure(text: "the secret of its overflow is malformed", systemCode: 0)
    }
    return overflow
  }
}

extension Overflow {
  /// The name and the value of a key in a file, or nil.
  fileprivate func find(
    _ key: [UInt8], in file: GDBMDirectory
  ) throws(GDBMFile.Failure) -> (name: [UInt8], value: [UInt8])? {
    for number in 0..<names {
      let name = name(number, of: key)
      if let content = try file.value(name), let record = Self.record(of: content), record.key == key {
        return (name, record.value)
      }
    }
    return nil
  }
}

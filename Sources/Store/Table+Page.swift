extension Table {
  /// A place in the order of a table's keys, which no write changes: by GDBM's hash, then by name.
  struct Cursor: Hashable, Sendable {
    fileprivate let hash: UInt32
    /// As the file has it, in the overflow, too.
    fileprivate let name: [UInt8]
  }

  /// A part of a table.
  struct Page: Sendable {
    struct Record: Hashable, Sendable {
      let key, value: [UInt8]
    }

    let records: [Record]
    /// Where to go on; nil at the table's end.
    let next: Cursor?
  }

  /// Some of the records, in the order of hashes. Whoever goes on from each page's `next` sees every key that
  /// is there all the while once, whatever is added or removed meanwhile, the cursor's own key included.
  ///
  /// A page costs what is in it, however large the table is. Never waits for a writer of ours.
  ///
  /// - Parameters:
  ///   - cursor: what the page before gave; nil for the first.
  ///   - maxRecords: the most records, from 1 on.
  func page(after cursor: Cursor? = nil, maxRecords: Int) throws(StoreError) -> Page {
    guard let live = try files.openLive(until: deadline) else { return Page(records: [], next: nil) }
    return try files.mapping { () throws(GDBMFile.Failure) in
      let directory = try GDBMDirectory(live)
      let reader = TableReader(file: directory, keys: keys)
      var records: [Page.Record] = []
      var place = cursor.map { directory.place(of: $0.hash) } ?? 0
      while place < 1 << directory.bits {
        let bucket = try directory.bucket(at: place)
        let entries = bucket.entries.filter { $0.hash >= cursor?.hash ?? 0 }.sorted { $0.hash < $1.hash }
        var index = 0
        while index < entries.count {
          // Of one hash, all are read, to put them in order.
          var alike: [Page.Record] = []
          let hash = entries[index].hash
          while index < entries.count, entries[index].hash == hash {
            let record = try directory.record(entries[index])
            alike.append(Page.Record(key: record.key, value: record.value))
            index += 1
          }
          for found in alike.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            if let cursor, cursor.hash == hash, !cursor.name.lexicographicallyPrecedes(found.key) { continue }
            if let record = try visible(found, reader) { records.append(record) }
            if records.count == maxRecords {
              return Page(records: records, next: Cursor(hash: hash, name: found.key))
            }
          }
        }
        place = directory.place(after: place, bucket)
      }
      return Page(records: records, next: nil)
    }
  }

  /// The keys of some of the records, from a place by chance on: for whoever looks through a part of a table
  /// each time. Never waits for a writer of ours. Only for tables whose keys are ours.
  ///
  /// - Parameter maxKeys: the most keys.
  func someKeys(maxKeys: Int) throws(StoreError) -> [[UInt8]] {
    guard let live = try files.openLive(until: deadline) else { return [] }
    return try files.mapping { () throws(GDBMFile.Failure) in
      let directory = try GDBMDirectory(live)
      let entries = try directory.bucket(at: Int.random(in: 0..<1 << directory.bits)).entries
      var keys: [[UInt8]] = []
      let start = Int.random(in: 0..<max(entries.count, 1))
      for entry in entries[start...].prefix(maxKeys) + entries[..<start].prefix(maxKeys) {
        if keys.count < maxKeys { keys.append(try directory.record(entry).key) }
      }
      return keys
    }
  }

  /// What a record of the file is to those who use the table; nil where it is nothing.
  private func visible(
    _ found: Page.Record, _ reader: TableReader
  ) throws(GDBMFile.Failure) -> Page.Record? {
    guard keys == .chosenByStrangers, Overflow.owns(found.key) else { return found }
    guard found.key != Overflow.secretName else { return nil }
    guard let record = Overflow.record(of: found.value) else {
      throw GDBMFile.Failure(text: "a record of its overflow is malformed", systemCode: 0)
    }
    return try reader.file.value(record.key) == nil ? Page.Record(key: record.key, value: record.value) : nil
  }
}

extension Table {
  /// A place in the order of a table's keys, which no write changes: by GDBM's hash, then by name.
  struct Cursor: Hashable, Sendable {
    let hash: UInt32
    /// As the file has it, in the overflow, too; nil behind all of the hash.
    fileprivate let name: [UInt8]?

    fileprivate init(hash: UInt32, name: [UInt8]) { (self.hash, self.name) = (hash, name) }

    /// The place behind every key of a hash.
    init(behind hash: UInt32) { (self.hash, name) = (hash, nil) }
  }

  /// A part of a table.
  struct Page: Sendable {
    struct Record: Hashable, Sendable {
      let key, value: [UInt8]
      /// The hash of the name that the file has it under.
      let hash: UInt32
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
            alike.append(Page.Record(key: record.key, value: record.value, hash: hash))
            index += 1
          }
          if let cursor, cursor.hash == hash, cursor.name == nil { continue }
          if alike.count > 1 { alike.sort { $0.key.lexicographicallyPrecedes($1.key) } }
          for found in alike {
            if let cursor, cursor.hash == hash, let name = cursor.name,
              !name.lexicographicallyPrecedes(found.key)
            {
              continue
            }
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

  /// Goes through all records as they are at one moment, in the order of the file's buckets. Writers go on
  /// meanwhile, each a little slower: they cannot use the file that is read here again.
  ///
  /// - Parameter body: whether to go on.
  func forEach(_ body: (_ key: [UInt8], _ value: [UInt8]) -> Bool) throws(StoreError) {
    guard let live = try files.openLive(until: deadline) else { return }
    defer { withExtendedLifetime(live) {} }
    try files.mapping { () throws(GDBMFile.Failure) in
      let directory = try GDBMDirectory(live)
      let reader = TableReader(file: directory, keys: keys)
      var place = 0
      while place < 1 << directory.bits {
        let bucket = try directory.bucket(at: place)
        for entry in bucket.entries {
          let found = try directory.record(entry)
          let record = Page.Record(key: found.key, value: found.value, hash: entry.hash)
          if let record = try visible(record, reader), !body(record.key, record.value) { return }
        }
        place = directory.place(after: place, bucket)
      }
    }
  }

  /// The records of a hash: those that one page cannot be told from another by. There are few.
  func records(of hash: UInt32) throws(StoreError) -> [Page.Record] {
    guard hash >> UInt32(GDBMDirectory.hashBits) == 0, let live = try files.openLive(until: deadline) else {
      return []
    }
    return try files.mapping { () throws(GDBMFile.Failure) in
      let directory = try GDBMDirectory(live)
      let reader = TableReader(file: directory, keys: keys)
      var records: [Page.Record] = []
      for entry in try directory.bucket(at: directory.place(of: hash)).entries where entry.hash == hash {
        let found = try directory.record(entry)
        let record = Page.Record(key: found.key, value: found.value, hash: hash)
        if let record = try visible(record, reader) { records.append(record) }
      }
      return records
    }
  }

  /// The hash of the name that the file has a key under; nil where the key is not there.
  func hash(of key: [UInt8]) throws(StoreError) -> UInt32? {
    guard let live = try files.openLive(until: deadline) else { return nil }
    return try files.mapping { () throws(GDBMFile.Failure) in
      let place = try TableReader(file: try GDBMDirectory(live), keys: keys).place(of: key)
      if place.plain != nil { return GDBMDirectory.hash(key) }
      return place.overflow.map { GDBMDirectory.hash($0.name) }
    }
  }

  /// Whether there are more records than so many, by the buckets alone: what the table keeps for itself is
  /// among them.
  func hasMoreRecords(than count: Int) throws(StoreError) -> Bool {
    guard let live = try files.openLive(until: deadline) else { return false }
    return try files.mapping { () throws(GDBMFile.Failure) in
      let directory = try GDBMDirectory(live)
      var (found, place) = (0, 0)
      while place < 1 << directory.bits, found <= count {
        let bucket = try directory.bucket(at: place)
        found += bucket.entries.count
        place = directory.place(after: place, bucket)
      }
      return found > count
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
    return try reader.file.value(record.key) == nil
      ? Page.Record(key: record.key, value: record.value, hash: found.hash) : nil
  }
}

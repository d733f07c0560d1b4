/// A write under way: reads a table's keys, and takes what shall become of them.
/// Nobody else writes meanwhile.
///
/// Meant for a few keys: all that it changes is written to the disk twice, once by this
/// write and once by the next.
final class TableTransaction {
  private let files: TableFiles
  private let reader: TableReader?
  private let keys: Table.Keys
  private var changes: [Change] = []

  /// A key that was read or changed.
  private struct Change {
    let key: [UInt8]
    let place: TableReader.Place
    var value: [UInt8]?
    var isChanged = false
  }

  init(on live: File?, _ keys: Table.Keys, _ files: TableFiles) throws(StoreError) {
    self.files = files
    self.keys = keys
    reader = try files.mapping { () throws(GDBMFile.Failure) -> TableReader? in
      guard let live else { return nil }
      return TableReader(file: try GDBMDirectory(live), keys: keys)
    }
  }

  /// The value of a key, nil where there is none, with the changes so far.
  func value(_ key: [UInt8]) throws(StoreError) -> [UInt8]? { changes[try index(of: key)].value }

  /// Gives a key a value, or removes it where the value is nil.
  func set(_ key: [UInt8], _ value: [UInt8]?) throws(StoreError) {
    let index = try index(of: key)
    changes[index].value = value
    changes[index].isChanged = true
  }

  private func index(of key: [UInt8]) throws(StoreError) -> Int {
    if let index = changes.firstIndex(where: { $0.key == key }) { return index }
    let place = try files.mapping { () throws(GDBMFile.Failure) in
      if let reader { try reader.place(of: key) } else { TableReader.Place() }
    }
    changes.append(Change(key: key, place: place, value: place.value))
    return changes.count - 1
  }

  /// What is to be done to the file, at most one operation a name.
  func operations() throws(StoreError) -> [TableNote.Operation] {
    let changed = changes.filter { $0.isChanged }
    switch keys {
    case .ours:
      return changed.filter { $0.value != nil || $0.place.plain != nil }.map {
        .init(key: $0.key, value: $0.value)
      }
    case .chosenByStrangers: return try operations(placing: changed)
    }
  }

  /// The operations on keys that strangers chose: each goes to where its record is. A
  /// second one in the overflow goes.
  private func operations(placing changed: [Change]) throws(StoreError) -> [TableNote.Operation] {
    var operations: [TableNote.Operation] = []
    var places: NewPlaces?
    for change in changed {
      guard let value = change.value else {
        if change.place.plain != nil { operations.append(.init(key: change.key, value: nil)) }
        if let overflow = change.place.overflow { operations.append(.init(key: overflow.name, value: nil)) }
        continue
      }
      if change.place.plain != nil {
        operations.append(.init(key: change.key, value: value))
        if let overflow = change.place.overflow { operations.append(.init(key: overflow.name, value: nil)) }
      } else if let overflow = change.place.overflow {
        operations.append(.init(key: overflow.name, value: Overflow.content(change.key, value)))
      } else {
        var found = if let places { places } else { try newPlaces() }
        operations.append(try found.operation(change.key, value, files))
        places = found
      }
    }
    if let secret = places?.changedSecret {
      operations.append(.init(key: Overflow.secretName, value: secret))
    }
    return operations
  }

  private func newPlaces() throws(StoreError) -> NewPlaces {
    try files.mapping { () throws(GDBMFile.Failure) in
      NewPlaces(room: GDBMRoom(reader?.file), overflow: try reader?.overflow())
    }
  }
}

/// Where the new records of one write go.
private struct NewPlaces {
  private var room: GDBMRoom
  private var overflow: Overflow?
  /// The record of the overflow's secret, where it is not what is in the file.
  private(set) var changedSecret: [UInt8]?

  init(room: GDBMRoom, overflow: Overflow?) {
    self.room = room
    self.overflow = overflow
    // Its name is known: strangers must not have its bucket full before it is there.
    if overflow == nil { self.room.add(Overflow.secretName) }
  }

  /// The operation that adds a key: under its own name where there is room, else in the overflow.
  mutating func operation(
    _ key: [UInt8], _ value: [UInt8], _ files: TableFiles
  ) throws(StoreError) -> TableNote.Operation {
    if try hasRoom(key, files) {
      room.add(key)
      return .init(key: key, value: value)
    }
    var overflow =
      if let known = self.overflow { known } else {
        try files.mapping { () throws(SystemError) in try Overflow() }
      }
    for number in 0..<Overflow.maxNames {
      let name = overflow.name(number, of: key)
      guard try hasRoom(name, files) else { continue }
      room.add(name)
      if self.overflow == nil || number >= overflow.names {
        overflow.use(number)
        changedSecret = overflow.record
      }
      self.overflow = overflow
      return .init(key: name, value: Overflow.content(key, value))
    }
    throw .full(table: files.name + ".gdbm", reason: "too many records under names with one hash")
  }

  private func hasRoom(_ name: [UInt8], _ files: TableFiles) throws(StoreError) -> Bool {
    try files.mapping { () throws(GDBMFile.Failure) in try room.isEnough(for: name) }
  }
}

import CGIAuthCore

/// Which columns of a table are what.
struct ImportLayout {
  /// What stands between the columns of a CSV file.
  var separator = UInt8(ascii: ",")
  /// How many columns there are.
  var count = 0
  /// Where the address stands; -1 where a column is missing.
  var email = -1
  var hash = -1
  var registered = -1
  var name = -1
  var groups = -1
  var id = -1

  /// The header of this project's own export.
  static let header: StaticString = "email,id,hash,groups,registered,name"
  /// The most columns.
  static let maxColumns = 256

  /// Whether it is the layout of this project's own export, which has an id.
  var isOurs: Bool { (email, id, hash, groups, registered, name) == (0, 1, 2, 3, 4, 5) && count == 6 }

  /// The layout of columns with names: those of WordPress, of our own export, and what others are called.
  init(names: [[UInt8]]) {
    count = names.count
    for (place, name) in names.enumerated() {
      let name = name.trimmingOptionalWhitespace.asciiLowercased
      func isOne(of words: [StaticString]) -> Bool { words.contains { name.isEqual(to: $0) } }
      if isOne(of: ["user_email", "email", "e-mail", "mail", "email_address"]) {
        if email < 0 { email = place }
      } else if isOne(of: ["user_pass", "hash", "password_hash", "password", "user_password"]) {
        if hash < 0 { hash = place }
      } else if isOne(of: ["user_registered", "registered", "created", "created_at"]) {
        if registered < 0 { registered = place }
      } else if isOne(of: ["display_name", "name"]) {
        if self.name < 0 { self.name = place }
      } else if isOne(of: ["groups"]) {
        if groups < 0 { groups = place }
      } else if isOne(of: ["id"]) {
        if id < 0 { id = place }
      }
    }
  }

  /// The layout of a CSV file by its first line, and the separator with it; nil where no column is an
  /// address.
  init?(header line: [UInt8]) {
    for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09] {
      guard var layout = Self.parsed(line, separator) else { continue }
      layout.separator = separator
      self = layout
      return
    }
    return nil
  }

  private static func parsed(_ line: [UInt8], _ separator: UInt8) -> ImportLayout? {
    let names = line.split(separator: separator, omittingEmptySubsequences: false).map { name in
      let name = name.trimmingOptionalWhitespace
      let isQuoted = name.count > 1 && name.first == UInt8(ascii: "\"") && name.last == UInt8(ascii: "\"")
      return (isQuoted ? name.dropFirst().dropLast() : name).array
    }
    let layout = ImportLayout(names: names)
    return layout.email >= 0 && names.count <= maxColumns ? layout : nil
  }

  /// The columns that WordPress has, where a dump does not say.
  static let wordpress = ImportLayout(
    names: [
      "ID", "user_login", "user_pass", "user_nicename", "user_email", "user_url", "user_registered",
      "user_activation_key", "user_status", "display_name",
    ].map { Array($0.utf8) })

  /// The candidate of a row.
  ///
  /// - Parameter fields: as many as there are columns; nil for SQL's NULL.
  func candidate(_ fields: [[UInt8]?]) -> ImportCandidate {
    func field(_ place: Int) -> [UInt8]? { place >= 0 ? fields[place] : nil }
    var candidate = ImportCandidate(name: field(email) ?? [], hash: field(hash) ?? [])
    candidate.displayName = field(name).flatMap { $0.isEmpty ? nil : $0 }
    candidate.registered = field(registered).flatMap { ImportTime.seconds($0) }
    candidate.groups = (field(groups) ?? []).split(separator: UInt8(ascii: ",")).map {
      $0.trimmingOptionalWhitespace.array
    }
    if isOurs, let id = field(id), !id.isEmpty {
      candidate.members = [.init("id", .string(id))]
      candidate.isOurs = true
    }
    return candidate
  }

  // MARK: As numbers, to go on later

  var numbers: [Int] { [Int(separator), count, email, hash, registered, name, groups, id] }

  /// A layout that was written down, or nil.
  init?(numbers: ArraySlice<Int>) {
    let numbers = Array(numbers)
    guard numbers.count == 8, let separator = UInt8(exactly: numbers[0]),
      (0...Self.maxColumns).contains(numbers[1]),
      numbers[2...].allSatisfy({ (-1..<max(numbers[1], 1)).contains($0) })
    else { return nil }
    self.separator = separator
    (count, email, hash) = (numbers[1], numbers[2], numbers[3])
    (registered, name, groups, id) = (numbers[4], numbers[5], numbers[6], numbers[7])
  }
}

import CGIAuthCore

/// What a reader of an imported file comes upon.
enum ImportItem {
  /// Somebody, by the number of the line, row or record.
  case candidate(Int, ImportCandidate)
  /// What cannot be read.
  case fault(Int, ImportFault)
  /// A part of the file that is about nobody: whoever has no more time can stop here.
  case nothing
}

/// Somebody whom a file names, before anything is known to be good.
struct ImportCandidate {
  /// The name that the file has: an address, if all is well.
  var name: [UInt8]
  /// As the file has it, with the `!` or `*` of a disabled user.
  var hash: [UInt8]
  var groups: [[UInt8]] = []
  /// How the person wants to be called.
  var displayName: [UInt8]?
  /// Seconds since 1970.
  var registered: Int?
  /// The members of a record of this project's own, the id among them.
  var members: [JSONObject.Member] = []
  /// Whether the file was written by this project's export: what only that writes is taken, too.
  var isOurs = false
}

extension ImportCandidate {
  /// Somebody of a record of a DBM user file: `hash:groups:rest`.
  init(name: [UInt8], record: [UInt8]) {
    let parts = record.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
    self.init(name: name, hash: parts[0].array)
    if parts.count > 1 {
      groups = parts[1].split(separator: UInt8(ascii: ",")).map { $0.trimmingOptionalWhitespace.array }
    }
    guard parts.count > 2 else { return }
    let rest = parts[2].array
    if let object = try? JSONParser.object(rest) {
      members = object.members
      isOurs = object["id"] != nil
    } else if !rest.isEmpty, rest.isUTF8 {
      members = [.init("comment", .string(rest))]
    }
  }

  /// Somebody of a line of the export; nil where it is no JSON object with an address and a hash.
  init?(json line: [UInt8]) {
    guard let object = try? JSONParser.object(line), case .string(let name) = object["email"] else {
      return nil
    }
    self.init(name: name, hash: [])
    isOurs = true
    switch object["hash"] {
    case .string(let text): hash = text
    case nil, .null: break
    default: return nil
    }
    switch object["groups"] {
    case .array(let values):
      for value in values {
        guard case .string(let group) = value else { return nil }
        groups.append(group)
      }
    case nil, .null: break
    default: return nil
    }
    members = object.members.filter { member in
      ![("email" as StaticString), "hash", "groups"].contains { member.name.isEqual(to: $0) }
    }
  }
}

/// A time as tables write it.
enum ImportTime {
  /// Seconds since 1970 of `2026-11-30 08:56:27`, in UTC, with a `T` in its middle and a `Z` at its end or
  /// not, of a day alone, or of the number itself; nil where it is none of these, or no such day.
  static func seconds(_ text: [UInt8]) -> Int? {
    if let number = wholeNumber(text) { return number <= CivilTime.lastSecond ? number : nil }
    let text = text.last == UInt8(ascii: "Z") ? text.dropLast().array : text
    guard text.count == 10 || text.count == 19, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
      let year = wholeNumber(text[..<4]), let month = wholeNumber(text[5..<7]),
      let day = wholeNumber(text[8..<10])
    else { return nil }
    var time = (0, 0, 0)
    if text.count == 19 {
      guard text[10] == 0x20 || text[10] == UInt8(ascii: "T"), text[13] == UInt8(ascii: ":"),
        text[16] == UInt8(ascii: ":"), let hour = wholeNumber(text[11..<13]),
        let minute = wholeNumber(text[14..<16]), let second = wholeNumber(text[17..<19])
      else { return nil }
      time = (hour, minute, second)
    }
    return CivilTime.seconds(
      year: year, month: month, day: day, hour: time.0, minute: time.1, second: time.2)
  }
}

/// A name for one state of a file's content (RFC 9110 section 8.8.3).
struct EntityTag: Hashable {
  /// Whether two states may share the tag.
  let isWeak: Bool
  /// What is between the quotes.
  let opaque: [UInt8]

  /// The tag as it is sent.
  var text: String { "\(isWeak ? "W/" : "")\"\(String(decoding: opaque, as: UTF8.self))\"" }

  /// Whether the two are the same content, byte for byte (section 8.8.3.2).
  func matchesStrongly(_ other: EntityTag) -> Bool { !isWeak && !other.isWeak && opaque == other.opaque }

  /// Whether the two are the same for a reader.
  func matchesWeakly(_ other: EntityTag) -> Bool { opaque == other.opaque }
}

/// The value of If-Match and If-None-Match (RFC 9110 sections 13.1.1 and 13.1.2).
enum EntityTagList: Hashable {
  /// `*`: anything that is there.
  case any
  case tags([EntityTag])

  /// Reads a field, or nil where it is malformed.
  init?(_ field: [UInt8]) {
    var rest = field.trimmingOptionalWhitespace
    if rest.isEqual(to: "*") {
      self = .any
      return
    }
    var tags: [EntityTag] = []
    while true {
      while let byte = rest.first, byte == 0x20 || byte == 0x09 || byte == UInt8(ascii: ",") {
        rest.removeFirst()
      }
      if rest.isEmpty { break }
      guard let tag = EntityTag(readingFrom: &rest) else { return nil }
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
      guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return nil }
      tags.append(tag)
    }
    guard !tags.isEmpty else { return nil }
    self = .tags(tags)
  }
}

extension EntityTag {
  /// Takes a tag off the front, or returns nil. Weakness is written `W/`, case-sensitive.
  init?(readingFrom rest: inout ArraySlice<UInt8>) {
    isWeak = rest.starts(with: "W/".utf8)
    if isWeak { rest = rest.dropFirst(2) }
    guard rest.first == UInt8(ascii: "\"") else { return nil }
    rest.removeFirst()
    guard let end = rest.firstIndex(of: UInt8(ascii: "\"")),
      rest[..<end].allSatisfy({ $0 == 0x21 || ($0 >= 0x23 && $0 != 0x7F) })
    else { return nil }
    opaque = Array(rest[..<end])
    rest = rest[(end + 1)...]
  }
}

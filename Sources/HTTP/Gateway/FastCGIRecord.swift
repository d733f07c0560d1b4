/// One record of the FastCGI protocol (FastCGI Specification 1.0, section 3.3).
struct FastCGIRecord {
  /// The types that are sent or understood here (section 8).
  enum Kind: UInt8 {
    case beginRequest = 1, abortRequest, endRequest, parameters, standardInput, standardOutput, standardError
    case getValues = 9, getValuesResult, unknownType
  }

  /// How many bytes stand before the content.
  static let headerBytes = 8
  /// The most bytes of content.
  static let maxContentBytes = 65_535

  /// As it came: it need not be a known `Kind`.
  let type: UInt8
  /// 0 for what belongs to no request.
  let requestID: UInt16
  let content: [UInt8]

  var kind: Kind? { Kind(rawValue: type) }

  /// What a header says, or nil where it is of another version.
  struct Header {
    let type: UInt8
    let requestID: UInt16
    let contentBytes, paddingBytes: Int

    /// - Parameter bytes: `headerBytes` of them.
    init?(_ bytes: ArraySlice<UInt8>) {
      guard bytes.count == FastCGIRecord.headerBytes, bytes.first == 1 else { return nil }
      let start = bytes.startIndex
      type = bytes[start + 1]
      requestID = UInt16(bytes[start + 2]) << 8 | UInt16(bytes[start + 3])
      contentBytes = Int(bytes[start + 4]) << 8 | Int(bytes[start + 5])
      paddingBytes = Int(bytes[start + 6])
    }
  }

  /// A record's bytes, without padding.
  ///
  /// - Parameter content: at most `maxContentBytes`.
  static func bytes(_ kind: Kind, _ requestID: UInt16, _ content: [UInt8]) -> [UInt8] {
    var records: [UInt8] = []
    add(kind, requestID, content[...], to: &records)
    return records
  }

  /// Adds a record's bytes, without padding.
  ///
  /// - Parameter content: at most `maxContentBytes`.
  static func add(
    _ kind: Kind, _ requestID: UInt16, _ content: ArraySlice<UInt8>, to records: inout [UInt8]
  ) {
    let count = content.count
    let needed = records.count + headerBytes + count
    // With room for the records of the end.
    if records.capacity < needed { records.reserveCapacity(needed + 3 * headerBytes) }
    // The last two: no padding, and one that is reserved.
    records += [
      1, kind.rawValue, UInt8(requestID >> 8), UInt8(requestID & 255),
      UInt8(count >> 8 & 255), UInt8(count & 255), 0, 0,
    ]
    content.withUnsafeBytes { records.append(contentsOf: $0) }
  }

  /// Adds the bytes of a stream, in as many records as it takes; none for no bytes.
  static func add(
    _ kind: Kind, _ requestID: UInt16, stream content: ArraySlice<UInt8>, to records: inout [UInt8]
  ) {
    var rest = content
    while !rest.isEmpty {
      add(kind, requestID, rest.prefix(maxContentBytes), to: &records)
      rest = rest.dropFirst(maxContentBytes)
    }
  }

  /// Where the next name and value of a stream lie (section 3.4), and `place` behind them; nil at the end,
  /// and where the pair does not end with the stream.
  static func pair(of bytes: [UInt8], at place: inout Int) -> (name: Range<Int>, value: Range<Int>)? {
    var next = place
    guard let nameBytes = length(bytes, &next), let valueBytes = length(bytes, &next),
      nameBytes <= bytes.count - next, valueBytes <= bytes.count - next - nameBytes
    else { return nil }
    let middle = next + nameBytes
    place = middle + valueBytes
    return (next..<middle, middle..<place)
  }

  /// A length of one byte, or of four whose first has its highest bit set.
  private static func length(_ bytes: [UInt8], _ place: inout Int) -> Int? {
    guard place < bytes.count else { return nil }
    let first = Int(bytes[place])
    if first < 128 {
      place += 1
      return first
    }
    guard place + 4 <= bytes.count else { return nil }
    place += 4
    return (first & 127) << 24 | Int(bytes[place - 3]) << 16 | Int(bytes[place - 2]) << 8
      | Int(bytes[place - 1])
  }
}

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
    init?(_ bytes: [UInt8]) {
      guard bytes.count == FastCGIRecord.headerBytes, bytes[0] == 1 else { return nil }
      type = bytes[1]
      requestID = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
      contentBytes = Int(bytes[4]) << 8 | Int(bytes[5])
      paddingBytes = Int(bytes[6])
    }
  }

  /// A record's bytes, without padding.
  ///
  /// - Parameter content: at most `maxContentBytes`.
  static func bytes(_ kind: Kind, _ requestID: UInt16, _ content: some Collection<UInt8>) -> [UInt8] {
    let count = content.count
    return [
      1, kind.rawValue, UInt8(requestID >> 8), UInt8(requestID & 255),
      UInt8(count >> 8 & 255), UInt8(count & 255), 0, 0,
    ] + content
  }

  /// The bytes of a stream, in as many records as it takes; none for no bytes.
  static func stream(_ kind: Kind, _ requestID: UInt16, _ content: ArraySlice<UInt8>) -> [UInt8] {
    var records: [UInt8] = []
    var rest = content
    while !rest.isEmpty {
      records += bytes(kind, requestID, rest.prefix(maxContentBytes))
      rest = rest.dropFirst(maxContentBytes)
    }
    return records
  }

  /// The name-value pairs of a stream (section 3.4), or nil where the last one does not end with it.
  static func pairs(_ bytes: [UInt8]) -> [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)]? {
    var pairs: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] = []
    var place = 0
    while let (name, value) = pair(of: bytes, at: &place) { pairs.append((bytes[name], bytes[value])) }
    return place == bytes.count ? pairs : nil
  }

  /// Where the next name and value of a stream lie, and `place` behind them; nil at the end, and where the
  /// pair does not end with the stream.
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

  /// Pairs as a stream has them.
  static func bytes(ofPairs pairs: [(name: [UInt8], value: [UInt8])]) -> [UInt8] {
    func length(_ count: Int) -> [UInt8] {
      count < 128 ? [UInt8(count)] : [24, 16, 8, 0].map { UInt8(count >> $0 & 255 | ($0 == 24 ? 128 : 0)) }
    }
    return pairs.flatMap { length($0.name.count) + length($0.value.count) + $0.name + $0.value }
  }
}

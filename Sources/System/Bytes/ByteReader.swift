/// Takes bytes of a known form apart, in their order.
package struct ByteReader {
  private var rest: ArraySlice<UInt8>

  package init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// The next bytes; fewer where there are no more.
  @inline(never)
  package mutating func take(_ count: Int) -> [UInt8] {
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count).array
  }

  /// The number that the next bytes are, the most significant first.
  @inline(never)
  mutating func number(_ count: Int) -> Int {
    let end = min(rest.endIndex, rest.startIndex + count)
    var number = 0
    for index in rest.startIndex..<end { number = number << 8 | Int(rest[index]) }
    rest = rest[end...]
    return number
  }

  /// What was not taken.
  var remainder: [UInt8] { Array(rest) }
}

extension [UInt8] {
  /// Appends a number in so many bytes, the most significant first, as `ByteReader.number` reads it.
  @inline(never)
  mutating func append(number: Int, bytes count: Int) {
    for place in stride(from: 8 * (count - 1), through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: number >> place))
    }
  }
}

import CGIAuthLibC

/// The variables a CGI program was started with (RFC 3875 section 4.1), taken once as bytes.
///
/// Values are bytes because clients choose most of them: they need not be UTF-8.
public struct Environment: Sendable, Equatable {
  /// `NAME=value`, as environ(7) holds them, one behind the other: an array for each would take longer
  /// to make than looking up what is asked for, and a dictionary longer still.
  private var bytes: [UInt8]
  /// Where each of them ends.
  private var ends: [Int]
  /// Web servers send some thirty.
  private static let usualCount = 40

  /// An environment for tests and for programs that build one.
  public init(_ variables: [String: String]) {
    self.init(strings: variables.map { Array("\($0)=\($1)".utf8) })
  }

  /// An environment from `NAME=value` strings, as environ(7) holds them. A string without `=` has no meaning.
  public init(strings: [[UInt8]]) {
    self.init(roomForBytes: strings.reduce(0) { $0 + $1.count })
    for string in strings { string.withUnsafeBytes { add($0) } }
  }

  /// An environment without variables.
  init(roomForBytes count: Int = 0) {
    (bytes, ends) = ([], [])
    guard count > 0 else { return }
    bytes.reserveCapacity(count)
    ends.reserveCapacity(Self.usualCount)
  }

  /// The environment of this process.
  public static func ofProcess() -> Environment {
    var count = 0
    var entry = environ
    while let string = entry.pointee {
      count += strlen(string)
      entry += 1
    }
    var environment = Environment(roomForBytes: count)
    entry = environ
    while let string = entry.pointee {
      environment.add(UnsafeRawBufferPointer(start: string, count: strlen(string)))
      entry += 1
    }
    return environment
  }

  private mutating func add(_ string: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: string)
    ends.append(bytes.count)
  }

  /// Adds a variable.
  mutating func add(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
    // As a whole: Embedded Swift adds a slice byte by byte.
    name.withUnsafeBytes { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "="))
    value.withUnsafeBytes { add($0) }
  }

  /// `NAME=value`, as environ(7) holds them.
  package var strings: [[UInt8]] {
    var start = 0
    return ends.map { end in
      defer { start = end }
      return bytes[start..<end].array
    }
  }

  /// The value of a variable, or nil where it is not set. An empty value is not nil.
  ///
  /// A name that stands twice has both values, joined by `, ` as a header sent twice is (RFC 9110
  /// section 5.3): lighttpd maps both `Sec-Fetch-Site` and `Sec_Fetch_Site` to one name, and
  /// neither may hide the other.
  public subscript(name: String) -> [UInt8]? { value("", name) }

  /// The value of the variable whose name is `prefix` and `name` together.
  func value(_ prefix: StaticString, _ name: String) -> [UInt8]? {
    var index = 0
    guard let first = nextValue(prefix, name, &index) else { return nil }
    var value = bytes[first].array
    while let next = nextValue(prefix, name, &index) { value += Array(", ".utf8) + bytes[next] }
    return value
  }

  /// Whether a name stands twice: two headers, of which a client that chose its
  /// spelling may have sent either.
  public func isRepeated(_ name: String) -> Bool {
    var index = 0
    return nextValue("", name, &index) != nil && nextValue("", name, &index) != nil
  }

  /// Where the next value of a variable lies, and `index` behind that variable; nil where there is none.
  private func nextValue(_ prefix: StaticString, _ name: String, _ index: inout Int) -> Range<Int>? {
    // In one piece, and looked into once: a request asks for some thirty variables.
    name.utf8.withContiguousStorageIfAvailable { name in
      prefix.withUTF8Buffer { prefix in
        let count = prefix.count + name.count
        var start = index == 0 ? 0 : ends[index - 1]
        return ends.withUnsafeBufferPointer { ends in
          while index < ends.count {
            let (equals, end) = (start + count, ends[index])
            index += 1
            if equals < end, bytes[equals] == UInt8(ascii: "="), bytes.has(prefix, at: start),
              bytes.has(name, at: start + prefix.count)
            {
              return equals + 1..<end
            }
            start = end
          }
          return nil
        }
      }
    } ?? nil
  }

  /// The variables whose names begin in one of two ways.
  package func variables(withPrefix one: StaticString, or other: StaticString) -> Environment {
    var some = Environment()
    var start = 0
    for end in ends {
      if isPrefix(one, start..<end) || isPrefix(other, start..<end) {
        bytes[start..<end].withUnsafeBytes { some.add($0) }
      }
      start = end
    }
    return some
  }

  private func isPrefix(_ prefix: StaticString, _ place: Range<Int>) -> Bool {
    place.count >= prefix.utf8CodeUnitCount && prefix.withUTF8Buffer { bytes.has($0, at: place.lowerBound) }
  }

  /// The names of the variables, each once.
  package var names: [ArraySlice<UInt8>] {
    var names: [ArraySlice<UInt8>] = []
    var start = 0
    for end in ends {
      let name = bytes[start..<end].prefix { $0 != UInt8(ascii: "=") }
      if name.endIndex < end, !names.contains(name) { names.append(name) }
      start = end
    }
    return names
  }

  /// Whether there may be something to read on standard input: only of GET and HEAD, neither with a length
  /// nor in chunks (RFC 9112 section 6.3), it is known that there is not.
  public var mayHaveBody: Bool {
    let isGet = self["REQUEST_METHOD"].map { $0.isEqual(to: "GET") || $0.isEqual(to: "HEAD") } ?? false
    return !isGet || self["CONTENT_LENGTH"] != nil || self["HTTP_TRANSFER_ENCODING"] != nil
  }

  /// The value of a meta-variable, or nil where it is absent or empty: for a CGI program they mean the same
  /// (RFC 3875 section 4.1).
  public func metaVariable(_ name: String) -> [UInt8]? {
    guard let value = self[name], !value.isEmpty else { return nil }
    return value
  }
}

import CGIAuthLibC

/// The variables a CGI program was started with (RFC 3875 section 4.1), taken once as bytes.
///
/// Values are bytes because clients choose most of them: they need not be UTF-8.
public struct Environment: Sendable {
  /// What holds the names and the values, as they came: an array for each would take longer to make than
  /// looking up what is asked for, and a dictionary longer still.
  private var bytes: [UInt8]
  /// Where they lie: four numbers for each variable. An array of a type of its own would be larger.
  private var places: [Int] = []
  /// A byte of each, by which those are found that may be the one that is asked for (memchr(3)).
  private var marks: [UInt8] = []
  /// Most web servers send fewer.
  private static let usualCount = 30

  /// Where a variable lies.
  private struct Variable {
    let name, value: Range<Int>
  }

  /// An environment for tests and for programs that build one.
  public init(_ variables: [String: String]) {
    self.init(strings: variables.map { Array("\($0)=\($1)".utf8) })
  }

  /// An environment from `NAME=value` strings, as environ(7) holds them. A string without `=` has no meaning.
  public init(strings: [[UInt8]]) {
    self.init([])
    bytes.reserveCapacity(strings.reduce(0) { $0 + $1.count })
    for string in strings { string.withUnsafeBytes { add($0) } }
  }

  /// An environment without variables.
  ///
  /// - Parameter bytes: those of the variables that will be added by their places.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard !bytes.isEmpty else { return }
    places.reserveCapacity(4 * Self.usualCount)
    marks.reserveCapacity(Self.usualCount)
  }

  /// The environment of this process.
  public static func ofProcess() -> Environment {
    var count = 0
    var entry = environ
    while let string = entry.pointee {
      count += strlen(string)
      entry += 1
    }
    var environment = Environment([])
    environment.bytes.reserveCapacity(count)
    entry = environ
    while let string = entry.pointee {
      environment.add(UnsafeRawBufferPointer(start: string, count: strlen(string)))
      entry += 1
    }
    return environment
  }

  /// Adds a string of environ(7).
  @inline(never)
  private mutating func add(_ string: UnsafeRawBufferPointer) {
    guard let start = string.baseAddress, let equals = memchr(start, Int32(UInt8(ascii: "=")), string.count)
    else { return }
    let place = bytes.count
    let end = place + (UnsafeRawPointer(equals) - start)
    bytes.append(contentsOf: string)
    add(name: place..<end, value: end + 1..<bytes.count)
  }

  /// Adds a variable whose name and value lie in the bytes.
  mutating func add(name: Range<Int>, value: Range<Int>) {
    places += [name.lowerBound, name.upperBound, value.lowerBound, value.upperBound]
    marks.append(Self.mark(name.count, name.isEmpty ? 0 : bytes[name.upperBound - 1]))
  }

  private static func mark(_ count: Int, _ last: UInt8) -> UInt8 {
    UInt8(truncatingIfNeeded: count &* 37) ^ last
  }

  /// `NAME=value`, as environ(7) holds them.
  package var strings: [[UInt8]] { marks.indices.map { string(variable($0)) } }

  private func variable(_ index: Int) -> Variable {
    let place = 4 * index
    return Variable(
      name: places[place]..<places[place + 1], value: places[place + 2]..<places[place + 3])
  }

  private func string(_ variable: Variable) -> [UInt8] {
    bytes[variable.name] + [UInt8(ascii: "=")] + bytes[variable.value]
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
    var name = name
    return name.withUTF8 { name in
      guard let last = name.last else { return nil }
      let count = prefix.utf8CodeUnitCount + name.count
      let mark = Self.mark(count, last)
      while let place = marks[index...].place(of: mark) {
        index = place + 1
        let variable = variable(place)
        if variable.name.count == count, begins(variable, prefix),
          bytes.has(name, at: variable.name.upperBound - name.count)
        {
          return variable.value
        }
      }
      index = marks.count
      return nil
    }
  }

  /// The variables whose names begin in one of two ways.
  package func variables(withPrefix one: StaticString, or other: StaticString) -> Environment {
    var some = Environment([])
    for index in marks.indices {
      let variable = variable(index)
      if begins(variable, one) || begins(variable, other) {
        string(variable).withUnsafeBytes { some.add($0) }
      }
    }
    return some
  }

  /// Whether the variables whose names begin in one of two ways are these, in the same order.
  func has(_ settings: Environment, withPrefix one: StaticString, or other: StaticString) -> Bool {
    var same = 0
    for index in marks.indices {
      let variable = variable(index)
      guard begins(variable, one) || begins(variable, other) else { continue }
      guard same < settings.marks.count else { return false }
      let setting = settings.variable(same)
      guard isSame(variable.name, settings, setting.name), isSame(variable.value, settings, setting.value)
      else { return false }
      same += 1
    }
    return same == settings.marks.count
  }

  private func isSame(_ place: Range<Int>, _ other: Environment, _ otherPlace: Range<Int>) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      place.count == otherPlace.count
        && other.bytes.has(UnsafeBufferPointer(rebasing: bytes[place]), at: otherPlace.lowerBound)
    }
  }

  private func begins(_ variable: Variable, _ prefix: StaticString) -> Bool {
    let count = prefix.utf8CodeUnitCount
    guard count > 0 else { return true }
    let start = variable.name.lowerBound
    return variable.name.count >= count && bytes[start] == prefix.utf8Start.pointee
      && prefix.withUTF8Buffer { bytes.has($0, at: start) }
  }

  /// The names of the variables, each once.
  package var names: [ArraySlice<UInt8>] {
    var names: [ArraySlice<UInt8>] = []
    for index in marks.indices {
      let name = bytes[variable(index).name]
      if !names.contains(name) { names.append(name) }
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

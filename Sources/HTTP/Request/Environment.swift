import CGIAuthLibC

/// The variables a CGI program was started with (RFC 3875 section 4.1), taken once as bytes.
///
/// Values are bytes because clients choose most of them: they need not be UTF-8.
public struct Environment: Sendable {
  /// `NAME=value`, as environ(7) holds them. Each is looked at a few times only: a dictionary would cost
  /// more to fill than it saves.
  package let strings: [[UInt8]]

  /// An environment for tests and for programs that build one.
  public init(_ variables: [String: String] = [:]) {
    self.init(strings: variables.map { Array("\($0)=\($1)".utf8) })
  }

  /// An environment from `NAME=value` strings, as environ(7) holds them. A string without `=` has no meaning.
  public init(strings: [[UInt8]]) { self.strings = strings }

  /// The environment of this process.
  public static func ofProcess() -> Environment {
    var strings: [[UInt8]] = []
    var entry = environ
    while let string = entry.pointee {
      strings.append(Array(UnsafeRawBufferPointer(start: string, count: strlen(string))))
      entry += 1
    }
    return Environment(strings: strings)
  }

  /// The value of a variable, or nil where it is not set. An empty value is not nil.
  ///
  /// A name that stands twice has both values, joined by `, ` as a header sent twice is (RFC 9110
  /// section 5.3): lighttpd maps both `Sec-Fetch-Site` and `Sec_Fetch_Site` to one name, and
  /// neither may hide the other.
  public subscript(name: String) -> [UInt8]? { value("", name) }

  /// The value of the variable whose name is `prefix` and `name` together.
  func value(_ prefix: StaticString, _ name: String) -> [UInt8]? {
    var value: [UInt8]?
    forEach(prefix, name) { part in
      if let earlier = value { value = earlier + Array(", ".utf8) + part } else { value = part.array }
    }
    return value
  }

  /// Whether a name stands twice: two headers, of which a client that chose its
  /// spelling may have sent either.
  public func isRepeated(_ name: String) -> Bool {
    var count = 0
    forEach("", name) { _ in count += 1 }
    return count > 1
  }

  /// Calls a function with each value of a variable.
  private func forEach(_ prefix: StaticString, _ name: String, _ body: (ArraySlice<UInt8>) -> Void) {
    // In one piece, and looked into once: a request asks for some thirty variables.
    name.utf8.withContiguousStorageIfAvailable { name in
      prefix.withUTF8Buffer { prefix in
        let count = prefix.count + name.count
        for string in strings
        where string.count > count && string[count] == UInt8(ascii: "=") && string.has(prefix, at: 0)
          && string.has(name, at: prefix.count)
        {
          body(string[(count + 1)...])
        }
      }
    }
  }

  /// The variables whose names begin in one of two ways.
  package func variables(withPrefix one: StaticString, or other: StaticString) -> Environment {
    Environment(strings: strings.filter { $0.begins(with: one) || $0.begins(with: other) })
  }

  /// The names of the variables, each once.
  package var names: [ArraySlice<UInt8>] {
    var names: [ArraySlice<UInt8>] = []
    for string in strings {
      let name = string.prefix { $0 != UInt8(ascii: "=") }
      if name.count < string.count, !names.contains(name) { names.append(name) }
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

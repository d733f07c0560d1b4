@preconcurrency import Glibc

/// The variables a CGI program was started with (RFC 3875 section 4.1), taken once as bytes.
///
/// Values are bytes because clients choose most of them: they need not be UTF-8.
public struct Environment: Sendable {
  private var variables: [String: [UInt8]] = [:]

  /// An environment for tests and for programs that build one.
  public init(_ variables: [String: String] = [:]) {
    for (name, value) in variables { self.variables[name] = Array(value.utf8) }
  }

  /// An environment from `NAME=value` strings, as environ(7) holds them. A string without `=` is left out.
  ///
  /// A name that stands twice gets both values, joined by `, ` as a header sent twice is (RFC 9110 section 5.3):
  /// lighttpd maps both `Sec-Fetch-Site` and `Sec_Fetch_Site` to one name, and neither may hide the other.
  public init(strings: some Sequence<[UInt8]>) {
    for string in strings {
      guard let equals = string.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = String(decoding: string[..<equals], as: UTF8.self)
      let value = string[(equals + 1)...]
      if let earlier = variables[name] {
        variables[name] = earlier + Array(", ".utf8) + value
      } else {
        variables[name] = Array(value)
      }
    }
  }

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
  public subscript(name: String) -> [UInt8]? { variables[name] }

  /// The value of a meta-variable, or nil where it is absent or empty: for a CGI program they mean the same
  /// (RFC 3875 section 4.1).
  public func metaVariable(_ name: String) -> [UInt8]? {
    guard let value = variables[name], !value.isEmpty else { return nil }
    return value
  }
}

/// The fields of an `application/x-www-form-urlencoded` body (WHATWG URL section 5.1), in their order.
public struct FormBody: Sendable {
  /// Names and values, decoded: valid UTF-8.
  public let fields: [(name: [UInt8], value: [UInt8])]

  /// How many fields a form may have.
  public static let maxFields = 64

  /// Reads a form more strictly than a browser writes it.
  ///
  /// - Throws: `malformed` for a `%` without two hexadecimal digits, bytes that are not UTF-8, a name that
  ///   stands twice, or more than `maxFields` fields.
  public init(_ body: [UInt8]) throws(RequestError) {
    var fields: [(name: [UInt8], value: [UInt8])] = []
    for pair in body.split(separator: UInt8(ascii: "&")) {
      let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      let name = try Self.decoded(pair[..<equals])
      let value = try Self.decoded(pair[equals...].dropFirst())
      guard fields.count < Self.maxFields, !fields.contains(where: { $0.name == name }) else {
        throw .malformed
      }
      fields.append((name, value))
    }
    self.fields = fields
  }

  /// No field.
  private init() { fields = [] }

  /// The fields of a request's query; none where that is malformed.
  package init(queryOf request: Request) {
    let query = request.environment.metaVariable("QUERY_STRING")
    self = query.flatMap { try? FormBody($0) } ?? FormBody()
  }

  /// The value of a field.
  package subscript(name: StaticString) -> [UInt8]? { fields.first { $0.name.isEqual(to: name) }?.value }

  /// Undoes percent-encoding, and takes `+` for a space.
  ///
  /// - Throws: `malformed` for a `%` without two hexadecimal digits, and bytes that are not UTF-8.
  private static func decoded(_ encoded: ArraySlice<UInt8>) throws(RequestError) -> [UInt8] {
    let bytes = try unescaped(encoded)
    guard bytes.isUTF8 else { throw .malformed }
    return bytes
  }

  /// The same for what need not be UTF-8, as the names of files on a web server need not.
  ///
  /// - Throws: `malformed` for a `%` without two hexadecimal digits.
  package static func unescaped(_ encoded: ArraySlice<UInt8>) throws(RequestError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(encoded.count)
    var rest = encoded
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"):
        bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst()?.hexDigitValue, let low = rest.popFirst()?.hexDigitValue else {
          throw .malformed
        }
        bytes.append(high << 4 | low)
      default:
        bytes.append(byte)
      }
    }
    return bytes
  }
}

/// The types of body that are read here, both in UTF-8.
public enum MediaType: Hashable, Sendable {
  /// `application/json` (RFC 8259).
  case json
  /// `application/x-www-form-urlencoded` (WHATWG URL section 5).
  case form

  /// Reads a Content-Type field (RFC 9110 section 8.3).
  ///
  /// A `charset` parameter must say UTF-8; other parameters have no meaning for these
  /// types and are passed over.
  ///
  /// - Throws: `unsupportedMediaType` for any other type or charset, for none, and for a malformed field.
  public init(contentType: [UInt8]?) throws(RequestError) {
    guard let contentType else { throw .unsupportedMediaType }
    let parts = contentType.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    let essence = parts[0].trimmingOptionalWhitespace
    if essence.isEqualIgnoringASCIICase(to: "application/json") {
      self = .json
    } else if essence.isEqualIgnoringASCIICase(to: "application/x-www-form-urlencoded") {
      self = .form
    } else {
      throw .unsupportedMediaType
    }
    for part in parts.dropFirst() {
      let parameter = part.trimmingOptionalWhitespace
      if parameter.isEmpty { continue }
      guard let equals = parameter.firstIndex(of: UInt8(ascii: "=")), parameter[..<equals].isToken else {
        throw .unsupportedMediaType
      }
      guard parameter[..<equals].isEqualIgnoringASCIICase(to: "charset") else { continue }
      let value = parameter[(equals + 1)...]
      guard
        value.isEqualIgnoringASCIICase(to: "utf-8") || value.isEqualIgnoringASCIICase(to: "\"utf-8\"")
      else { throw .unsupportedMediaType }
    }
  }
}

extension Request {
  /// Whether the client is to get a page: its Accept field (RFC 9110 section 12.5.1) names HTML, as browsers
  /// do for what they show, and does not prefer JSON, and it did not send JSON. Who takes anything (`*/*`),
  /// as scripts and `curl` do, is to get JSON.
  public var prefersPage: Bool {
    var html = 0
    var json = 0
    for range in weightedElements(of: "ACCEPT") {
      if range.value.isEqualIgnoringASCIICase(to: "text/html")
        || range.value.isEqualIgnoringASCIICase(to: "application/xhtml+xml")
      {
        html = max(html, range.weight)
      } else if range.value.isEqualIgnoringASCIICase(to: "application/json") {
        json = max(json, range.weight)
      }
    }
    guard html > 0, html >= json else { return false }
    return (try? MediaType(contentType: environment.metaVariable("CONTENT_TYPE"))) != .json
  }

  /// The elements of a list that says what a client likes best, such as Accept-Language; none where the field
  /// is not there.
  package func weightedElements(of field: String) -> some Sequence<WeightedElement> {
    (header(field) ?? []).split(separator: UInt8(ascii: ",")).lazy.map { WeightedElement($0) }
  }
}

/// An element of a list whose elements have weights, such as `de-AT;q=0.5` (RFC 9110 section 12.4.2).
package struct WeightedElement {
  private let parts: [ArraySlice<UInt8>]

  fileprivate init(_ text: ArraySlice<UInt8>) {
    parts = text.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
  }

  /// What stands before the parameters.
  package var value: ArraySlice<UInt8> { parts[0].trimmingOptionalWhitespace }

  /// The weight in thousandths: 0 to 1000. Without one it is 1000; where it is malformed, 0.
  package var weight: Int {
    for parameter in parts.dropFirst() {
      let parameter = parameter.trimmingOptionalWhitespace
      guard parameter.count >= 2, parameter.prefix(2).isEqualIgnoringASCIICase(to: "q=") else { continue }
      return Self.thousandths(parameter.dropFirst(2)) ?? 0
    }
    return 1000
  }

  /// `0` or `1`, and up to three decimals: no more than 1.
  private static func thousandths(_ text: ArraySlice<UInt8>) -> Int? {
    guard let first = text.first, first == UInt8(ascii: "0") || first == UInt8(ascii: "1") else { return nil }
    let decimals = text.dropFirst(2)
    guard text.count == 1 || text.dropFirst().first == UInt8(ascii: "."), decimals.count <= 3 else {
      return nil
    }
    var value = Int(first - UInt8(ascii: "0"))
    for place in 0..<3 {
      let digit = place < decimals.count ? decimals[decimals.startIndex + place] : UInt8(ascii: "0")
      guard digit.isASCIIDigit else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value <= 1000 ? value : nil
  }
}

// Moments on pages.
extension HTML {
  /// A day, such as 2026-11-30.
  ///
  /// - Parameter seconds: since 1970.
  package static func day(_ seconds: Int) -> HTML {
    let day = String(decoding: internetTime(seconds).utf8.prefix(10), as: UTF8.self)
    return "<time translate=\"no\">\(day)</time>"
  }

  /// A minute of a day, such as 2026-11-30 12:05 UTC.
  ///
  /// - Parameter seconds: since 1970.
  package static func minute(_ seconds: Int) -> HTML {
    let text = internetTime(seconds)
    let (day, clock) = (text.utf8.prefix(10), text.utf8.dropFirst(11).prefix(5))
    let shown = String(decoding: Array(day) + [UInt8(ascii: " ")] + Array(clock), as: UTF8.self)
    return "<time datetime=\"\(text)\" translate=\"no\">\(shown) UTC</time>"
  }
}

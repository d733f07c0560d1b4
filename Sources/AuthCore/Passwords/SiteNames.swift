/// What everybody sees a site called: words that are tried first there (NIST SP 800-63B section 5.1.1.2,
/// "context-specific words").
package struct SiteNames {
  /// No host has a longer name (RFC 1035 section 2.3.4).
  static let maxHostBytes = 255

  /// Folded.
  private var names: [[UInt8]] = []

  /// - Parameters:
  ///   - title: `site_name`.
  ///   - hosts: host names, a port behind one or not: each counts whole, from every dot on, and by
  ///     each part but the last.
  package init(title: String?, hosts: [[UInt8]]) {
    if let title { add(Array(title.utf8)[...]) }
    for host in hosts {
      let name = host.prefix { $0 != UInt8(ascii: ":") }
      // A client may send what is none, and every dot in it makes a copy of the rest.
      guard name.count <= Self.maxHostBytes else { continue }
      let labels = name.split(separator: UInt8(ascii: "."))
      for (number, label) in labels.enumerated() where number < max(labels.count - 1, 1) {
        add(label)
        add(name[label.startIndex...])
      }
    }
  }

  /// Whether a password is one of them, but for spaces, dots, `-` and `_` and the case of ASCII letters.
  package func contains(_ password: Password) -> Bool {
    let folded = password.bytes.withUnsafeBytes { Self.folded(Array($0)[...]) }
    return names.contains(folded)
  }

  private mutating func add(_ name: ArraySlice<UInt8>) {
    let folded = Self.folded(name)
    if !folded.isEmpty { names.append(folded) }
  }

  private static func folded(_ name: ArraySlice<UInt8>) -> [UInt8] {
    name.filter { !" .-_".utf8.contains($0) }.map { $0.asciiLowercased }
  }
}

/// An address that an administrator set for the pages, such as that of a style sheet: a local path, or a URL
/// by http or https.
struct SiteAddress: Hashable, Sendable {
  /// The address as it was set.
  let text: String
  /// What lets it through the Content-Security-Policy: `'self'`, or its origin.
  let source: String

  /// An address, or nil where the bytes are none. Nothing in it can end a field of a policy.
  init?(_ bytes: [UInt8]) {
    guard bytes.allSatisfy({ (0x21...0x7E).contains($0) && !"\"'<>;,\\".utf8.contains($0) }) else {
      return nil
    }
    text = String(decoding: bytes, as: UTF8.self)
    if LocalPath(bytes) != nil {
      source = "'self'"
      return
    }
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
      return nil
    }
    let scheme = bytes[..<colon]
    let authorityEnd = bytes[(colon + 3)...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.endIndex
    guard scheme.isEqual(to: "https") || scheme.isEqual(to: "http"),
      let origin = Origin(bytes[..<authorityEnd])
    else {
      return nil
    }
    source = origin.text
  }
}

/// What an administrator set of the look of the pages.
package struct PageLook: Sendable {
  /// What stands above every page (`site_name`): at most 255 bytes; none by default.
  package var siteName: String?
  /// A picture in its place (`logo`).
  var logo: SiteAddress?
  /// Where name and logo lead (`home`); nil for `/`.
  var home: SiteAddress?
  /// The colour of buttons and links (`accent`); nil for the style sheet's own.
  var accent: AccentColor?
  /// What stands below every page (`links`).
  var links: [Link] = []
  /// A further style sheet (`stylesheet`).
  var stylesheet: SiteAddress?
  /// The administrator's own templates (`pages_dir`).
  var folder: PageFolder?

  /// A link below every page.
  struct Link: Sendable {
    let text: String
    let address: SiteAddress

    /// A text and behind it an address, or nil where the bytes are none.
    init?(_ words: ArraySlice<UInt8>) {
      let words = words.trimmingOptionalWhitespace
      guard let space = words.lastIndex(where: { $0 == UInt8(ascii: " ") || $0 == 0x09 }),
        let address = SiteAddress(Array(words[(space + 1)...]))
      else { return nil }
      let text = Array(words[..<space].trimmingOptionalWhitespace)
      guard text.isUTF8 else { return nil }
      self.text = String(decoding: text, as: UTF8.self)
      self.address = address
    }
  }
}

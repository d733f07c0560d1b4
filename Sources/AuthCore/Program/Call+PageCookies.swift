/// What the pages keep in the browser, in cookies beside the session's.
extension Call {
  /// The language that somebody chose by a link of a page.
  var chosenLanguage: Language? { cookieValues(.language).first.flatMap { Language(word: $0) } }

  /// The field that keeps a language, for a year.
  func keeping(_ language: Language) -> HeaderValue? {
    authCookies.holding(language.rawValue, .language, maxAgeSeconds: 31_536_000)
  }

  /// The address that somebody typed on another page; nil where there is none.
  ///
  /// It is not in that page's link: what is there gets into the web server's log, the history of the browser
  /// and what others see on the screen.
  var carriedAddress: [UInt8]? { cookieValues(.address).first.flatMap { Base64URL.decode($0) } }

  /// The field that carries an address to the next page, for ten minutes; nil takes it away.
  func carrying(_ address: [UInt8]?) -> HeaderValue? {
    authCookies.holding(Base64URL.encode(address ?? []), .address, maxAgeSeconds: address == nil ? 0 : 600)
  }
}

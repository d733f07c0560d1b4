/// What the pages keep in the browser.
extension Call {
  /// The language that somebody chose by a link of a page.
  package var chosenLanguage: Language? { cookieValues(.language).first.flatMap { Language(word: $0) } }

  /// Keeps a language, for a year.
  package func keep(_ language: Language) throws(Refusal) {
    try set(authCookies.holding(language.rawValue, .language, maxAgeSeconds: 31_536_000))
  }

  /// The address that somebody typed on another page; nil where there is none.
  ///
  /// It is not in that page's link: what is there gets into the web server's log, the history of the browser
  /// and what others see on the screen.
  var carriedAddress: [UInt8]? { cookieValues(.address).first.flatMap { Base64URL.decode($0) } }

  /// Carries an address to the next page, for ten minutes; nil takes it away.
  func carry(_ address: [UInt8]?) throws(Refusal) {
    try set(
      authCookies.holding(
        Base64URL.encode(address ?? []), .address, maxAgeSeconds: address == nil ? 0 : 600))
  }
}

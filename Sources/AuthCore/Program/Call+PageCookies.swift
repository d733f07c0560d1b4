/// What the pages keep in the browser, in cookies beside the session's.
extension Call {
  /// The language that somebody chose by a link of a page.
  var chosenLanguage: Language? { kept("Language").flatMap { Language(word: $0) } }

  /// The field that keeps a language, for a year.
  func keeping(_ language: Language) -> HeaderValue? {
    keeping(language.rawValue, in: "Language", maxAgeSeconds: 31_536_000)
  }

  /// The address that somebody typed on another page; nil where there is none.
  ///
  /// It is not in that page's link: what is there gets into the web server's log, the history of the browser
  /// and what others see on the screen.
  var carriedAddress: [UInt8]? { kept("Address").flatMap { Base64URL.decode($0) } }

  /// The field that carries an address to the next page, for ten minutes; nil takes it away.
  func carrying(_ address: [UInt8]?) -> HeaderValue? {
    keeping(Base64URL.encode(address ?? []), in: "Address", maxAgeSeconds: address == nil ? 0 : 600)
  }

  private func kept(_ suffix: StaticString) -> [UInt8]? {
    Cookies(request.header("COOKIE")).values(of: pageCookie(suffix).name).first
  }

  private func keeping(_ value: String, in suffix: StaticString, maxAgeSeconds: Int) -> HeaderValue? {
    let cookie = pageCookie(suffix)
    return SetCookie(cookie.name, value: value, maxAgeSeconds: maxAgeSeconds, secure: cookie.isSecure)?
      .fieldValue
  }

  /// A cookie that is called as the session's is, but for its end.
  private func pageCookie(_ suffix: StaticString) -> (name: CookieName, isSecure: Bool) {
    let session = sessionCookie
    let stem = configuration.cookieName?.text ?? (session.isSecure ? "__Host-auth" : "auth")
    return (CookieName("\(stem)\(suffix.description)") ?? session.name, session.isSecure)
  }
}

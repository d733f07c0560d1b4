/// A language that the pages speak.
package enum Language: String, CaseIterable, Sendable {
  /// The raw values are language tags (RFC 5646), for the `lang` attribute.
  case english = "en"
  case german = "de"
  case french = "fr"
  case spanish = "es"
  case portuguese = "pt"
  case japanese = "ja"

  /// The language that a client likes best of these, by its Accept-Language field (RFC 9110 section 12.5.4);
  /// English where it names none of them. A range such as `de-AT` matches its language.
  init(preferredBy request: Request) {
    var best: (language: Language, weight: Int) = (.english, 0)
    for range in request.weightedElements(of: "ACCEPT_LANGUAGE") {
      let primary = range.value.asciiLowercased.prefix { $0 != UInt8(ascii: "-") }
      guard let language = Language(word: primary) else { continue }
      if range.weight > best.weight { best = (language, range.weight) }
    }
    self = best.language
  }

  /// What the language calls itself.
  package var name: String {
    switch self {
    case .english: "English"
    case .german: "Deutsch"
    case .french: "Français"
    case .spanish: "Español"
    case .portuguese: "Português"
    case .japanese: "日本語"
    }
  }

  /// A text in this language.
  ///
  /// - Parameter argument: what stands where the text has `{}`.
  package func callAsFunction(_ phrase: Phrase, _ argument: String = "") -> String {
    Phrase.filled(phrase[self], argument)
  }
}

/// One text in every language.
package struct Phrase: Sendable {
  let en, de, fr, es, pt, ja: StaticString

  /// A text. `{}` in it is where an argument goes.
  package init(
    en: StaticString, de: StaticString, fr: StaticString, es: StaticString, pt: StaticString, ja: StaticString
  ) {
    (self.en, self.de, self.fr, self.es, self.pt, self.ja) = (en, de, fr, es, pt, ja)
  }

  /// A text with its argument.
  static func filled(_ text: StaticString, _ argument: String) -> String {
    let bytes = text.withUTF8Buffer { Array($0) }
    guard let open = bytes.firstIndex(of: UInt8(ascii: "{")) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    return String(decoding: bytes[..<open] + Array(argument.utf8) + bytes[(open + 2)...], as: UTF8.self)
  }

  subscript(language: Language) -> StaticString {
    switch language {
    case .english: en
    case .german: de
    case .french: fr
    case .spanish: es
    case .portuguese: pt
    case .japanese: ja
    }
  }
}

extension Refusal {
  /// The refusal of a password that may not be chosen.
  package init(_ problem: PasswordProblem) {
    self =
      switch problem {
      case .tooShort(let minCharacters):
        Self.choice(
          "password-too-short", "password must have at least {} characters", .passwordTooShort, minCharacters)
      case .tooLong(let maxBytes):
        Self.choice("password-too-long", "password must have at most {} bytes", .passwordTooLong, maxBytes)
      case .oneCharacterRepeated:
        Self.choice(
          "password-one-character-repeated", "password must not be one character repeated",
          .passwordRepeated)
      case .sequence:
        Self.choice(
          "password-sequence", "password must not be a plain sequence, such as 12345678 or qwertyui",
          .passwordSequence)
      case .ownAddress:
        Self.choice(
          "password-own-address",
          "password must not be the e-mail address or the part of it before the @", .passwordIsAddress)
      case .siteName:
        Self.choice(
          "password-site-name", "password must not be the name of this site or of its host",
          .passwordIsSiteName)
      case .common:
        Self.choice("password-common", "password is one of the most common passwords", .passwordCommon)
      case .blocked:
        Self.choice(
          "password-blocked", "password is on this site's list of passwords that are refused",
          .passwordBlocked)
      }
  }

  private static func choice(
    _ word: StaticString, _ message: StaticString, _ text: Phrase, _ number: Int? = nil
  ) -> Refusal {
    Refusal(
      .unprocessableContent, word, message, field: "password", text: text, number.map { String($0) } ?? "")
  }
}

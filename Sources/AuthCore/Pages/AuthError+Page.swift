import CGIAuthHTTP

extension AuthError {
  /// What the page says.
  func text(in language: Language) -> String {
    if let (_, text) = fieldAndText(in: language) { return text }
    return switch self {
    case .invalidCredentials: language(.credentialsWrong)
    case .throttled(let seconds) where seconds < 120: language(.waitSeconds, String(seconds))
    case .throttled(let seconds): language(.waitMinutes, String((seconds + 59) / 60))
    case .missingToken, .invalidToken: language(.sessionEnded)
    case .notPermitted: language(.notPermitted)
    case .notFound, .guarded(.notHandedOver), .guarded(.unmatchedPath): language(.notFound)
    case .guarded: language(.siteBroken)
    case .crowded, .store, .system: language(.tryLater)
    case .configuration, .secret, .internalFailure, .request(.missingMetaVariable): language(.siteBroken)
    case .request(.crossSite): language(.fromAnotherSite)
    case .request(.methodNotAllowed): language(.notAllowed)
    case .request(.malformed), .request(.lengthRequired), .request(.contentTooLarge),
      .request(.unsupportedMediaType), .field, .emailTaken:
      language(.unreadable)
    }
  }

  /// The field that a problem is about, and what to say beside it; nil where it is about none.
  func fieldAndText(in language: Language) -> (field: CredentialField, text: String)? {
    switch self {
    case .emailTaken: (.email, language(.emailTaken))
    case .field(.email, .notAnAddress): (.email, language(.emailMalformed))
    case .field(.email, _): (.email, language(.emailMissing))
    case .field(.password, let problem): (.password, problem.passwordText(in: language))
    default: nil
    }
  }
}

extension FieldProblem {
  fileprivate func passwordText(in language: Language) -> String {
    switch self {
    case .missing, .notText, .notAnAddress, .empty: language(.passwordMissing)
    case .controlCharacter: language(.passwordControlCharacter)
    case .tooShort(let minCharacters): language(.passwordTooShort, String(minCharacters))
    case .tooLong(let maxBytes): language(.passwordTooLong, String(maxBytes))
    case .oneCharacterRepeated: language(.passwordRepeated)
    case .sequence: language(.passwordSequence)
    case .ownAddress: language(.passwordIsAddress)
    case .siteName: language(.passwordIsSiteName)
    case .common: language(.passwordCommon)
    case .blocked: language(.passwordBlocked)
    }
  }
}

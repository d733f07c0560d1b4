public import CGIAuthHTTP

/// Everything that can keep a feature from its success. No case holds a password, a token or a client's text.
///
/// `AuthError+Response.swift` turns a case into the answer and into the line for the web server's log.
public enum AuthError: Error, Sendable {
  /// The request cannot be taken as it came.
  case request(RequestError)
  /// A field of the body is missing or cannot be used.
  case field(CredentialField, FieldProblem)
  /// The address has an account.
  case emailTaken
  /// Unknown address or wrong password: on purpose one case.
  case invalidCredentials
  /// Too many failed logins or registrations: this one was not tried.
  case throttled(retryAfterSeconds: Int)
  /// More logins and registrations at once than are served in time.
  case crowded
  /// No token came with the request.
  case missingToken
  /// A token came, and it is not good.
  case invalidToken(TokenFault)
  /// Who is logged in is in none of the groups that may see this.
  case notPermitted
  /// There is nothing of that name in a guarded folder.
  case notFound
  /// What is there is not given out, for a reason that an administrator can mend.
  case guarded(GuardFault)
  /// A setting is wrong.
  case configuration(ConfigurationError)
  /// The key file cannot be used.
  case secret(SecretProblem)
  /// The user file cannot be read or written.
  case store(StoreError)
  /// The system refused something else.
  case system(SystemError)
  /// What cannot happen did: a token fits no cookie.
  case internalFailure(StaticString)
}

/// A field of the register and login requests.
public enum CredentialField: String, Sendable {
  case email, password
}

/// What is wrong with a field.
public enum FieldProblem: Hashable, Sendable {
  case missing
  case notText
  case notAnAddress
  case empty
  case controlCharacter
  case tooShort(minCharacters: Int)
  case tooLong(maxBytes: Int)
  /// One character, over and over.
  case oneCharacterRepeated
  /// Characters or keys in their order, such as `12345678`.
  case sequence
  /// The e-mail address, or its local part.
  case ownAddress
  /// The name of the site, or of its host.
  case siteName
  /// One of the commonest passwords.
  case common
  /// On the administrator's list.
  case blocked
}

/// What is wrong with the key file.
public enum SecretProblem: Hashable, Sendable {
  /// A line is shorter than `SigningKey.minBytes`, or there is none.
  case tooShort
  /// The file is longer than a few keys are.
  case tooLong
  /// The file belongs to a stranger (`TrustedOwner`), who could sign with it.
  case foreign
}

extension AuthError {
  static func mapping<Value>(_ body: () throws(RequestError) -> Value) throws(AuthError) -> Value {
    do { return try body() } catch { throw .request(error) }
  }

  static func mapping<Value>(_ body: () throws(StoreError) -> Value) throws(AuthError) -> Value {
    do { return try body() } catch { throw .store(error) }
  }

  static func mapping<Value>(_ body: () throws(SystemError) -> Value) throws(AuthError) -> Value {
    do { return try body() } catch { throw .system(error) }
  }
}

import CGIAuthHTTP

extension AuthError {
  /// How long a client should wait after a 503, in seconds.
  private static let retryAfterSeconds: HeaderValue = "5"

  /// The answer to give. Nothing in it comes from the client, the configuration or the system.
  var response: Response {
    switch self {
    case .request(let error): return error.response
    case .field(let field, let problem):
      return .message(.unprocessableContent, "\(field.rawValue) \(problem.text)")
    case .emailTaken: return .message(.conflict, "Email already registered")
    case .invalidCredentials: return .message(.unauthorized, "Invalid credentials")
    case .throttled(let seconds):
      return .message(
        .tooManyRequests, "Too many attempts. Try again later.",
        (.retryAfter, HeaderValue("\(seconds)") ?? Self.retryAfterSeconds))
    case .missingToken:
      // RFC 6750 section 3.1: without credentials, no error code.
      return .message(.unauthorized, "Unauthorized", (.wwwAuthenticate, "Bearer"))
    case .invalidToken:
      return .message(.unauthorized, "Invalid Token", (.wwwAuthenticate, "Bearer error=\"invalid_token\""))
    case .notPermitted: return .message(.forbidden, Status.forbidden.phrase)
    case .notFound: return .message(.notFound, Status.notFound.phrase)
    case .guarded(let fault): return .message(fault.status, fault.status.phrase)
    case .configuration, .secret, .internalFailure:
      return .message(.internalServerError, Status.internalServerError.phrase)
    case .store, .system, .crowded:
      return .message(
        .serviceUnavailable, Status.serviceUnavailable.phrase, (.retryAfter, Self.retryAfterSeconds))
    }
  }

  /// The line for the web server's log, or nil where the client alone is at fault: a stable reason word, then
  /// what an administrator needs to mend it.
  var logLine: String? {
    switch self {
    case .request(.missingMetaVariable(let name)):
      "not-cgi \(name) is not set; a web server starts this program"
    case .request, .field, .emailTaken, .invalidCredentials, .throttled, .missingToken, .invalidToken,
      .notPermitted, .notFound:
      nil
    case .guarded(let fault): fault.logLine
    case .crowded: "hash-crowd more logins and registrations at once than hash_slots serves in time"
    case .configuration(let error): error.logLine
    case .secret(let problem): "secret-invalid \(problem.text)"
    case .store(let error): error.logLine
    case .system(let error): "system-error \(error.text)"
    case .internalFailure(let subject): "internal-error \(subject) failed"
    }
  }
}

extension RequestError {
  fileprivate var response: Response {
    switch self {
    case .missingMetaVariable: .message(.internalServerError, Status.internalServerError.phrase)
    case .malformed: .message(.badRequest, Status.badRequest.phrase)
    case .lengthRequired: .message(.lengthRequired, Status.lengthRequired.phrase)
    case .contentTooLarge: .message(.contentTooLarge, Status.contentTooLarge.phrase)
    case .unsupportedMediaType: .message(.unsupportedMediaType, Status.unsupportedMediaType.phrase)
    case .crossSite: .message(.forbidden, "Cross-site request refused")
    case .methodNotAllowed(let allowed):
      .message(
        .methodNotAllowed, Status.methodNotAllowed.phrase,
        (.allow, HeaderValue(allowed.map { $0.name }.joined(separator: ", ")) ?? ""))
    }
  }
}

extension FieldProblem {
  /// What follows the field's name in the message.
  fileprivate var text: String {
    switch self {
    case .missing: "is missing"
    case .notText: "must be a string"
    case .notAnAddress: "must be an e-mail address, such as name@example.com"
    case .empty: "must not be empty"
    case .controlCharacter: "must not have control characters"
    case .tooShort(let minCharacters): "must have at least \(minCharacters) characters"
    case .tooLong(let maxBytes): "must have at most \(maxBytes) bytes"
    case .oneCharacterRepeated: "must not be one character repeated"
    case .sequence: "must not be a plain sequence, such as 12345678 or qwertyui"
    case .ownAddress: "must not be the e-mail address or the part of it before the @"
    case .siteName: "must not be the name of this site or of its host"
    case .common: "is one of the most common passwords"
    case .blocked: "is on this site's list of passwords that are refused"
    }
  }
}

extension SecretProblem {
  fileprivate var text: String {
    switch self {
    case .tooShort: "\(KeyFile.name) has a line of fewer than \(SigningKey.minBytes) bytes, or none"
    case .foreign:
      "\(KeyFile.name) belongs to another user than root, the one this runs as and the owner of the program"
    case .tooLong: "\(KeyFile.name) has more than \(KeyFile.maxBytes) bytes"
    }
  }
}

extension Response {
  /// A JSON answer of one member, `message`.
  static func message(_ status: Status, _ text: String, _ fields: (HeaderName, HeaderValue)...) -> Response {
    var document = JSONWriter()
    document.add("message", text)
    var response = Response(status, contentType: "application/json", body: document.object)
    for (name, value) in fields { response.add(name, value) }
    return response
  }
}

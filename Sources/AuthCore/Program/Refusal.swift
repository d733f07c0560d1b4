/// Why a request does not get what it asked for: one row, with what programs, people and the log are told of
/// it. Nothing in it comes from the client.
///
/// A feature's own rows are in its folder; those that several features share are beside this.
public struct Refusal: Error, Sendable {
  package let status: Status
  /// The stable reason word, as the audit log and the documentation have it. A failure's is in its log line.
  package let word: StaticString
  /// What programs are told, in English; `{}` stands for the argument.
  private let message: StaticString
  /// What a page says, in the same way.
  private let text: Phrase
  private let argument: String
  /// The form's field that it is about.
  package private(set) var field: StaticString?
  /// Header fields of the answer.
  package private(set) var fields: [(name: HeaderName, value: HeaderValue)] = []
  /// What is wrong with the site, where that is why.
  package let failure: Failure?
  /// How the login page greets a browser that is sent there because of this; nil where it is not.
  private(set) var login: LoginGreeting?
  /// Whether browsers are sent to the login page.
  package var leadsToLogin: Bool { login != nil }

  /// What the login page says to somebody who has to log in first.
  enum LoginGreeting {
    case none
    case notice(LoginNotice)
  }

  /// A refusal of what the client asked.
  package init(
    _ status: Status, _ word: StaticString, _ message: StaticString, field: StaticString? = nil,
    text: Phrase, _ argument: String = ""
  ) {
    self.status = status
    self.word = word
    self.message = message
    self.text = text
    self.argument = argument
    self.field = field
    failure = nil
  }

  /// The refusal because of a failure.
  package init(_ failure: Failure) {
    status = failure.status
    word = "failure"
    message = status.staticPhrase
    text =
      switch failure.told {
      case .broken, .forbidden: .siteBroken
      case .later: .tryLater
      case .hidden: .notFound
      }
    argument = ""
    field = nil
    self.failure = failure
    // How long a client should wait, in seconds.
    if failure.told == .later { fields = [(.retryAfter, "5")] }
  }

  /// The same with a header field.
  package func with(_ name: HeaderName, _ value: HeaderValue) -> Refusal {
    var refusal = self
    refusal.fields.append((name, value))
    return refusal
  }

  /// The same about another field of a form.
  package func about(_ field: StaticString) -> Refusal {
    var refusal = self
    refusal.field = field
    return refusal
  }

  /// The same, for which browsers are sent to the login page.
  func sendingToLogin(_ greeting: LoginGreeting) -> Refusal {
    var refusal = self
    refusal.login = greeting
    return refusal
  }

  /// The answer to a program: a JSON object with `message`, and `reason` where a failure gives one.
  package var response: Response {
    var response = Response.message(status, Phrase.filled(message, argument), reason: failure?.reason)
    for field in fields { response.add(field.name, field.value) }
    return response
  }

  /// What a shell says, in English.
  package var plainText: String { failure?.logLine ?? Phrase.filled(message, argument) }

  /// What a page says.
  package func text(in language: Language) -> String { language(text, argument) }

  /// Whether this has a reason word.
  package func isFor(_ reason: StaticString) -> Bool { word.isEqual(to: reason) }
}

extension Refusal {
  /// People who are logged in are in none of the groups that may see this.
  public static var notPermitted: Refusal {
    Refusal(.forbidden, "not-permitted", Status.forbidden.staticPhrase, text: .notPermitted)
  }

  /// There is nothing of that name.
  public static var notFound: Refusal {
    Refusal(.notFound, "not-found", Status.notFound.staticPhrase, text: .notFound)
  }

  /// No token came with the request. RFC 6750 section 3.1: without credentials, no error code.
  static var missingToken: Refusal {
    Refusal(.unauthorized, "missing-token", "Unauthorized", text: .sessionEnded)
      .with(.wwwAuthenticate, "Bearer").sendingToLogin(.none)
  }

  /// A token came, and it is not good.
  package static var invalidToken: Refusal {
    Refusal(.unauthorized, "invalid-token", "Invalid Token", text: .sessionEnded)
      .with(.wwwAuthenticate, "Bearer error=\"invalid_token\"").sendingToLogin(.notice(.sessionEnded))
  }

  /// Unknown address or wrong password: on purpose one row.
  package static var invalidCredentials: Refusal { wrongPassword(.credentialsWrong) }

  /// The same, told with another text to somebody whose address is known.
  package static func wrongPassword(_ text: Phrase) -> Refusal {
    Refusal(.unauthorized, "invalid-credentials", "Invalid credentials", text: text)
  }

  /// The address has an account.
  package static var emailTaken: Refusal {
    Refusal(.conflict, takenWord, "Email already registered", field: "email", text: .emailTaken)
  }

  /// Its reason word.
  package static var takenWord: StaticString { "taken" }

  /// Too many failed logins, or registrations: this one was not tried.
  ///
  /// - Parameter seconds: 1 or more.
  static func throttled(retryAfterSeconds seconds: Int) -> Refusal {
    Refusal(
      .tooManyRequests, throttledWord, "Too many attempts. Try again later.",
      text: seconds < 120 ? .waitSeconds : .waitMinutes,
      String(seconds < 120 ? seconds : (seconds + 59) / 60)
    ).with(.retryAfter, HeaderValue("\(seconds)") ?? "5")
  }

  /// So many passwords were wrong that a browser that is not known needs another proof. It tells nothing of
  /// the address: those without an account are counted, too.
  static var recoveryNeeded: Refusal {
    Refusal(.forbidden, "recovery-needed", "Choose a new password by mail", text: .recoveryNeeded)
  }

  /// The reason word of those who have to wait.
  package static var throttledWord: StaticString { "throttled" }
}

extension Refusal {
  /// Whether others who came before are why.
  package var isOfCrowds: Bool { isFor(Self.throttledWord) || failure == .crowd }
}

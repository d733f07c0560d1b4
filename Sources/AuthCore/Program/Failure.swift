/// What is wrong with the site, not with a request: whoever runs the site can mend it, and
/// finds the reason in the log.
package struct Failure: Error, Equatable, Sendable {
  /// The status that a client is told.
  package enum Told: Hashable, Sendable {
    /// 500: it stays so until somebody mends it.
    case broken
    /// 503: it may be over in a moment.
    case later
    /// 404.
    case hidden
    /// 403.
    case forbidden
  }

  /// What owners do who cannot look into the web server's log: where the settings or the data folder cannot
  /// be used, a page says it, and a reason word stands in every form of the answer.
  package enum Advice: Hashable, Sendable {
    /// The error log in the data folder names what is to be mended.
    case readLog
    /// The data folder is no place for data.
    case changeFolder
    /// The data folder cannot be read or written.
    case makeRoom
    /// The programs do not run as the owner of their files.
    case changeUser
  }

  package let told: Told
  /// Nil where the answer gives no reason.
  let advice: Advice?
  /// The line in the web server's log: a stable reason word, then what an administrator needs. No path, no
  /// secret, nothing that a client sent.
  package let logLine: String

  /// Whether they are told alike.
  package static func == (one: Failure, other: Failure) -> Bool {
    one.told == other.told && one.advice == other.advice && one.logLine.isEqual(to: other.logLine)
  }

  package init(_ told: Told, _ logLine: String, _ advice: Advice? = nil) {
    self.told = told
    self.logLine = logLine
    self.advice = advice
  }

  package init(_ error: ConfigurationError) {
    let advice: Advice =
      switch error.kind {
      case .user: .changeUser
      case .exposed: .changeFolder
      case .value, .owner: error.isOf(Setting.dataDirectory.key) ? .changeFolder : .readLog
      }
    self.init(.broken, error.logLine, advice)
  }

  package init(_ error: StoreError) {
    switch error {
    case .busy: self.init(.later, error.logLine)
    case .damaged, .full: self.init(.later, error.logLine, .readLog)
    case .system: self.init(.later, error.logLine, .makeRoom)
    }
  }

  package init(_ error: SystemError) {
    if error.isForPermissions, TrustedOwner.isProgramOfAnother {
      self.init(.later, TrustedOwner.problem(error.text), .changeUser)
    } else {
      self.init(.later, "system-error \(error.text)", .makeRoom)
    }
  }

  /// The reason word that the answer gives, if any.
  var reason: String? {
    guard advice != nil else { return nil }
    return String(decoding: logLine.utf8.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
  }

  init(_ error: KeyFileError) {
    switch error {
    case .file(let problem, let name): self.init(.broken, "secret-invalid \(problem.text(name))", .readLog)
    case .system(let error): self.init(error)
    }
  }

  /// What cannot happen did.
  package static func `internal`(_ subject: StaticString) -> Failure {
    Failure(.broken, "internal-error \(subject) failed")
  }

  /// More logins and registrations at once than are served in time.
  static let crowd = Failure(
    .later, "hash-crowd more logins and registrations at once than hash_slots serves in time")

  /// A user's record has no room for one more member.
  package static let fullRecord = Failure(
    .broken, "record-full the third part of a user's record is no UTF-8, or has 64 members")

  /// This was not started by a web server.
  static func notCGI(missing name: String) -> Failure {
    Failure(.broken, "not-cgi \(name) is not set; a web server starts this program")
  }

  var status: Status {
    switch told {
    case .broken: .internalServerError
    case .later: .serviceUnavailable
    case .hidden: .notFound
    case .forbidden: .forbidden
    }
  }
}

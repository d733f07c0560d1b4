/// What is wrong with the site, not with a request: whoever runs the site can mend it, and
/// finds the reason in the log.
package struct Failure: Error, Equatable, Sendable {
  /// What a client is told of it, which is never more than a status.
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

  package let told: Told
  /// The line in the web server's log: a stable reason word, then what an administrator needs. No path, no
  /// secret, nothing that a client sent.
  package let logLine: String

  /// Whether they are told alike.
  package static func == (one: Failure, other: Failure) -> Bool {
    one.told == other.told && one.logLine.isEqual(to: other.logLine)
  }

  package init(_ told: Told, _ logLine: String) {
    self.told = told
    self.logLine = logLine
  }

  package init(_ error: ConfigurationError) { self.init(.broken, error.logLine) }
  package init(_ error: StoreError) { self.init(.later, error.logLine) }
  package init(_ error: SystemError) { self.init(.later, "system-error \(error.text)") }

  init(_ error: KeyFileError) {
    switch error {
    case .file(let problem, let name): self.init(.broken, "secret-invalid \(problem.text(name))")
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
  static let fullRecord = Failure(
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

import CGIAuthHTTP

/// What features work with. Nothing here is opened before it is used, the signing keys aside.
public struct Services: Sendable {
  let configuration: Configuration
  let users: Users
  let passwords: PasswordHasher
  let tokens: TokenAuthority
  let revocations: Revocations
  /// Nil where it is off.
  let auditLog: AuditLog?
  /// When waiting for others ends, whatever is waited for: the answer comes within 5 s.
  let deadline: Deadline
  let clock: Clock
  let randomness: Randomness
  /// Writes one line to the web server's log: a stable reason word, then what an administrator needs. Nothing a
  /// client sent, no secret.
  let log: @Sendable (String) -> Void

  static let maxWaitMilliseconds = 4_500

  /// Opens the services of a configuration.
  init(
    _ configuration: Configuration, clock: Clock, randomness: Randomness,
    maxWaitMilliseconds: Int = Services.maxWaitMilliseconds, log: @escaping @Sendable (String) -> Void
  ) throws(AuthError) {
    self.configuration = configuration
    self.clock = clock
    self.randomness = randomness
    self.log = log
    if let problem = configuration.dataDirectory.problem() { throw .configuration(problem) }
    deadline = Deadline(milliseconds: maxWaitMilliseconds)
    users = Users(in: configuration.dataDirectory, until: deadline)
    revocations = Revocations(in: configuration.dataDirectory, until: deadline)
    auditLog = configuration.auditLog
    passwords = PasswordHasher(setting: configuration.passwordHash, randomness: randomness)
    var keys = configuration.signingKeys
    if keys.isEmpty { keys = try KeyFile.keys(in: configuration.dataDirectory, randomness) }
    tokens = TokenAuthority(
      keys: keys, lifetimeSeconds: configuration.tokenLifetimeSeconds, issuer: configuration.issuer,
      audience: configuration.audience)
  }

  /// What asks a browser to come by HTTPS alone; nil where that is not set, and over HTTP, by which browsers do not believe it
  /// (RFC 6797 section 8.1).
  func strictTransport(for request: Request) -> HeaderValue? {
    guard let seconds = configuration.hstsSeconds, request.isHTTPS(trusting: configuration.trustedProxies)
    else {
      return nil
    }
    return HeaderValue("max-age=\(seconds)")
  }

  /// A fresh id that nobody guesses: 128 bits.
  func newID() throws(AuthError) -> String {
    try AuthError.mapping { () throws(SystemError) in Base64URL.encode(try randomness.bytes(16)) }
  }
}

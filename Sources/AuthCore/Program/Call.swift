/// One request on its way: what it asked, the site it asked, and what is to be told
/// of it when it is answered.
public final class Call {
  /// The request.
  public let request: Request
  package let site: Site
  /// When waiting for others ends, whatever is waited for: the answer comes within 5 s.
  package let deadline: Deadline
  package let clock: Clock
  /// Whether the program runs under the URL of something else, which the web server gave it to answer for:
  /// the other programs are not beside that, but in `/cgi-bin/`.
  package var standsInPlaceOfAFile = false
  /// Whether the client is to get a page.
  private(set) lazy var prefersPage = request.prefersPage
  /// Lines for the web server's log: a stable reason word, then what an administrator needs.
  /// Nothing a client sent, no secret.
  var notes: [String] = []
  /// What the audit log is to tell.
  var events: [AuditEvent] = []
  /// The cookies that the answer sets, whatever it is.
  var cookies: [HeaderValue] = []
  /// What is started when the request is answered.
  var afterwards: DetachedProgram?
  /// Who is logged in, once that is known.
  var visitor: EmailAddress?
  /// What is set of mail, once it was read.
  var knownMail: SiteMail?
  /// What `private.key` had, once it was read.
  var knownPrivateKeys: PrivateKeys?

  static let maxWaitMilliseconds = 4_500

  init(
    _ request: Request, to site: Site, clock: Clock,
    maxWaitMilliseconds: Int = Call.maxWaitMilliseconds
  ) {
    self.request = request
    self.site = site
    self.clock = clock
    deadline = Deadline(milliseconds: maxWaitMilliseconds)
  }

  package var configuration: Configuration { site.configuration }
  package var users: Users { site.users(until: deadline) }
  var revocations: Revocations { Revocations(in: configuration.dataDirectory, until: deadline) }

  /// The client's network.
  package var network: ClientNetwork { request.clientNetwork(trusting: configuration.trustedProxies) }

  /// The client's IP address; nil where the web server gives none.
  package var clientAddress: String? { request.clientAddress(trusting: configuration.trustedProxies) }

  /// Whether the client came by HTTPS, as far as the server or a trusted proxy says.
  package private(set) lazy var isHTTPS = request.isHTTPS(trusting: configuration.trustedProxies)

  /// Notes a line for the web server's log.
  package func note(_ line: String) { notes.append(line) }

  /// Notes what an administrator can mend, where a refusal is of that.
  func noteFailure(of refusal: Refusal) {
    if let failure = refusal.failure { note(failure.logLine) }
  }

  /// Notes what an administrator can mend, where it is why something was not done
  /// that costs nobody the answer.
  ///
  /// - Parameter word: the reason word of the line.
  package func note(_ word: StaticString, _ refusal: Refusal) {
    if let failure = refusal.failure { note("\(word) \(failure.logLine)") }
  }

  /// Notes an event for the audit log.
  package func record(_ event: AuditEvent) { events.append(event) }

  /// Random bytes.
  package func randomBytes(_ count: Int) throws(SystemError) -> [UInt8] { try site.randomness.bytes(count) }

  /// A fresh id that nobody guesses: 128 bits.
  package func newID() throws(Refusal) -> String { try Refusal.taking(system: try site.randomness.id()) }
}

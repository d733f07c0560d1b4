import CGIAuthHarness
import Testing

/// Everything that runs in a real browser. The suites lie in extensions of this one, a file each. A browser
/// takes a processor of its own: one test at a time.
@Suite(.sharedServers(ServerVariant.browsed), .restingBrowsers, .serialized) struct BrowserTests {}

/// Ends, behind the tests of a suite, the browsers that they left to each other.
struct RestingBrowsers: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    defer { Browser.stopResting() }
    try await function()
  }
}

extension Trait where Self == RestingBrowsers {
  static var restingBrowsers: RestingBrowsers { RestingBrowsers() }
}

extension ServerVariant {
  /// The servers as most sites run them, by HTTP and by HTTPS.
  static let browsed = all.filter { $0.software != .apachePrefork }

  /// The same by HTTPS alone.
  static let browsedByHTTPS = browsed.filter(\.isHTTPS)

  /// Each of the servers, and each scheme, once: for what neither makes a difference to.
  static let browsedOnce = browsed.filter { $0.isHTTPS != $0.software.isApache }
}

extension LiveServer {
  /// The site as the browser's person knows it.
  var site: String { "\(variant.scheme)://site.test:\(port)" }

  /// The same server under a name that is another site to a browser.
  var otherSite: String { "\(variant.scheme)://other.test:\(port)" }

  /// The address of a program.
  func page(_ program: String, _ query: String = "") -> String {
    "\(site)/cgi-bin/\(program).cgi\(query.isEmpty ? "" : "?\(query)")"
  }
}

/// A password that is good here.
let goodPassword = "nine herons at dawn"

/// An address that no other test uses.
func newAddress() -> String { "ada\(UInt32.random(in: .min ... .max))@example.com" }

extension Browser {
  /// What sends the form. The button beside a password does not.
  static let sendButton = "form:not(.visitor, .visitor form) > button"

  /// Fills the form that is open and sends it by its button.
  func submit(_ email: String, _ password: String) throws {
    try find("#email").fill(email)
    try find("#password").fill(password)
    try follow(Self.sendButton)
  }

  /// Registers by the page, which leads to the one to log in on.
  func register(_ email: String, at server: LiveServer) throws {
    try open(server.page("register"))
    try submit(email, goodPassword)
  }

  /// Registers and logs in by the pages.
  func logIn(_ email: String, at server: LiveServer) throws {
    try register(email, at: server)
    try submit(email, goodPassword)
  }

  /// Whether the page is that of somebody who is logged in.
  func welcomes(_ email: String) throws -> Bool {
    try place == "/cgi-bin/protected.cgi" && text(in: "h1").contains(email)
  }
}

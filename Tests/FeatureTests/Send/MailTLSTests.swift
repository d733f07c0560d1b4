import CGIAuthHarness
import Testing

@testable import CGIAuthCore
@testable import CGIAuthSend

/// TLS with real servers and certificates of our own authority.
@Suite struct MailTLSTests {
  private let servers: MailServers

  init() throws { servers = try MailServers.shared.get() }

  static let faulty = ["wrong", "parent", "partial", "expired", "foreign", "self"]
  static let behaviours =
    ["tls", "starttls", "tls-password", "starttls-password", "tls-old", "starttls-early", "plain"]
    + faulty.flatMap { ["tls-cert=\($0)", "starttls-cert=\($0)"] }

  private static let user = "post%40example.com:p%C3%A4ss%3Aw%40rd%25%2B%2F@"

  private func url(_ behaviour: String, host: String = "mail.example.com", user: String = "") throws -> String
  {
    try servers.url(
      behaviour, scheme: behaviour.hasPrefix("tls") ? "smtps" : "smtp", host: host, user: user)
  }

  @Test(arguments: [("tls", ""), ("starttls", ""), ("tls-password", user), ("starttls-password", user)])
  func handsAMailOver(_ behaviour: String, _ user: String) throws {
    #expect(try servers.transport(url(behaviour, user: user)).failure() == nil)
    let taken = try #require(try servers.taken(by: behaviour).first)
    #expect(taken.tls && taken.recipients == ["ada@example.com"])
    #expect(taken.user == (user.isEmpty ? nil : "post@example.com"))
  }

  /// A certificate can be of an address.
  @Test func knowsAServerByItsAddress() throws {
    #expect(try servers.transport(url("tls", host: "127.0.0.1")).failure() == nil)
    let failure = try #require(try servers.transport(url("tls-cert=wrong", host: "127.0.0.1")).failure())
    #expect(failure.reason == .certificate && failure.detail == "IP address mismatch")
  }

  @Test(arguments: faulty, ["tls", "starttls"])
  func takesNoOtherCertificate(_ certificate: String, _ way: String) throws {
    let behaviour = "\(way)-cert=\(certificate)"
    let failure = try #require(try servers.transport(url(behaviour, user: Self.user)).failure())
    #expect(failure.reason == .certificate && failure.isTemporary)
    let details = [
      "expired": "certificate has expired", "foreign": "unable to get local issuer certificate",
      "self": "self-signed certificate",
    ]
    #expect(failure.detail == details[certificate] ?? "hostname mismatch")
    #expect(try servers.taken(by: behaviour).isEmpty)
  }

  /// The host's own list does not have our authority.
  @Test func trustsTheHostsListByDefault() throws {
    let failure = try #require(try servers.transport(url("tls"), authorities: nil).failure())
    #expect(failure.reason == .certificate && failure.detail == "unable to get local issuer certificate")
  }

  @Test(arguments: ["none.crt", "hosts"]) func saysThatThereIsNoList(_ file: String) throws {
    let failure = try #require(try servers.transport(url("tls"), authorities: file).failure())
    #expect(failure.reason == .certificate && failure.detail.hasSuffix("tls_ca_file"))
  }

  // MARK: Nothing is said without TLS

  /// A server, or somebody in between, that offers no STARTTLS.
  @Test func sendsNothingWithoutSTARTTLS() throws {
    let failure = try #require(try servers.transport(url("plain", user: Self.user)).failure())
    #expect(failure.reason == .tls && failure.isTemporary)
    #expect(try servers.taken(by: "plain").isEmpty)
  }

  /// What somebody in between adds to the last answer before TLS (CVE-2011-0411).
  @Test func believesNothingFromBeforeTLS() throws {
    let failure = try #require(try servers.transport(url("starttls-early", user: Self.user)).failure())
    #expect(failure.reason == .tls && failure.detail == "the server said more before TLS began")
  }

  @Test func takesNoOldTLS() throws {
    let failure = try #require(try servers.transport(url("tls-old")).failure())
    #expect(failure.reason == .tls && failure.isTemporary, "\(failure)")
  }

  /// A server that speaks first where TLS is expected.
  @Test func sendsNothingToAServerWithoutTLS() throws {
    let port = try servers.url("plain", scheme: "smtps", host: "mail.example.com", user: Self.user)
    let failure = try #require(try servers.transport(port).failure())
    #expect(failure.reason == .tls && failure.isTemporary, "\(failure)")
  }
}

import CGIAuthHarness
import Foundation
import Testing

/// The built `send` and real mail servers: its TLS is linked statically, without the host's libraries.
@Suite struct MailServerFlowTests {
  private static let servers = Result {
    try MailServers([
      "tls-password", "plain", "tls-cert=wrong", "tls-cert=expired", "tls-cert=foreign",
    ])
  }
  private static let user = "post%40example.com:p%C3%A4ss%3Aw%40rd%25%2B%2F@"

  private let servers: MailServers

  init() throws { servers = try Self.servers.get() }

  /// A site that sends by a server, and has asked for a new password.
  private func site(_ behaviour: String, user: String = "") throws -> CGISite {
    let url = try servers.url(behaviour, scheme: behaviour.hasPrefix("tls") ? "smtps" : "smtp", user: user)
    let site = try CGISite(
      mailing: ["AUTH_MAIL": url, "AUTH_TLS_CA_FILE": servers.folder.path("root.crt")])
    try #require(try site.post("register", "ada@example.com", "correct horse battery").status == 200)
    try #require(try site.post("recover", json: #"{"email":"ada@example.com"}"#).status == 200)
    return site
  }

  @Test func sendsByTLS() throws {
    let site = try site("tls-password", user: Self.user)
    try eventually("the mail") { try !servers.taken(by: "tls-password").isEmpty }
    let mail = try #require(try servers.taken(by: "tls-password").first)
    #expect(mail.tls && mail.user == "post@example.com")
    #expect(mail.sender == "no-reply@club.example" && mail.recipients == ["ada@example.com"])
    #expect(mail.body.contains("\r\nSubject: Chess club: Choose a new password\r\n"))
    try eventually("an empty outbox") { try site.waiting().isEmpty }
  }

  /// This computer alone is spoken to without it.
  @Test func sendsToThisComputer() throws {
    let site = try site("plain")
    try eventually("the mail") { try !servers.taken(by: "plain").isEmpty }
    #expect(try servers.taken(by: "plain").first?.tls == false)
    try eventually("an empty outbox") { try site.waiting().isEmpty }
  }

  @Test(arguments: [
    ("tls-cert=wrong", "IP address mismatch"), ("tls-cert=expired", "certificate has expired"),
    ("tls-cert=foreign", "unable to get local issuer certificate"),
  ])
  func sendsNothingToAnotherServer(_ behaviour: String, _ why: String) throws {
    let site = try site(behaviour, user: Self.user)
    let errors = site.folder.path("data/error.log")
    try eventually("the failure in the log") {
      (try? String(contentsOfFile: errors, encoding: .utf8))?.contains(
        " mail-certificate will be tried again: \(why)\n") ?? false
    }
    #expect(try site.waiting().count == 1 && servers.taken(by: behaviour).isEmpty)
  }
}

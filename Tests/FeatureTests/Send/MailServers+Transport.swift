import Glibc

@testable import CGIAuthCore
@testable import CGIAuthHarness
@testable import CGIAuthSend

extension MailServers {
  /// The servers of all suites here.
  static let shared = Result {
    // As the program does (Gateway.runHelper): a server that dies must not end this process.
    signal(SIGPIPE, SIG_IGN)
    let servers = try MailServers(SMTPTests.behaviours + MailTLSTests.behaviours)
    // The name that the certificates are of.
    try servers.folder.write("hosts", "# names\n127.0.0.1 mail.example.com\n192.0.2.1 nobody.example.com\n")
    try servers.folder.write("resolv.conf", "nameserver 127.0.0.1\n")
    return servers
  }

  /// A transport that finds servers by name, trusts our authority and is patient.
  func transport(_ url: String, authorities: String? = "root.crt") throws -> MailTransport {
    var variables = ["AUTH_MAIL": url, "AUTH_DATA_DIR": folder.path("data")]
    if let authorities { variables["AUTH_TLS_CA_FILE"] = folder.path(authorities) }
    var transport = try MailTransport(
      Configuration(Environment(variables), programDirectory: folder.root))
    transport.resolver.hostsPath = folder.path("hosts")
    transport.resolver.serversPath = folder.path("resolv.conf")
    transport.patience = .init(connecting: 60_000, answer: 60_000)
    return transport
  }
}

extension MailTransport {
  /// Hands a mail over from the site to ada@example.com, and returns why that did not work.
  func failure(
    _ message: [UInt8] = Array("Subject: x\n\ny\n".utf8), to recipient: String = "ada@example.com",
    milliseconds: Int = 120_000
  ) -> MailFailure? {
    thrown { () throws(MailFailure) in
      try deliver(
        message, from: MailMessageTests.sender, to: MailMessageTests.address(recipient),
        until: Deadline(milliseconds: milliseconds))
    }
  }
}

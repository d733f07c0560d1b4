@testable import CGIAuthHarness
import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthSend

/// Postfix, as the host's own program and as a mail server with TLS and passwords. It keeps everything in a
/// folder of its own. Only root can run it: run as root, as in CI, or see this fail.
@Suite struct PostfixTests {
  /// A Postfix that puts what comes for example.org into a Maildir.
  final class Postfix: Sendable {
    let folder: TemporaryFolder
    let port = LiveServer.freePort()
    private let command, passwords: RunningCommand

    static let shared = Result { try Postfix(MailServers.shared.get()) }

    private init(_ servers: MailServers) throws {
      folder = try TemporaryFolder()
      let root = folder.root
      for name in ["etc", "queue", "data", "mails"] { try folder.makeFolder(name) }
      try folder.write(
        "etc/main.cf",
        """
        compatibility_level = 3.6
        queue_directory = \(root)/queue
        data_directory = \(root)/data
        mail_owner = postfix
        setgid_group = postdrop
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        maillog_file = \(root)/log
        maillog_file_prefixes = \(root)
        myhostname = mail.example.com
        mydestination =
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        import_environment = MAIL_CONFIG=\(root)/etc
        alias_maps =
        virtual_mailbox_domains = example.org
        virtual_mailbox_maps = static:box/
        virtual_mailbox_base = \(root)/mails
        virtual_minimum_uid = 1
        virtual_uid_maps = static:65534
        virtual_gid_maps = static:65534
        smtpd_tls_cert_file = \(servers.folder.path("good.crt"))
        smtpd_tls_key_file = \(servers.folder.path("good.key"))
        smtpd_sasl_type = dovecot
        smtpd_sasl_path = \(root)/passwords
        smtpd_relay_restrictions = permit_sasl_authenticated, reject
        smtpd_sender_restrictions =
        header_size_limit = 102400

        """)
      try folder.write(
        "etc/master.cf",
        """
        127.0.0.1:\(port) inet n - n - - smtpd
          -o smtpd_tls_security_level=encrypt
          -o smtpd_sasl_auth_enable=yes
          -o smtpd_tls_auth_only=yes
        pickup unix n - n 1 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        proxymap unix - - n - - proxymap
        anvil unix - - n - 1 anvil
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        error unix - - n - - error
        virtual unix - n n - - virtual
        tlsmgr unix - - n 1000? 1 tlsmgr
        postlog unix-dgram n - n - 1 postlogd

        """)
      // The host's own program, which would else use the host's folder.
      try folder.write("sendmail", "#!/bin/sh\nMAIL_CONFIG=\(root)/etc exec /usr/sbin/sendmail \"$@\"\n")
      let made = try run(
        "/bin/sh",
        [
          "-ec",
          """
          chmod 755 . etc sendmail; chown postfix data; chown nobody mails
          postfix -c "$PWD/etc" check
          """,
        ], workingFolder: root)
      try #require(made.status == 0, "\(made.errors)")
      passwords = try RunningCommand(
        watched: "/usr/bin/python3",
        [
          "\(Project.root)/Tests/FeatureTests/tools/passwords.py", folder.path("passwords"), "post",
          "nine herons",
        ])
      // Not by `postfix start-fg`, whose master leaves the process that is watched.
      command = try RunningCommand(watched: "/usr/lib/postfix/sbin/master", ["-c", "\(root)/etc", "-d"])
      let passwords = passwords
      try eventually("it is asked for passwords: \(passwords.errorsSoFar)") {
        passwords.outputSoFar == "ready\n"
      }
      let (command, port, folder) = (command, port, folder)
      try eventually("Postfix listens: \(command.errorsSoFar)\((try? folder.text("log")) ?? "")") {
        LiveServer.isListening(port) || !command.isRunning
      }
    }

    /// What came for a recipient.
    func mails(to recipient: String) throws -> [String] {
      guard folder.has("mails/box/new") else { return [] }
      return try folder.names("mails/box/new").map { try folder.text("mails/box/new/\($0)") }.filter {
        $0.contains("\nDelivered-To: \(recipient)\n")
      }
    }

    var log: String { (try? folder.text("log")) ?? "" }
  }

  private let postfix: Postfix
  private let servers: MailServers

  init() throws {
    servers = try MailServers.shared.get()
    postfix = try Postfix.shared.get()
  }

  private func message(to recipient: String) throws -> MailMessage {
    try MailMessage(
      .invitation(Letter.Site(name: "Zürich", language: .japanese), link: "https://club.example/?t=x"),
      from: MailMessageTests.sender, named: "Zürich", to: MailMessageTests.address(recipient),
      now: 1_796_000_000)
  }

  /// What is in the Maildir is the mail, behind the fields that Postfix puts first.
  private func expectOne(_ message: MailMessage, to recipient: String) throws {
    var mails: [String] = []
    try eventually("the mail is there: \(postfix.log)") {
      mails = try postfix.mails(to: MailMessageTests.address(recipient).mailbox)
      return !mails.isEmpty
    }
    #expect(mails.count == 1)
    let mail = try #require(mails.first)
    #expect(mail.hasPrefix("Return-Path: <noreply@club.example>\n"))
    // Postfix writes the two lines of From as they came.
    let head = try #require(mail.components(separatedBy: "\n\n").first)
    let body = mail.dropFirst(head.count)
    let sent = String(decoding: message.bytes, as: UTF8.self)
    #expect(sent.hasSuffix(body) && body.count > 100)
    for field in sent.components(separatedBy: "\n\n")[0].components(
      separatedBy: "\n")
    {
      #expect(head.contains(field), "\(field)")
    }
  }

  @Test(arguments: [
    "program@example.org", "a..b@example.org", "a&b@example.org", "a%0abcc@example.org",
  ])
  func takesAMailAsTheHostsProgram(_ recipient: String) throws {
    let message = try message(to: recipient)
    #expect(try transport().failure(message.bytes, to: recipient) == nil)
    try expectOne(message, to: recipient)
  }

  /// Postfix sends nothing to an address that begins with a hyphen; it takes it for an address all the same.
  @Test func takesNoAddressForAnOption() throws {
    let recipient = "-oq/tmp/x@example.org"
    #expect(try transport().failure(to: recipient) == nil)
    try eventually("the mail is bounced: \(postfix.log)") {
      postfix.log.contains("to=<\(recipient)>, relay=none") && postfix.log.contains("bad address syntax")
    }
  }

  private func transport() throws -> MailTransport {
    let variables = [
      "AUTH_SENDMAIL": postfix.folder.path("sendmail"), "AUTH_DATA_DIR": postfix.folder.path("none"),
    ]
    return try MailTransport(
      Configuration(Environment(variables), programDirectory: postfix.folder.root))
  }

  @Test func takesAMailByTLSAndPassword() throws {
    let url = "smtp://post:nine%20herons@mail.example.com:\(postfix.port)"
    let message = try message(to: "server@example.org")
    #expect(
      try servers.transport(url).failure(message.bytes, to: "server@example.org") == nil, "\(postfix.log)")
    try expectOne(message, to: "server@example.org")
  }

  @Test func isRefusedWithoutThePassword() throws {
    let wrong = "smtp://post:nine%20hens@mail.example.com:\(postfix.port)"
    let failure = try #require(try servers.transport(wrong).failure())
    #expect(failure.reason == .auth && failure.detail == "the server answered 535 to the user and password")
    let none = "smtp://mail.example.com:\(postfix.port)"
    let refusal = try #require(try servers.transport(none).failure())
    #expect(refusal.reason == .refused && !refusal.isTemporary)
    #expect(refusal.detail == "RCPT TO: 554 5.7.1 ... Recipient address rejected: Access denied")
  }

  /// Postfix asks for TLS before anything else; this computer's own address is spoken to without.
  @Test func isRefusedWithoutTLS() throws {
    let failure = try #require(try servers.transport("smtp://127.0.0.1:\(postfix.port)").failure())
    #expect(
      failure.reason == .refused
        && failure.detail == "MAIL FROM: 530 5.7.0 Must issue a STARTTLS command first")
  }
}

package import CGIAuthCore

/// What hands mails over, in the way that `mail` names.
///
/// The process must ignore SIGPIPE, as `Gateway.runHelper` sees to: a server, or a program, may go away while
/// it is written to.
package struct MailTransport {
  let settings: MailSettings
  /// How the addresses of mail servers are found.
  var resolver = HostResolver()
  /// How long to wait for a connection, and for each answer, beside what the caller allows in all.
  var patience = Patience()

  /// Waits of a transport, in milliseconds.
  struct Patience {
    var connecting = 15_000
    /// RFC 5321 section 4.5.3.2 would have minutes: a queue's, and not those of a program beside a request.
    var answer = 60_000
  }

  /// The transport that is set.
  ///
  /// - Throws: an error that says where a value stands and what it must be.
  package init(_ configuration: Configuration) throws(ConfigurationError) {
    settings = try MailSettings(configuration)
  }

  /// Whether no mail leaves.
  package var isOff: Bool { if case .off = settings.route { true } else { false } }

  /// Hands a mail over.
  ///
  /// - Parameters:
  ///   - message: the mail as `MailMessage` writes it: lines that end in LF, ASCII.
  ///   - sender: whom a mail that cannot be delivered goes back to (RFC 5321 section 4.4).
  ///   - deadline: when to give up.
  /// - Throws: why it was not taken. Where a connection breaks after the end of the mail was sent, nobody
  ///   knows whether the server has it: that is a temporary failure, and may make two of one.
  package func deliver(
    _ message: [UInt8], from sender: EmailAddress, to recipient: EmailAddress, until deadline: Deadline
  ) throws(MailFailure) {
    // Mail servers have taken these for commands (CVE-2019-10149). No mailbox is named with them.
    guard !recipient.text.utf8.contains(where: { "`$|{}".utf8.contains($0) }) else {
      throw MailFailure(.address, "an address with characters of a command is not mailed to")
    }
    // A NUL ends texts in C, a CR is half of a line's end: either could end a mail, or its header.
    guard !message.contains(where: { $0 == 0 || $0 == 0x0D || $0 > 0x7F }), message.last == 0x0A else {
      throw MailFailure(.text, "a mail must be lines of ASCII that end in LF")
    }
    switch settings.route {
    case .sendmail:
      try SendmailProgram(path: settings.program).deliver(
        message, from: sender, to: recipient, until: deadline)
    case .smtp(let server):
      let session = try SMTPSession(
        server, resolver, authorities: settings.authorities, patience, until: deadline)
      try session.deliver(message, from: sender, to: recipient)
    case .maildir(let path): try Maildir(path: path).deliver(message)
    case .off: throw MailFailure(.refused, "mail is off")
    }
  }
}

import CGIAuthCore

/// A conversation with a mail server, for one mail (RFC 5321, RFC 6409).
struct SMTPSession {
  private let server: MailServer
  private let stream: MailStream
  /// When to have an answer.
  private let answerMilliseconds: Int
  /// When everything must be over.
  private let deadline: Deadline
  private static let goodbyeMilliseconds = 2_000

  /// Connects, begins TLS and logs in.
  ///
  /// - Parameter authorities: as `TLSClient` takes it.
  /// - Throws: a failure that is temporary: none of it has to do with the mail.
  init(
    _ server: MailServer, _ resolver: HostResolver, authorities: String?, _ patience: MailTransport.Patience,
    until deadline: Deadline
  ) throws(MailFailure) {
    self.server = server
    answerMilliseconds = patience.answer
    self.deadline = deadline
    let addresses: [HostAddress]
    if server.isAddress {
      addresses = [HostAddress(server.host.utf8)].compactMap { $0 }
    } else {
      addresses = try resolver.addresses(
        of: server.host, until: Deadline(milliseconds: patience.connecting).orEarlier(deadline))
    }
    stream = try MailStream(
      server, addresses, authorities: authorities, connectingMilliseconds: patience.connecting,
      until: deadline)
    if server.security == .fromTheStart { try stream.beginTLS(with: server, until: soon) }
    let greeting = try stream.reply(until: soon)
    guard greeting.code == 220 else { throw Self.refusal(greeting, "the greeting") }
    var abilities = try hello()
    if server.security == .startTLS {
      guard abilities.parameters(of: "starttls") != nil else {
        throw MailFailure(.tls, "the server offers no STARTTLS: nothing is sent without it")
      }
      let reply = try exchange("STARTTLS")
      guard reply.code == 220 else { throw Self.refusal(reply, "STARTTLS", .tls) }
      try stream.beginTLS(with: server, until: soon)
      // What it said before could have been said by others (RFC 3207 section 4.2).
      abilities = try hello()
    }
    if let credentials = server.credentials { try logIn(credentials, abilities) }
  }

  /// Hands a mail over.
  ///
  /// - Throws: why it was not taken. 5xx about the sender, the recipient or the mail is for good (section
  ///   4.2.1).
  func deliver(
    _ message: [UInt8], from sender: EmailAddress, to recipient: EmailAddress
  ) throws(MailFailure) {
    for (command, name) in [
      ("MAIL FROM:<\(sender.mailbox)>", "MAIL FROM"), ("RCPT TO:<\(recipient.mailbox)>", "RCPT TO"),
      ("DATA", "DATA"),
    ] {
      let reply = try exchange(command)
      guard reply.code / 100 == (name.isEqual(to: "DATA") ? 3 : 2) else {
        throw Self.refusal(reply, name, ofMailTo: recipient)
      }
    }
    try stream.write(Self.transparent(message), until: soon)
    let reply = try stream.reply(until: soon)
    guard reply.code / 100 == 2 else { throw Self.refusal(reply, "the mail", ofMailTo: recipient) }
    // It is the server's now, whatever it says to this.
    let goodbye = Deadline(milliseconds: Self.goodbyeMilliseconds).orEarlier(deadline)
    try? stream.write(Array("QUIT\r\n".utf8), until: goodbye)
    _ = try? stream.reply(until: goodbye)
  }

  /// The mail as it is sent: its lines end in CR LF, a dot at the beginning of one is doubled (section
  /// 4.5.2), and a line with a dot is the end.
  static func transparent(_ message: [UInt8]) -> [UInt8] {
    var sent: [UInt8] = []
    sent.reserveCapacity(message.count + message.count / 32)
    var isAtStart = true
    for byte in message {
      if isAtStart, byte == UInt8(ascii: ".") { sent.append(byte) }
      if byte == 0x0A { sent.append(0x0D) }
      sent.append(byte)
      isAtStart = byte == 0x0A
    }
    return sent + Array(".\r\n".utf8)
  }

  private var soon: Deadline { Deadline(milliseconds: answerMilliseconds).orEarlier(deadline) }

  /// Sends a command, and waits for its answer.
  private func exchange(_ command: String) throws(MailFailure) -> SMTPReply {
    try stream.write(Array("\(command)\r\n".utf8), until: soon)
    return try stream.reply(until: soon)
  }

  private func hello() throws(MailFailure) -> SMTPReply {
    let reply = try exchange("EHLO \(stream.ownAddress)")
    guard reply.code == 250 else { throw Self.refusal(reply, "EHLO") }
    return reply
  }

  /// AUTH (RFC 4954): PLAIN (RFC 4616), else LOGIN, which no RFC describes.
  private func logIn(
    _ credentials: MailServer.Credentials, _ abilities: SMTPReply
  ) throws(MailFailure) {
    let kinds = abilities.parameters(of: "auth") ?? []
    let plain = Self.base64([0] + credentials.user + [0] + credentials.password)
    var steps: [String]
    if kinds.contains(where: { $0.isEqual(to: "plain") }) {
      // A server that does not take the answer with the command asks for it.
      steps = ["AUTH PLAIN \(plain)", plain]
    } else if kinds.contains(where: { $0.isEqual(to: "login") }) {
      steps = ["AUTH LOGIN", Self.base64(credentials.user), Self.base64(credentials.password)]
    } else {
      throw MailFailure(.auth, "the server offers neither AUTH PLAIN nor AUTH LOGIN")
    }
    var code: Int
    repeat {
      code = try exchange(steps.removeFirst()).code
    } while code == 334 && !steps.isEmpty
    // Without the server's text, which may name the user.
    guard code == 235 else {
      throw MailFailure(.auth, "the server answered \(code) to the user and password")
    }
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    String(decoding: Base64.encode(bytes), as: UTF8.self)
  }

  /// The failure that an answer means.
  private static func refusal(
    _ reply: SMTPReply, _ step: String, _ reason: MailFailure.Reason = .refused,
    ofMailTo recipient: EmailAddress? = nil
  ) -> MailFailure {
    let local = recipient.map { $0.localPart }
    return MailFailure(
      reason, isTemporary: recipient == nil || reply.code < 500, Array("\(step): ".utf8) + reply.text,
      without: local.map { [$0] } ?? [])
  }
}

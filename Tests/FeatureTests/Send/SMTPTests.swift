import CGIAuthHarness
import Testing

@testable import CGIAuthCore
@testable import CGIAuthSend

/// SMTP with real servers, by aiosmtpd, that take mail, refuse it, hang and die at each step.
@Suite struct SMTPTests {
  private let servers: MailServers

  init() throws { servers = try MailServers.shared.get() }

  static let steps = ["greeting", "ehlo", "mail", "rcpt", "data", "end"]
  static let behaviours =
    [
      "good", "quit-hang", "quit-die", "quit-never", "password-plain", "password-login", "password-both",
      "login-plain",
      "auth-later-password", "auth-die-password", "dots", "names",
    ]
    + steps.flatMap { step in ["later", "never", "hang", "die", "garbage", "long"].map { "\(step)-\($0)" } }

  // MARK: What is taken

  @Test func handsAMailOver() throws {
    let letter = Letter.recovery(
      Letter.Site(name: "Schachclub Zürich", language: .german),
      link: "https://club.example/r?t=" + String(repeating: "x", count: 120))
    let message = try MailMessage(
      letter, from: MailMessageTests.sender, named: "Zürich", to: MailMessageTests.ada, now: 1_796_000_000)
    #expect(try servers.transport(servers.url("good")).failure(message.bytes, to: "ada@example.org") == nil)
    let taken = try servers.taken(by: "good")
    #expect(taken.count == 1)
    #expect(taken.first?.sender == "noreply@club.example" && taken.first?.recipients == ["ada@example.org"])
    // The same but for the ends of its lines.
    #expect(taken.first?.body == String(decoding: message.bytes, as: UTF8.self).replacing("\n", with: "\r\n"))
    #expect(taken.first?.tls == false && taken.first?.user == nil)
  }

  /// A dot alone ends no mail, and none is lost (RFC 5321 section 4.5.2).
  @Test func keepsDots() throws {
    let body = "Subject: x\n\n.\n..\n.x\nx.\n\n.\nQUIT\n...\n"
    #expect(try servers.transport(servers.url("dots")).failure(Array(body.utf8)) == nil)
    #expect(try servers.taken(by: "dots").map(\.body) == [body.replacing("\n", with: "\r\n")])
  }

  @Test(arguments: [
    "a..b@docomo.example", ".a@example.com", "-f@example.com", "o'neil+x@example.com", "a&b=c@example.com",
  ])
  func reachesEveryAddress(_ address: String) throws {
    #expect(try servers.transport(servers.url("names")).failure(to: address) == nil)
    let mailbox = MailMessageTests.address(address).mailbox
    let recipients = try servers.taken(by: "names").map(\.recipients)
    #expect(recipients.contains([mailbox]) || recipients.contains([address]), "\(recipients)")
  }

  /// What it says to QUIT changes nothing: the mail is the server's.
  @Test(arguments: ["quit-hang", "quit-die", "quit-never"]) func doesNotMindTheGoodbye(_ behaviour: String)
    throws
  {
    #expect(try servers.transport(servers.url(behaviour)).failure() == nil)
    #expect(try servers.taken(by: behaviour).count == 1)
  }

  // MARK: What is not

  /// 5xx is for good where it is about the mail: what is about the connection, somebody can mend.
  @Test(arguments: steps, ["later", "never"])
  func isRefusedAtEachStep(_ step: String, _ act: String) throws {
    let failure = try #require(try servers.transport(servers.url("\(step)-\(act)")).failure())
    #expect(failure.reason == .refused)
    #expect(failure.isTemporary == (act == "later" || ["greeting", "ehlo"].contains(step)))
    #expect(
      failure.detail.contains(act == "later" ? ": 451 4.3.0 come later" : ": 550 5.7.1 we do not 5.7.1 take"))
    #expect(!failure.logLine.contains("@"))
    #expect(try servers.taken(by: "\(step)-\(act)").isEmpty)
  }

  /// No word of the recipient's address gets into a log.
  @Test(arguments: ["ada@example.com", "ADA@example.com", "come@example.com"])
  func leavesTheAddressOut(_ recipient: String) throws {
    let failure = try #require(try servers.transport(servers.url("rcpt-later")).failure(to: recipient))
    let local = recipient.split(separator: "@")[0].lowercased()
    #expect(!failure.logLine.lowercased().contains(local), "\(failure.logLine)")
    #expect(failure.logLine.contains("451 4.3.0"))
  }

  @Test(arguments: steps) func givesUpWhereAServerHangs(_ step: String) throws {
    var transport = try servers.transport(servers.url("\(step)-hang"))
    transport.patience.answer = 1_500
    let failure = try #require(transport.failure())
    #expect(failure.reason == .timeout && failure.isTemporary)
  }

  @Test(arguments: steps) func givesUpInAll(_ step: String) throws {
    let failure = try #require(
      try servers.transport(servers.url("\(step)-hang")).failure(milliseconds: 1_500))
    #expect(failure.reason == .timeout && failure.isTemporary)
  }

  @Test(arguments: steps) func survivesAServerThatDies(_ step: String) throws {
    let failure = try #require(try servers.transport(servers.url("\(step)-die")).failure())
    #expect(failure.reason == .unreachable && failure.isTemporary)
  }

  @Test(arguments: steps, ["garbage", "long"]) func takesNoOtherAnswer(_ step: String, _ act: String) throws {
    let failure = try #require(try servers.transport(servers.url("\(step)-\(act)")).failure())
    #expect(failure.reason == .protocolFault && failure.isTemporary, "\(failure)")
  }

  @Test func findsNobody() throws {
    let port = LiveServer.freePort()
    let failure = try #require(try servers.transport("smtp://127.0.0.1:\(port)").failure())
    #expect(failure.reason == .unreachable && failure.isTemporary)
    #expect(failure.detail == "connect: Connection refused")
  }

  // MARK: Logging in

  private static let user = "post%40example.com:p%C3%A4ss%3Aw%40rd%25%2B%2F@"

  @Test(arguments: ["password-plain", "password-login", "password-both"]) func logsIn(_ behaviour: String)
    throws
  {
    #expect(try servers.transport(servers.url(behaviour, user: Self.user)).failure() == nil)
    #expect(try servers.taken(by: behaviour).map(\.user) == ["post@example.com"])
  }

  @Test(arguments: ["password-plain", "password-login", "login-plain", "auth-later-password"])
  func isNotLetIn(_ behaviour: String) throws {
    let user = behaviour.hasPrefix("password") ? "post%40example.com:wrong@" : Self.user
    let failure = try #require(try servers.transport(servers.url(behaviour, user: user)).failure())
    #expect(failure.reason == .auth && failure.isTemporary)
    #expect(!failure.logLine.contains("post") && !failure.logLine.contains("wrong"))
  }

  /// The mail may go once a password is set.
  @Test func isToldThatItMustLogIn() throws {
    let failure = try #require(try servers.transport(servers.url("password-both")).failure())
    #expect(failure.reason == .refused && failure.detail.hasPrefix("MAIL FROM: 530"))
  }

  // MARK: What is never sent (injection)

  /// These are none of our addresses: no message or argument can have them.
  @Test(arguments: [
    "a\r\nRCPT TO:<eve@example.net>@example.com", "a\n@example.com", "a\0@example.com", "a b@example.com",
    "a,b@example.com", "a@example.com,b@example.com", "a@example.com b@example.com", "<a@example.com>",
    "a@example.com\r\nBcc: eve@example.net", "\"a b\"@example.com", "a@[127.0.0.1]", "a@example.com>",
    "ü@example.com",
    "a@exämple.com", "a;b@example.com", "a(b)@example.com", "a\\b@example.com", "a:b@example.com",
    "@example.com", "a@",
  ])
  func noSuchAddressIsOne(_ text: String) {
    #expect(EmailAddress(Array(text.utf8)) == nil)
  }

  /// These are addresses; mail servers have run them as commands.
  @Test(arguments: [
    "${run{x}}@example.com", "`id`@example.com", "|x@example.com", "$home@example.com", "{a}@example.com",
  ])
  func sendsNothingToACommand(_ address: String) throws {
    let failure = try #require(try servers.transport(servers.url("good")).failure(to: address))
    #expect(failure.reason == .address && !failure.isTemporary)
  }

  /// `%` and `!` are letters of an address like others: one recipient.
  @Test(arguments: ["a%0abcc@example.com", "a%b@example.com", "a!b@example.com", "a%0d%0a@example.com"])
  func sendsToOneRecipient(_ address: String) throws {
    #expect(try servers.transport(servers.url("names")).failure(to: address) == nil)
    #expect(try servers.taken(by: "names").filter { $0.recipients == [address] }.count >= 1)
  }

  @Test(arguments: ["a\r\n.\r\nx\n", "a\0b\n", "a\r\n", "é\n", "no end", ""])
  func takesNoMessageThatIsNone(_ message: String) throws {
    for url in [try servers.url("good"), "file:\(servers.folder.path("none"))", "sendmail"] {
      let failure = try #require(try servers.transport(url).failure(Array(message.utf8)))
      #expect(failure.reason == .text && !failure.isTemporary)
    }
    #expect(!servers.folder.has("none"))
  }
}

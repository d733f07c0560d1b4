@testable import CGIAuthHarness
import Testing

@testable import CGIAuthCore
@testable import CGIAuthSend

@Suite struct MailRouteTests {
  /// A route in short: security, host, port, user, password.
  static func short(_ value: String) throws(MailRoute.Fault) -> String {
    switch try MailRoute(Array(value.utf8)) {
    case .sendmail: return "sendmail"
    case .off: return "off"
    case .maildir(let path): return "maildir \(path)"
    case .smtp(let server):
      let user = server.credentials.map { credentials in
        " \(String(decoding: credentials.user, as: UTF8.self)) \(String(decoding: credentials.password, as: UTF8.self))"
      }
      return
        "\(server.security) \(server.host) \(server.port)\(server.isAddress ? " address" : "")\(user ?? "")"
    }
  }

  @Test(arguments: [
    ("sendmail", "sendmail"), ("off", "off"), ("file:/home/you/mails", "maildir /home/you/mails"),
    ("smtps://mail.club.example", "fromTheStart mail.club.example 465"),
    ("smtps://mail.club.example:465/", "fromTheStart mail.club.example 465"),
    ("smtp://mail.club.example", "startTLS mail.club.example 587"),
    ("smtp://MAIL.Club.example:2525", "startTLS mail.club.example 2525"),
    (
      "smtps://post%40club.example:p%3Aw%40%2F%25@mail.club.example",
      "fromTheStart mail.club.example 465 post@club.example p:w@/%"
    ),
    // A plus sign is none of a space.
    ("smtps://a+b:c+d@m.example", "fromTheStart m.example 465 a+b c+d"),
    ("smtps://u:p%C3%A4ss@m.example:1", "fromTheStart m.example 1 u päss"),
    ("smtps://192.0.2.7:465", "fromTheStart 192.0.2.7 465 address"),
    ("smtps://u:p@[2001:db8::7]:465", "fromTheStart 2001:db8::7 465 address u p"),
    ("smtp://[2001:db8::7]", "startTLS 2001:db8::7 587 address"),
    // This computer, and nobody else.
    ("smtp://127.0.0.1:25", "none 127.0.0.1 25 address"), ("smtp://127.9.9.9", "none 127.9.9.9 587 address"),
    ("smtp://[::1]:25", "none ::1 25 address"), ("smtp://localhost:25", "none localhost 25"),
    ("smtps://localhost", "fromTheStart localhost 465"),
    ("smtp://localhost.example:25", "startTLS localhost.example 25"),
    ("smtp://10.0.0.1:25", "startTLS 10.0.0.1 25 address"), ("smtp://[::2]", "startTLS ::2 587 address"),
    ("smtp://mail_1.example", "startTLS mail_1.example 587"),
  ])
  func readsAValue(_ value: String, _ route: String) throws {
    #expect(try Self.short(value) == route)
  }

  @Test(arguments: [
    ("", MailRoute.Fault.form), ("Sendmail", .form), ("smtp", .form), ("smtp:mail.example", .form),
    ("SMTP://m.example", .form),
    ("http://m.example", .form), ("file:relative", .form), ("file:/", .form), ("/usr/sbin/sendmail", .form),
    ("smtps://", .host), ("smtps:///", .host), ("smtps://u:p@", .host), ("smtps://m..example", .host),
    ("smtps://m.example.", .host),
    ("smtps://m.example/x", .host), ("smtps://m.example?x", .host), ("smtps://m.example#x", .host),
    ("smtps://m ex", .host),
    ("smtps://[m.example]", .host), ("smtps://[192.0.2.7]", .host), ("smtps://[::1", .host),
    ("smtps://::1", .host),
    ("smtps://300.0.0.1", .host), ("smtps://1.2.3", .host), ("smtps://m.example:465x", .port),
    ("smtps://m.example:", .port),
    ("smtps://m.example:0", .port), ("smtps://m.example:65536", .port), ("smtps://m.example:-1", .port),
    ("smtps://[::1]465", .host), ("smtps://u@m.example", .credentials),
    ("smtps://u:@m.example", .credentials),
    ("smtps://:p@m.example", .credentials), ("smtps://@m.example", .credentials),
    ("smtps://u:p:q@m.example", .encoding),
    ("smtps://a@b.example:p@m.example", .encoding), ("smtps://u:p%4@m.example", .encoding),
    ("smtps://u:p%zz@m.example", .encoding),
    ("smtps://u:p%00q@m.example", .encoding), ("smtps://u:%FF@m.example", .encoding),
    ("smtps://u:\(String(repeating: "p", count: 256))@m.example", .credentials),
    ("smtps://\(String(repeating: "m", count: 64)).example", .host),
  ])
  func refusesAValue(_ value: String, _ fault: MailRoute.Fault) {
    #expect(throws: fault) { try Self.short(value) }
  }

  /// An error names the setting, and what it must be; never the value, which has a password in it.
  @Test(arguments: [
    (
      "AUTH_MAIL", "smtps://post@club.example:s3cret@m.example",
      "AUTH_MAIL must have user and password percent-encoded"
    ),
    ("AUTH_MAIL", "nosuch", "AUTH_MAIL must be sendmail, "),
    ("AUTH_SENDMAIL", "sendmail", "AUTH_SENDMAIL must be the path of a file"),
    ("AUTH_TLS_CA_FILE", "ca.pem", "AUTH_TLS_CA_FILE must be the path of a file"),
  ])
  func saysWhatAValueMustBe(_ name: String, _ value: String, _ problem: String) throws {
    let folder = try TemporaryFolder()
    let environment = Environment([name: value, "AUTH_DATA_DIR": folder.path("data")])
    let configuration = try Configuration(environment, programDirectory: folder.root)
    let error = thrown { () throws(ConfigurationError) in _ = try MailTransport(configuration) }
    #expect(error?.text.hasPrefix(problem) == true, "\(String(describing: error))")
    #expect(error?.text.contains("s3cret") == false)
  }

  @Test func isTheHostsProgramByDefault() throws {
    let folder = try TemporaryFolder()
    let configuration = try Configuration(
      Environment(["AUTH_DATA_DIR": folder.path("data")]), programDirectory: folder.root)
    let transport = try MailTransport(configuration)
    let isProgram = if case .sendmail = transport.settings.route { true } else { false }
    #expect(isProgram)
    #expect(transport.settings.program == "/usr/sbin/sendmail" && transport.settings.authorities == nil)
    #expect(!transport.isOff)
  }
}

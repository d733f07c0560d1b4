import Foundation
import Testing

@testable import CGIAuthAccount
@testable import CGIAuthCore
@testable import CGIAuthHarness
@testable import CGIAuthLogin
@testable import CGIAuthRegister

@Suite struct AuditEventTests {
  private let email: EmailAddress
  private let user: User
  private static let hash = "$7$CU..../....secret"

  init() throws {
    email = try #require(EmailAddress(bytes("a@example.com")))
    user = User(id: "u1", email: email, passwordHash: bytes(Self.hash), registeredAt: 7)
  }

  private func line(_ event: AuditEvent, address: String? = "192.0.2.1") -> String {
    String(decoding: event.line(time: 1_795_464_000, address: address), as: UTF8.self)
  }

  private func expected(_ middle: String) -> String {
    "{\"time\":\"2026-11-23T20:00:00Z\",\(middle),\"ip\":\"192.0.2.1\"}"
  }

  /// The names that docs/audit-log.md promises.
  @Test func writesTheMembersThatAreDocumented() throws {
    let who = "\"email\":\"a@example.com\",\"user\":\"u1\""
    let address = "\"email\":\"a@example.com\""
    let token = try accessToken()
    let newEmail = try #require(EmailAddress(bytes("b@example.com")))
    let disabled = User(email: email, record: bytes("!x::{\"id\":\"u1\"}"))
    let rows: [(AuditEvent, String)] = [
      (.registered(user), "\"event\":\"registered\",\(who)"),
      (
        try #require(.registrationRefused(email, .emailTaken)),
        "\"event\":\"registration-refused\",\"reason\":\"taken\",\(address)"
      ),
      (
        try #require(.registrationRefused(email, Refusal(.tooShort(minCharacters: 8)))),
        "\"event\":\"registration-refused\",\"reason\":\"password-too-short\",\(address)"
      ),
      (
        try #require(.registrationRefused(email, .throttled(retryAfterSeconds: 1))),
        "\"event\":\"registration-refused\",\"reason\":\"throttled\",\(address)"
      ),
      (.loggedIn(user), "\"event\":\"logged-in\",\(who)"),
      (
        .loginRefused(email, nil, .unknownAddress),
        "\"event\":\"login-refused\",\"reason\":\"unknown-address\",\(address)"
      ),
      (
        .loginRefused(email, user, .wrongPassword),
        "\"event\":\"login-refused\",\"reason\":\"wrong-password\",\(who)"
      ),
      (
        .loginRefused(email, disabled, .disabledUser),
        "\"event\":\"login-refused\",\"reason\":\"disabled-user\",\(who)"
      ),
      (.throttled(email), "\"event\":\"throttled\",\(address)"),
      (.loggedOut(token), "\"event\":\"logged-out\",\(who)"),
      (.endedByLogin(token), "\"event\":\"logged-out\",\"reason\":\"another-login\",\(who)"),
      (
        .tokenRefused(.passwordChanged, token),
        "\"event\":\"token-refused\",\"reason\":\"password-changed\",\(who)"
      ),
      (.rehashed(user), "\"event\":\"rehashed\",\(who)"),
      (.passwordChanged(user), "\"event\":\"password-changed\",\(who)"),
      (
        .emailChanged(user, to: newEmail),
        "\"event\":\"email-changed\",\"email\":\"a@example.com\",\"new_email\":\"b@example.com\",\"user\":\"u1\""
      ),
      (.profileChanged(user), "\"event\":\"profile-changed\",\(who)"),
      (.sessionEnded(user), "\"event\":\"session-ended\",\(who)"),
      (.otherSessionsEnded(user), "\"event\":\"other-sessions-ended\",\(who)"),
      (.exported(user), "\"event\":\"exported\",\(who)"),
      (.closed(user), "\"event\":\"account-closed\",\(who)"),
      (
        .proofRefused(user, .wrongPassword),
        "\"event\":\"account-refused\",\"reason\":\"wrong-password\",\(who)"
      ),
      (.accountRefused(user, .emailTaken), "\"event\":\"account-refused\",\"reason\":\"taken\",\(who)"),
    ]
    for (event, middle) in rows { #expect(line(event) == expected(middle)) }
    var foreign = AuditEvent.foreignToken(.malformed)
    foreign.count = 17
    #expect(
      line(.foreignToken(.signature), address: nil)
        == "{\"time\":\"2026-11-23T20:00:00Z\",\"event\":\"token-refused\",\"reason\":\"signature\"}")
    #expect(
      line(foreign, address: nil)
        == "{\"time\":\"2026-11-23T20:00:00Z\",\"event\":\"token-refused\",\"reason\":\"malformed\",\"count\":17}"
    )
  }

  @Test func hasAWordForEveryFault() {
    let words = TokenFault.allCases.map(\.rawValue)
    #expect(Set(words).count == words.count)
    for word in words { #expect(word.allSatisfy { $0 == "-" || ("a"..."z").contains($0) }, "\(word)") }
  }

  @Test func calls503NoRefusal() {
    let failure = Refusal(Failure(SystemError(operation: "x", code: 5)))
    #expect(AuditEvent.registrationRefused(email, failure) == nil)
  }

  /// A `sub` of another signer, the id of an administrator's making: whatever they are, a line is one line.
  @Test(arguments: ["\r\n{\"event\":\"logged-in\"}", "\"", "\\", "\u{0}\u{1F}\u{7F}\u{2028}", "é\n"])
  func staysOneLineOfJSON(text: String) throws {
    let users = User(id: text, email: email, passwordHash: [], registeredAt: 7)
    for event in [.loggedIn(users), .loggedOut(try accessToken(subject: text))] as [AuditEvent] {
      let bytes = event.line(time: 0, address: "::1")
      #expect(!bytes.contains { $0 < 0x20 })
      let read = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: String]
      #expect(try #require(read?["user"]).utf8.elementsEqual(text.utf8))
      #expect(read?.count == 5)
    }
  }

  @Test func holdsNoHash() {
    for event in [
      .registered(user), .loggedIn(user), .loginRefused(email, user, .wrongPassword), .rehashed(user),
    ] as [AuditEvent] {
      #expect(!line(event).contains("$7$"))
    }
  }

  // MARK: The client's address

  @Test(arguments: [
    ("192.0.2.1", "192.0.2.1"), ("2001:db8::1", "2001:db8::1"), ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
    ("", nil), ("localhost", nil), ("192.0.2.0/24", nil), ("192.0.2.1\n", nil), ("192.0.2.1, 192.0.2.2", nil),
    ("\"", nil), (nil, nil),
  ])
  func takesTheServersWordForTheAddressIfItIsOne(variable: String?, address: String?) throws {
    var variables = ["REQUEST_METHOD": "GET", "HTTP_X_FORWARDED_FOR": "203.0.113.7"]
    variables["REMOTE_ADDR"] = variable
    let request = try Request(environment: Environment(variables), body: .bytes([]))
    #expect(request.clientAddress(trusting: []) == address)
  }
}

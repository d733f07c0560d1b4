import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// Every kind of token in the place of every other: it opens its own place, and none besides.
///
/// A new use of `PrivateKeys` does not compile here before it has a case, and so a row and a column.
@Suite struct TokenKindTests {
  /// A kind of token, and the place where it belongs.
  enum Kind: CaseIterable {
    case access, refresh, device, form, mail, invitation
    /// Tickets, by their purpose.
    case recovery, confirmation, emailChange, undo

    /// The kinds of what is sealed for a use.
    static func of(_ use: PrivateKeys.Use) -> [Kind] {
      switch use {
      case .refresh: [.refresh]
      case .device: [.device]
      case .form: [.form]
      case .mail: [.mail]
      case .invitation: [.invitation]
      case .ticket: Ticket.Purpose.allCases.compactMap { Kind($0) }
      // Keys of a table, which nobody sends; codes, which are no tokens.
      case .undo, .code: []
      }
    }

    /// The kind of tickets of a purpose; nil where no program takes them yet.
    init?(_ purpose: Ticket.Purpose) {
      switch purpose {
      case .recovery, .shownRecovery: self = .recovery
      case .confirmation: self = .confirmation
      case .emailChange: self = .emailChange
      case .undo: self = .undo
      case .login: return nil
      }
    }
  }

  private let site: TestSite
  private let tokens: [Kind: String]
  private let access: String
  private static let form = ["CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_ACCEPT": "text/html"]

  init() throws {
    site = try TestSite([
      "AUTH_THROTTLE_FREE_TRIES": "1", "AUTH_SITE_URL": "https://club.example",
      "AUTH_MAIL_FROM": "a@club.example",
    ])
    try site.makeSender()
    try #require(try site.register().status == 200)
    // A form to end the other session with wants another session.
    try #require(try site.login().status == 200)
    let login = try site.login()
    access = login.cookie
    let page = try site.answer(
      .account, "GET", "", ["HTTP_ACCEPT": "text/html", "HTTP_COOKIE": access, "CONTENT_TYPE": ""]
    ).body
    let field = try #require(
      page.firstMatch(
        of: #/value="end-other-sessions">\n<input type="hidden" name="formToken" value="([^"]+)"/#))
    func value(_ cookie: String) -> String { String(cookie.drop { $0 != "=" }.dropFirst()) }
    // Somebody who wants another address, somebody who has not confirmed his, and somebody who has another.
    let user = try site.user()
    let wanted = try #require(EmailAddress(bytes("wanted@example.com")))
    _ = try Users(in: site.data).change(user.email, id: user.id) { $0.replacing([User.wanting(wanted)]) }
    let registered = try site.register("new@example.com", "password", ["AUTH_CONFIRM_EMAIL": "required"])
    let entry = try site.newestMail { $0.purpose == .confirmation }
    let new = User(
      id: "n", email: entry.email, passwordHash: try #require(entry.passwordHash), registeredAt: 1
    ).waiting(for: .confirm)
    _ = try Users(in: site.data).addRegistered(try #require(new))
    try site.addUser("thief@example.com", record: "$7$x::{\"id\":\"o\"}")
    let former = try #require(EmailAddress(bytes("former@example.com")))
    let keys = try site.privateKeys()
    let undo = Undos.Undo(
      userID: bytes("o"), email: try #require(EmailAddress(bytes("thief@example.com"))),
      end: HandMadeToken.now + 100, nonce: [1, 2, 3, 4, 5, 6, 7, 8])
    try Undos(in: site.data).set(keys.tableKeys(of: former.text, for: .undo)[0], undo)
    let key = [UInt8](repeating: 7, count: Invitations.keyBytes)
    let invitation = Invitation(
      email: nil, groups: [], by: "a@example.com", userID: "", end: HandMadeToken.now + 100)
    try #require(
      try Invitations(in: site.data).add([(key, invitation)], now: HandMadeToken.now))
    tokens = [
      .access: value(access), .refresh: value(login.cookie("Refresh")),
      .device: value(login.cookie("Device")), .form: String(field.1), .mail: value(registered.cookie("Mail")),
      .recovery: try site.ticket(.recovery), .confirmation: try site.ticket(.confirmation, "new@example.com"),
      .emailChange: try site.ticket(.emailChange, about: "wanted@example.com"),
      .invitation: keys.link(ofInvitation: key, isMailed: false),
      .undo: Ticket(undoing: former, nonce: undo.nonce, end: undo.end).text(keys),
    ]
  }

  /// Whether a token opens a place.
  private func opens(_ token: String, _ place: Kind) throws -> Bool {
    func expect(_ answer: Answer, _ good: Int, orElse refused: Int) -> Bool {
      #expect([good, refused].contains(answer.status), "\(place): \(answer)")
      return answer.status == good
    }
    switch place {
    case .access:
      let byCookie = try site.visit(cookie: "authToken=\(token)")
      let byField = try site.visit(authorization: "Bearer \(token)")
      #expect(byCookie.status == byField.status)
      return expect(byCookie, 200, orElse: 401)
    case .refresh:
      let byCookie = try site.answer(.refresh, "POST", "", ["HTTP_COOKIE": "authRefresh=\(token)"])
      let byField = try site.answer(.refresh, "POST", #"{"refresh_token":"\#(token)"}"#)
      #expect(byCookie.status == byField.status)
      return expect(byCookie, 200, orElse: 401)
    case .device:
      // Strangers make everybody wait but a browser that is known.
      while try site.login("a@example.com", "wrong").status != 429 {}
      return expect(
        try site.login("a@example.com", "password", ["HTTP_COOKIE": "authDevice=\(token)"]), 200, orElse: 429)
    case .form:
      return expect(
        try site.answer(
          .account, "POST", "action=end-other-sessions&formToken=\(token)",
          Self.form.merging(["HTTP_COOKIE": access]) { $1 }), 303, orElse: 403)
    case .mail:
      return expect(
        try confirm(try #require(tokens[.confirmation]), "authMail=\(token)", password: ""), 200, orElse: 422)
    case .invitation:
      let body = #"{"t":"\#(token)","email":"invited@example.com","password":"nine herons at dawn"}"#
      return expect(try site.answer(.register, "POST", body), 200, orElse: 401)
    case .recovery:
      let body = #"{"t":"\#(token)","newPassword":"nine herons at dawn"}"#
      return expect(try site.answer(.recover, "POST", body), 200, orElse: 401)
    case .confirmation: return try confirms(token, "new@example.com")
    case .emailChange: return try confirms(token, "wanted@example.com")
    case .undo: return try confirms(token, "former@example.com")
    }
  }

  private func confirm(_ token: String, _ cookies: String = "", password: String = "password") throws
    -> Answer
  {
    let field = password.isEmpty ? "" : #","password":"\#(password)""#
    return try site.answer(.confirm, "POST", #"{"t":"\#(token)"\#(field)}"#, ["HTTP_COOKIE": cookies])
  }

  /// Whether confirm.cgi, given a token, does what one purpose is for.
  private func confirms(_ token: String, _ email: String) throws -> Bool {
    let answer = try confirm(token)
    #expect([200, 401].contains(answer.status), "\(answer)")
    let user = try Users(in: site.data).user(try #require(EmailAddress(bytes(email))))
    return user.map { !$0.isDisabled } ?? false
  }

  @Test(arguments: Kind.allCases, Kind.allCases)
  func opensItsOwnPlaceAlone(kind: Kind, place: Kind) throws {
    #expect(try opens(try #require(tokens[kind]), place) == (kind == place))
  }

  @Test func knowsEveryKind() {
    #expect(Set(PrivateKeys.Use.allCases.flatMap { Kind.of($0) } + [.access]) == Set(Kind.allCases))
  }
}

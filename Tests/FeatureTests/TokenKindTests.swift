import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// Every kind of token in the place of every other: it opens its own place, and none besides.
///
/// A new use of `PrivateKeys` does not compile here before it has a case, and so a row and a column.
@Suite struct TokenKindTests {
  /// A kind of token, and the place where it belongs.
  enum Kind: CaseIterable {
    case access, refresh, device, form

    /// The kind of what is sealed for a use.
    init(_ use: PrivateKeys.Use) {
      self =
        switch use {
        case .refresh: .refresh
        case .device: .device
        case .form: .form
        }
    }
  }

  private let site: TestSite
  private let tokens: [Kind: String]
  private let access: String
  private static let form = ["CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_ACCEPT": "text/html"]

  init() throws {
    site = try TestSite(["AUTH_THROTTLE_FREE_TRIES": "1"])
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
    tokens = [
      .access: value(access), .refresh: value(login.cookie("Refresh")),
      .device: value(login.cookie("Device")), .form: String(field.1),
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
    }
  }

  @Test(arguments: Kind.allCases, Kind.allCases)
  func opensItsOwnPlaceAlone(kind: Kind, place: Kind) throws {
    #expect(try opens(try #require(tokens[kind]), place) == (kind == place))
  }

  @Test func knowsEveryKind() {
    #expect(Set(PrivateKeys.Use.allCases.map { Kind($0) } + [.access]) == Set(Kind.allCases))
  }
}

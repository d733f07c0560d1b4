import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// A site with an administrator, as programs and browsers use admin.cgi.
struct AdminSite {
  static let now = HandMadeToken.now
  let site: TestSite
  /// Those of the administrator, who has given the password.
  let cookies: String

  /// A site where a@example.com is the administrator, and b@example.com a member.
  init(_ settings: [String: String] = [:]) throws {
    site = try TestSite(settings)
    try #require(try site.register().status == 200)
    try #require(try site.register("b@example.com").status == 200)
    cookies = try site.login().cookies
    try #require(try Self.get(site, cookies).status == 200)
    let code = try site.folder.text("auth-data/admin.code").trimmingCharacters(in: .whitespacesAndNewlines)
    try #require(try Self.post(site, #"{"action":"claim","code":"\#(code)"}"#, cookies).status == 200)
    try #require(try prove(cookies).status == 200)
  }

  static func get(
    _ site: TestSite, _ cookies: String, _ query: String = "", _ variables: [String: String] = [:],
    now: Int = now
  ) throws -> Answer {
    try site.answer(
      .admin, "GET", "", ["HTTP_COOKIE": cookies, "QUERY_STRING": query].merging(variables) { $1 }, now: now)
  }

  static func post(
    _ site: TestSite, _ body: String, _ cookies: String, _ variables: [String: String] = [:], now: Int = now
  ) throws -> Answer {
    try site.answer(.admin, "POST", body, ["HTTP_COOKIE": cookies].merging(variables) { $1 }, now: now)
  }

  func get(_ query: String = "", now: Int = now) throws -> Answer {
    try Self.get(site, cookies, query, now: now)
  }

  /// What an action of the administrator gets.
  func act(_ action: String, _ fields: String = "", _ variables: [String: String] = [:]) throws -> Answer {
    try Self.post(
      site, #"{"action":"\#(action)"\#(fields.isEmpty ? "" : ",")\#(fields)}"#, cookies, variables)
  }

  func prove(_ cookies: String, _ password: String = "password", now: Int = now) throws -> Answer {
    try Self.post(
      site, #"{"action":"prove","currentPassword":"\#(password)"}"#, cookies, now: now)
  }

  /// The members of a JSON answer.
  static func members(_ answer: Answer) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
  }

  /// A user as admin.cgi shows him.
  func shown(_ email: String) throws -> [String: Any] {
    let answer = try act("show", #""email":"\#(email)""#)
    try #require(answer.status == 200)
    return try Self.members(answer)
  }

  func groups(_ email: String) throws -> [String] { try #require(try shown(email)["groups"] as? [String]) }

  /// What a browser sends.
  func browse(
    _ method: String, _ query: String, _ fields: String = "", cookies: String? = nil, now: Int = now
  ) throws -> Answer {
    let variables = [
      "HTTP_ACCEPT": "text/html", "CONTENT_TYPE": "application/x-www-form-urlencoded",
      "SCRIPT_NAME": "/cgi-bin/admin.cgi", "HTTP_COOKIE": cookies ?? self.cookies, "QUERY_STRING": query,
      "REQUEST_URI": "/cgi-bin/admin.cgi" + (query.isEmpty ? "" : "?\(query)"),
    ]
    return try site.answer(.admin, method, fields, variables, now: now)
  }

  /// The token in the form of an action of a page.
  static func token(_ action: String, in page: Answer) throws -> String {
    let form = try #require(page.body.components(separatedBy: "value=\"\(action)\">").dropFirst().first)
    let value = try #require(form.components(separatedBy: "name=\"formToken\" value=\"").dropFirst().first)
    return String(value.prefix { $0 != "\"" })
  }

  var events: [[String: String]] { get throws { try site.auditLines() } }
}

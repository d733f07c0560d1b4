import Foundation
import CGIAuthHarness
import Testing

/// A site with a guarded folder, `members` in the document root `www`, and somebody who is logged in.
final class GuardedSite: Sendable {
  static let email = "ada@example.com"
  let site: CGISite
  let token: String

  init(_ settings: [String: String] = [:]) throws {
    site = try CGISite(settings)
    try site.folder.makeFolder("www/members")
    token = try site.token(Self.email)
  }

  var cookie: [String: String] { ["HTTP_COOKIE": "authToken=\(token)"] }

  /// Writes a file of the guarded folder.
  func write(_ name: String, _ content: String, mode: mode_t = 0o644) throws {
    try site.folder.write("www/members/\(name)", content)
    #expect(chmod(path(name), mode) == 0)
  }

  /// The path of something in the guarded folder.
  func path(_ name: String) -> String { site.folder.path("www/members/\(name)") }

  /// What a request brings that Apache's `Action` handed over, as Apache 2.4 was seen to do it.
  func action(_ url: String, query: String = "") -> [String: String] {
    [
      "REDIRECT_HANDLER": "members", "REDIRECT_STATUS": "200", "REDIRECT_URL": url, "PATH_INFO": url,
      "PATH_TRANSLATED": site.folder.path("www") + url, "SCRIPT_NAME": "/cgi-bin/guard.cgi",
      "SCRIPT_FILENAME": "\(Project.root)/cgi-bin/guard.cgi", "DOCUMENT_ROOT": site.folder.path("www"),
      "CONTEXT_PREFIX": "/cgi-bin/", "CONTEXT_DOCUMENT_ROOT": "\(Project.root)/cgi-bin/",
      "REQUEST_URI": query.isEmpty ? url : "\(url)?\(query)", "QUERY_STRING": query,
    ]
  }

  /// Asks for a URL with the cookie. `variables` win.
  func get(
    _ url: String, _ method: String = "GET", query: String = "", body: [UInt8]? = nil,
    _ variables: [String: String] = [:]
  ) throws -> Answer {
    try ask(url, method, query: query, body: body, cookie.merging(variables) { $1 })
  }

  /// The same by GET.
  func get(_ url: String, query: String = "", _ variables: [String: String]) throws -> Answer {
    try get(url, "GET", query: query, variables)
  }

  /// The same by GET, without the cookie.
  func ask(_ url: String, query: String = "", _ variables: [String: String]) throws -> Answer {
    try ask(url, "GET", query: query, variables)
  }

  /// Asks for a URL without it.
  func ask(
    _ url: String, _ method: String = "GET", query: String = "", body: [UInt8]? = nil,
    _ variables: [String: String] = [:]
  ) throws -> Answer {
    try site.request(
      "guard", method, body: body, contentType: "text/plain",
      action(url, query: query).merging(variables) { $1 })
  }
}

import Foundation
import Testing

@testable import CGIAuthCore
@testable import CGIAuthHarness

/// How somebody becomes an administrator by the site's files.
@Suite struct FirstAdminTests {
  private let site: TestSite
  private let cookies: String

  init() throws {
    site = try TestSite()
    try #require(try site.register().status == 200)
    cookies = try site.login().cookies
  }

  private var code: String {
    get throws {
      try site.folder.text("auth-data/admin.code").trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  private func claim(_ code: String, _ cookies: String? = nil, _ variables: [String: String] = [:]) throws
    -> Answer
  {
    try AdminSite.post(site, #"{"action":"claim","code":"\#(code)"}"#, cookies ?? self.cookies, variables)
  }

  private func isAdministrator(_ cookies: String? = nil) throws -> Bool {
    try AdminSite.get(site, cookies ?? self.cookies).message == "Proof needed"
  }

  /// No stranger has it made, and no two are alike.
  @Test func isMadeForWhoeverIsLoggedIn() throws {
    #expect(try AdminSite.get(site, "").status == 401)
    #expect(!site.folder.has("auth-data/admin.code"))
    #expect(try AdminSite.get(site, cookies).status == 200)
    let first = try code
    // 128 bits in base64url.
    #expect(first.wholeMatch(of: /[A-Za-z0-9_-]{22}/) != nil)
    #expect(try site.folder.permissions("auth-data/admin.code") == 0o600)
    #expect(try AdminSite.get(site, cookies).body.contains(first) == false)
    #expect(try code == first)
    try FileManager.default.removeItem(atPath: site.folder.path("auth-data/admin.code"))
    _ = try AdminSite.get(site, cookies)
    #expect(try code != first)
  }

  /// Requirement: once.
  @Test func isUsedUp() throws {
    _ = try AdminSite.get(site, cookies)
    let code = try code
    #expect(try !isAdministrator())
    #expect(try claim(code).message == "You are an administrator")
    #expect(try isAdministrator())
    #expect(!site.folder.has("auth-data/admin.code"))
    #expect(site.folder.has("auth-data/admin.made"))
    #expect(try site.record().contains(":admin:"))
    _ = try site.register("b@example.com")
    let other = try site.login("b@example.com").cookies
    // With an administrator there already it is not offered.
    let refused = try AdminSite.get(site, other)
    #expect(refused.status == 403)
    #expect(refused.message == "Forbidden")
    #expect(!site.folder.has("auth-data/admin.code"))
    #expect(try claim(code, other).message == "Forbidden")
    #expect(try site.auditLines().contains { $0["event"] == "admin-made" && $0["email"] == "a@example.com" })
  }

  /// Requirement: throttled.
  @Test func countsAWrongOneAsAFailedLogin() throws {
    _ = try AdminSite.get(site, cookies)
    var statuses: [Int] = []
    for _ in 0..<12 { statuses.append(try claim("AAAAAAAAAAAAAAAAAAAAAA").status) }
    #expect(statuses.first == 403)
    #expect(statuses.last == 429)
    #expect(try claim(code).status == 429)
    #expect(try AdminSite.post(site, #"{"action":"claim"}"#, cookies).message == "code is missing")
    #expect(try !isAdministrator())
    let events = try site.auditLines().compactMap { $0["event"] }
    #expect(events.contains("admin-refused") && events.contains("throttled"))
  }

  /// Requirement: 20 at once, one of them.
  @Test func letsOneInOfManyAtOnce() throws {
    _ = try AdminSite.get(site, cookies)
    let code = try code
    var people: [String] = []
    for number in 0..<20 {
      try #require(
        try site.register("u\(number)@example.com", "password", ["AUTH_THROTTLE": "off"]).status == 200)
      people.append(try site.login("u\(number)@example.com").cookies)
    }
    let (site, all) = (site, people)
    let statuses = onThreads(20) { number -> Int in
      // Others ask for a new code meanwhile.
      _ = try? AdminSite.get(site, all[(number + 7) % 20])
      let body = #"{"action":"claim","code":"\#(code)"}"#
      return (try? AdminSite.post(site, body, all[number], ["AUTH_THROTTLE": "off"]).status) ?? 0
    }
    #expect(statuses.filter { $0 == 200 }.count == 1, "\(statuses)")
    let administrators = try all.filter { try isAdministrator($0) }
    #expect(administrators.count == 1)
    #expect(!site.folder.has("auth-data/admin.code"))
  }

  /// What is still to be set right can be seen before, without using the code up.
  @Test func isShownTheSiteByTheCode() throws {
    _ = try AdminSite.get(site, cookies)
    let code = try code
    #expect(try AdminSite.get(site, cookies, "doctor").body.contains("\"checks\"") == false)
    let wrong = try AdminSite.post(site, #"{"action":"doctor","code":"x"}"#, cookies)
    #expect(wrong.message == "Code refused")
    let answer = try AdminSite.post(site, #"{"action":"doctor","code":"\#(code)"}"#, cookies)
    #expect(try AdminSite.members(answer)["checks"] != nil)
    #expect(try self.code == code)
    #expect(try !isAdministrator())
    #expect(try claim(code).status == 200)
  }

  /// People who are in a group of that name for another reason get no right by it.
  @Test func opensAGroupOfBefore() throws {
    try site.addUser(record: try site.record().replacing("::", with: ":admin:"))
    #expect(try AdminSite.get(site, cookies).status == 200)
    #expect(try !isAdministrator())
    #expect(try AdminSite.post(site, #"{"action":"show","email":"a@example.com"}"#, cookies).status == 403)
    #expect(try claim(code).status == 200)
    #expect(try isAdministrator())
  }

  /// Where the code cannot be read: `admins` lets in, and opens the group.
  @Test func isNotNeededBySomebodyOfTheSetting() throws {
    let account = try AdminSite.members(try site.answer(.account, "GET", "", ["HTTP_COOKIE": cookies]))
    let settings = ["AUTH_ADMINS": try #require(account["id"] as? String)]
    #expect(try AdminSite.post(site, #"{"action":"claim"}"#, cookies, settings).message == "Proof needed")
    let body = #"{"action":"claim","currentPassword":"password"}"#
    #expect(try AdminSite.post(site, body, cookies, settings).message == "You are an administrator")
    // By the group alone.
    #expect(try AdminSite.get(site, cookies).status == 200)
    #expect(try AdminSite.post(site, body, cookies, settings).message == "Forbidden")
  }

  @Test func takesNoCodeOfAStrangersFile() throws {
    try site.folder.write("code", "AAAAAAAAAAAAAAAAAAAAAA\n")
    try FileManager.default.createSymbolicLink(
      atPath: site.folder.path("auth-data/admin.code"), withDestinationPath: site.folder.path("code"))
    #expect(try claim("AAAAAAAAAAAAAAAAAAAAAA").status >= 400)
    #expect(try !isAdministrator())
  }

  // MARK: Rescue

  private func rescue(_ method: String, _ body: String = "", _ variables: [String: String] = [:]) throws
    -> Answer
  {
    try site.answer(.admin, method, body, ["QUERY_STRING": "rescue"].merging(variables) { $1 })
  }

  @Test func rescuesWhoeverCanWriteTheFiles() throws {
    _ = try AdminSite.get(site, cookies)
    _ = try claim(code)
    try site.addUser("b@example.com", record: "!" + (try site.record()).replacing(":admin:", with: "::"))
    #expect(try rescue("GET").status == 404)
    #expect(try rescue("POST", #"{"code":"x","email":"b@example.com"}"#).status == 404)
    #expect(!site.folder.has("auth-data/admin.code"))
    try site.folder.write("auth-data/admin.rescue", "")
    #expect(try rescue("GET").status == 200)
    let code = try code
    #expect(try rescue("POST", #"{"code":"AAAA","email":"b@example.com"}"#).message == "Code refused")
    #expect(try rescue("POST", #"{"code":"\#(code)","email":"b"}"#).status == 422)
    let foreign = try rescue(
      "POST", #"{"code":"\#(code)","email":"b@example.com"}"#, ["HTTP_SEC_FETCH_SITE": "cross-site"])
    #expect(foreign.message == "Cross-site request refused")
    let answer = try AdminSite.members(
      try rescue("POST", #"{"code":"\#(code)","email":"b@example.com"}"#))
    #expect(answer["message"] as? String == "You are an administrator")
    let link = try #require(answer["link"] as? String)
    let ticket = try #require(link.components(separatedBy: "t=").last)
    let chosen = try site.answer(.recover, "POST", #"{"t":"\#(ticket)","newPassword":"nine herons at dawn"}"#)
    #expect(chosen.message == "Password changed")
    #expect(try isAdministrator(try site.login("b@example.com", "nine herons at dawn").cookies))
    #expect(!site.folder.has("auth-data/admin.rescue") && !site.folder.has("auth-data/admin.code"))
    #expect(try rescue("POST", #"{"code":"\#(code)","email":"b@example.com"}"#).status == 404)
    #expect(
      try site.auditLines().contains { $0["event"] == "admin-rescued" && $0["email"] == "b@example.com" })
  }

  @Test func makesTheAccountThatIsToBeRescued() throws {
    try site.folder.write("auth-data/admin.rescue", "")
    _ = try rescue("GET")
    #expect(try rescue("POST", #"{"code":"\#(code)","email":"new@example.com"}"#).status == 200)
    #expect(try site.record("new@example.com").contains(":admin:"))
  }

  @Test(arguments: ["content", "link", "folder"])
  func isRescuedByNothingElse(kind: String) throws {
    let path = site.folder.path("auth-data/admin.rescue")
    switch kind {
    case "content": try site.folder.write("auth-data/admin.rescue", "x")
    case "link": try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/null")
    default: try site.folder.makeFolder("auth-data/admin.rescue")
    }
    #expect(try rescue("GET").status == 404)
  }
}

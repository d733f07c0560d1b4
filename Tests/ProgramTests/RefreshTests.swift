import Foundation
import CGIAuthHarness
import Testing

/// refresh.cgi, the built program.
@Suite struct RefreshTests {
  private func login(_ site: CGISite) throws -> Answer {
    let answer = try site.post("login", "ada@example.com", "correct horse battery")
    try #require(answer.status == 200)
    return answer
  }

  private func site() throws -> CGISite {
    let site = try CGISite()
    try #require(try site.post("register", "ada@example.com", "correct horse battery").status == 200)
    return site
  }

  private func refresh(_ site: CGISite, _ cookie: String) throws -> Answer {
    try site.reply(
      "refresh",
      [
        "GATEWAY_INTERFACE": "CGI/1.1", "REQUEST_METHOD": "POST", "CONTENT_LENGTH": "0",
        "HTTP_HOST": "www.example.com", "REMOTE_ADDR": "192.0.2.1", "HTTP_COOKIE": cookie,
      ], "")
  }

  @Test func renewsASession() throws {
    let site = try site()
    let login = try login(site)
    let answer = try refresh(site, login.cookies)
    #expect(answer.status == 200)
    #expect(answer.message == "Token refreshed")
    #expect(answer.cookie("Refresh") != login.cookie("Refresh"))
    #expect(try refresh(site, answer.cookies).status == 200)
    #expect(try refresh(site, login.cookies).status == 401)
    #expect(try refresh(site, answer.cookies).status == 401)
  }

  /// 20 at once with one token, 20 times 200, one step.
  @Test func givesParallelRenewalsTheSame() throws {
    let site = try site()
    let cookies = try login(site).cookies
    let answers = onThreads(20) { _ in Result { try self.refresh(site, cookies) } }.map { try? $0.get() }
    #expect(answers.allSatisfy { $0?.status == 200 })
    #expect(Set(answers.compactMap { $0?.cookie("Refresh") }).count == 1)
  }

  /// What ends a session ends both tokens.
  @Test(arguments: ["htdbm", "!", "gone", "anew"])
  func endsWithItsUser(way: String) throws {
    let site = try site()
    let login = try login(site)
    switch way {
    case "htdbm": try site.setPassword("ada@example.com", "another password")
    case "!":
      let file = site.folder.path("data/users.gdbm")
      let record = try run("/usr/bin/gdbmtool", [file, "fetch", "ada@example.com"]).text
      try site.setRecord("ada@example.com", "!" + record.trimmingCharacters(in: .newlines))
    case "gone": try site.delete("ada@example.com")
    default:
      try site.delete("ada@example.com")
      try site.setPassword("ada@example.com", "another password")
    }
    #expect(try refresh(site, login.cookies).status == 401)
    #expect(try site.request("protected", ["HTTP_COOKIE": login.cookie]).status == 401)
  }
}

import CGIAuthHarness
import Foundation
import Testing

extension ServerTests {
  /// Tabs that all come at once, when an access token is over.
  @Suite(.serialized) struct RenewalCrowdTests {
    private static let count = 20

    /// A session's cookies.
    private func session(at server: LiveServer, _ email: String) throws -> Answer {
      try #require(try server.post("register", .user(email)).status == 200)
      let login = try server.post("login", .user(email))
      try #require(login.status == 200)
      return login
    }

    /// What came of so many requests at once; each sends no cookie but the refresh token.
    private func all(
      _ send: @escaping @Sendable () throws -> Answer
    ) -> [Answer] {
      onThreads(Self.count) { _ in Result { try send() } }.compactMap { try? $0.get() }
    }

    /// That a renewed session is one, and goes on with what it was given.
    private func expectOne(_ answers: [Answer], _ status: Int, _ server: LiveServer) throws {
      #expect(answers.map(\.status) == Array(repeating: status, count: Self.count))
      #expect(Set(answers.map { $0.cookie("Refresh") }).count == 1)
      let last = try #require(answers.last)
      let account = try server.get("account", headers: ["Cookie: \(last.cookie)"])
      #expect(account.body.components(separatedBy: #""network":"#).count - 1 == 1)
      for answer in answers {
        #expect(try server.get("protected", headers: ["Cookie: \(answer.cookie)"]).status == 200)
      }
      let next = try server.post("refresh", .form(""), headers: ["Cookie: \(last.cookie("Refresh"))"])
      #expect(next.status == 200)
      #expect(next.cookie("Refresh") != last.cookie("Refresh"))
    }

    @Test(arguments: ServerVariant.http + ServerVariant.fastCGI)
    func programsGetTheSameNextToken(_ variant: ServerVariant) throws {
      let server = try LiveServer(variant)
      defer { server.stop() }
      let cookie = try session(at: server, "ada@example.com").cookie("Refresh")
      try expectOne(
        all { try server.post("refresh", .form(""), headers: ["Cookie: \(cookie)"]) }, 200, server)
    }

    @Test(arguments: ServerVariant.http + ServerVariant.fastCGI)
    func browsersDoAtTheLoginPage(_ variant: ServerVariant) throws {
      let server = try LiveServer(variant)
      defer { server.stop() }
      let login = try session(at: server, "ada@example.com")
      let expired = "\(variant.cookieName)=\(try server.folder.expired(try #require(login.token)))"
      let cookies = "\(expired); \(login.cookie("Refresh"))"
      let answers = all {
        try server.send(
          "GET", "/cgi-bin/login.cgi?next=/a",
          headers: [
            "Cookie: \(cookies)", "Accept: text/html", "Sec-Fetch-Mode: navigate",
            "Sec-Fetch-Dest: document", "Sec-Fetch-Site: same-origin",
          ])
      }
      #expect(answers.allSatisfy { $0.value("Location") == "/a" })
      try expectOne(answers, 303, server)
    }
  }
}

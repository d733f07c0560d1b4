import Foundation
import CGIAuthHarness
import Testing

/// scripts/check-site: green on a good site, red on what shared hosts do to sites.
@Suite struct CheckSiteTests {
  private func check(_ server: LiveServer, _ words: String...) throws -> CommandResult {
    try run(
      "\(Project.root)/scripts/check-site", [server.origin] + words,
      environment: ["PATH": "/usr/bin:/bin", "CURL_CA_BUNDLE": server.folder.path("tls.crt")]
        .filter { server.variant.isHTTPS || $0.key != "CURL_CA_BUNDLE" })
  }

  /// The lines that say NO.
  private func complaints(_ result: CommandResult) -> [String] {
    result.text.split(separator: "\n").filter { $0.hasPrefix("NO") }.map {
      String($0.dropFirst(5).prefix { $0 != "(" }).trimmingCharacters(in: .whitespaces)
    }
  }

  @Test(arguments: ServerVariant.all) func saysYesToAGoodSite(_ variant: ServerVariant) throws {
    let site = try GuardedServer(variant)
    let result = try check(site.server, "/members/notes.txt")
    #expect(result.status == 0, "\(result.text)\(result.errors)")
    #expect(complaints(result) == [])
    #expect(result.text.split(separator: "\n").count == 26)
    #expect(result.text.split(separator: "\n").allSatisfy { $0.hasPrefix("yes") })
  }

  /// The `.htaccess` has no effect, and nothing tells.
  @Test(arguments: ServerVariant.http.filter(\.software.isApache))
  func seesThatTheHostReadsNoHtaccess(_ variant: ServerVariant) throws {
    let site = try GuardedServer(
      variant,
      configuration: { "<Directory \"\($0)/public/members\">\nAllowOverride None\n</Directory>\n" })
    let result = try check(site.server, "/members/notes.txt")
    #expect(result.status == 1)
    #expect(
      complaints(result) == [
        "/members/notes.txt is shut without a login",
        "a browser is sent from /members/notes.txt to the login page", "/members/.htaccess is not given out",
      ])
    #expect(result.text.contains("Everybody can read it!"))
    #expect(result.text.contains("AllowOverride FileInfo"))
  }

  @Test(arguments: ServerVariant.http.filter(\.software.isApache))
  func seesTheDataInsideTheDocumentRoot(_ variant: ServerVariant) throws {
    let site = try GuardedServer(
      variant,
      configuration: {
        """
        Alias /auth-data \($0)/auth-data
        <Directory "\($0)/auth-data">
          AllowOverride None
          Require all granted
        </Directory>

        """
      })
    let result = try check(site.server)
    #expect(result.status == 1)
    #expect(
      complaints(result)
        == [
          "users.gdbm", "sessions.gdbm", "secret.key", "private.key", "audit.log", "attempts-2.table",
        ].map { "/auth-data/\($0) is not given out" })
    #expect(result.text.contains("no guarded folder was looked at"))
  }

  @Test func seesThatTheProgramsAreNotThere() throws {
    let site = try GuardedServer(ServerVariant.http[0])
    let result = try check(site.server, "/members/none/here.txt", "/programs")
    #expect(result.status == 1)
    #expect(complaints(result).count == 2)
    // A file that is not there is still asked about with the guard, which says no word of it.
    #expect(!complaints(result).contains { $0.contains("here.txt") })
  }

  /// A page for what is not there is not the file.
  @Test func takesNoPageForAFile() throws {
    let site = try GuardedServer(
      ServerVariant.http[0], configuration: { _ in "FallbackResource /plain/page.html\n" })
    let result = try check(site.server, "/members/notes.txt")
    #expect(complaints(result) == [], "\(result.text)")
  }

  @Test(arguments: [
    [], ["www.example.com"], ["ftp://www.example.com"], ["http://127.0.0.1:1", "members/a.pdf"],
    ["http://127.0.0.1:1", "/members/"], ["http://127.0.0.1:1"],
  ])
  func saysInOneLineWhatItCannotAsk(_ words: [String]) throws {
    let result = try run(
      "\(Project.root)/scripts/check-site", words, environment: ["PATH": "/usr/bin:/bin"])
    #expect(result.status == 2)
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func isAMakeTarget() throws {
    let site = try GuardedServer(ServerVariant.http[0])
    let result = try run(
      "/usr/bin/make",
      ["-s", "-C", Project.root, "check-site", "URL=\(site.server.origin)/", "GUARDED=/members/notes.txt"])
    #expect(result.status == 0, "\(result.text)\(result.errors)")
    #expect(result.text.hasPrefix("yes  "))
  }
}

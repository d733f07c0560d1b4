import Foundation
import CGIAuthHarness
import Testing

/// `Examples/members`: a program that somebody else writes with AuthCore.
@Suite struct ExampleTests {
  static let browser = ["HTTP_ACCEPT": "text/html,*/*;q=0.8", "REQUEST_URI": "/cgi-bin/members.cgi?page=2"]

  private func visit(
    _ site: CGISite, _ token: String?, _ variables: [String: String] = [:]
  ) throws -> Answer {
    var variables = variables.merging(["SCRIPT_NAME": "/cgi-bin/members.cgi"]) { $1 }
    variables["HTTP_COOKIE"] = token.map { "authToken=\($0)" }
    return try site.request("members", variables)
  }

  @Test func answersTheMembersOfAGroup() throws {
    let (site, token) = try VerifyTests.site(groups: "staff,board")
    let document = try visit(site, token)
    #expect(document.status == 200)
    #expect(document.value("Content-Type") == "application/json")
    #expect(document.body == #"{"minutes":"We met.","reader":"ada@example.com"}"#)
    let page = try visit(site, token, Self.browser)
    #expect(page.status == 200)
    #expect(page.value("Content-Type") == "text/html; charset=utf-8")
    #expect(page.body == "<!DOCTYPE html><title>Minutes</title><p>ada@example.com, we met.")
    for answer in [document, page] {
      #expect(answer.value("Cache-Control") == "no-store")
      #expect(answer.value("X-Content-Type-Options") == "nosniff")
      #expect(answer.value("Content-Security-Policy")?.contains("default-src 'none'") == true)
    }
  }

  @Test func escapesWhatIsNotMarkup() throws {
    let email = "<b>&'@example.com"
    let site = try CGISite()
    // No browser sends such an address, but RFC 5321 allows `&` and `'`.
    #expect(try site.post("register", email, "nine herons at dawn").status == 422)
    let odd = "a&b'c@example.com"
    _ = try site.post("register", odd, "nine herons at dawn")
    let token = try #require(try site.post("login", odd, "nine herons at dawn").token)
    let file = site.folder.path("data/users.gdbm")
    let record = try run("/usr/bin/gdbmtool", [file, "fetch", odd]).text.trimmingCharacters(in: .newlines)
    let parts = record.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    try site.setRecord(odd, "\(parts[0]):board:\(parts[2])")
    #expect(try visit(site, token, Self.browser).body.hasSuffix("<p>a&amp;b&#39;c@example.com, we met."))
  }

  @Test func refusesEverybodyElseAsTheOtherProgramsDo() throws {
    let (site, token) = try VerifyTests.site(groups: "staff")
    #expect(try visit(site, token).status == 403)
    #expect(try visit(site, token).body == #"{"message":"Forbidden"}"#)
    #expect(try visit(site, token, Self.browser).status == 403)
    for token in [nil, "junk"] {
      #expect(try visit(site, token).status == 401)
      let answer = try visit(site, token, Self.browser)
      #expect(answer.status == 303)
      #expect(answer.value("Location")?.hasPrefix("/cgi-bin/login.cgi?") == true)
      #expect(answer.value("Location")?.hasSuffix("next=/cgi-bin/members.cgi%3Fpage%3D2") == true)
    }
    _ = try site.post("logout", json: "", ["HTTP_COOKIE": "authToken=\(token)"])
    #expect(try visit(site, token).status == 401)
  }

  @Test func isTheProgramOfTheDocumentation() throws {
    let source = try String(contentsOfFile: Project.root + "/Examples/members/main.swift", encoding: .utf8)
    let text = try String(contentsOfFile: Project.root + "/docs/own-programs.md", encoding: .utf8)
    #expect(text.contains("```swift\n\(source)```\n"))
    #expect(source.split(separator: "\n").count <= 10)
  }
}

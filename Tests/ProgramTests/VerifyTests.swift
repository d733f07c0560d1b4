import Foundation
import CGIAuthHarness
import Testing

/// What protected.cgi answers to a web server that asks it about somebody else's request.
@Suite struct VerifyTests {
  static let email = "ada@example.com"
  static let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

  /// A site with a user who is in these groups, and a token of that user's.
  static func site(groups: String, _ settings: [String: String] = [:]) throws -> (CGISite, token: String) {
    let site = try CGISite(settings)
    _ = try site.post("register", email, "nine herons at dawn")
    let token = try #require(try site.post("login", email, "nine herons at dawn").token)
    let file = site.folder.path("data/users.gdbm")
    let record = try run("/usr/bin/gdbmtool", [file, "fetch", email]).text
    let parts = record.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    try site.setRecord(email, "\(parts[0]):\(groups):\(parts[2].trimmingCharacters(in: .newlines))")
    return (site, token)
  }

  static func ask(
    _ site: CGISite, _ token: String?, _ query: String = "verify", _ variables: [String: String] = [:]
  ) throws -> Answer {
    var variables = variables.merging(["QUERY_STRING": query, "HTTP_ACCEPT": browser]) { $1 }
    variables["HTTP_COOKIE"] = token.map { "authToken=\($0)" }
    return try site.request("protected", variables)
  }

  @Test(arguments: [
    ("", ""), ("staff", "staff"), ("staff,board members", "staff,board members"),
    (" staff , , x ", "staff,x"),
    ("staff,gr\u{FC}n,x", "staff,x"), ("a\tb,staff", "a\tb,staff"), ("a\u{7F}b,staff", "staff"),
  ])
  func namesTheUserAndTheGroups(_ groups: String, _ sent: String) throws {
    let (site, token) = try Self.site(groups: groups)
    for settings in [[:], ["AUTH_STATELESS": "yes"]] {
      let answer = try Self.ask(site, token, "verify", settings)
      #expect(answer.status == 200)
      #expect(answer.values("Remote-User") == [Self.email])
      #expect(answer.values("Remote-Groups") == [sent])
      #expect(answer.values("Cache-Control") == ["no-store"])
      #expect(answer.errors == "")
    }
  }

  /// A field has visible ASCII and spaces.
  @Test(arguments: [
    ("", ""), (#""name":"Ada Lovelace","#, "Ada Lovelace"), (#""name":"Zoë, 100 %","#, "Zo%C3%AB, 100 %25"),
    (#""name":"日本","#, "%E6%97%A5%E6%9C%AC"),
    (#""name":"a\r\nRemote-User: root\u0000","#, "a%0D%0ARemote-User: root%00"),
    (#""name":"<b title=\"x\">O'Neill & Co","#, "%3Cb title=%22x%22%3EO'Neill %26 Co"), (#""name":5,"#, ""),
  ])
  func namesTheUserAsHeWantsToBeCalled(_ member: String, _ sent: String) throws {
    let (site, token) = try Self.site(groups: "")
    let record = try run("/usr/bin/gdbmtool", [site.folder.path("data/users.gdbm"), "fetch", Self.email]).text
    try site.setRecord(
      Self.email, record.trimmingCharacters(in: .newlines).replacing("::{", with: "::{" + member))
    for settings in [[:], ["AUTH_STATELESS": "yes"]] {
      let answer = try Self.ask(site, token, "verify", settings)
      #expect(answer.status == 200)
      #expect(answer.values("Remote-Name") == [sent])
      #expect(answer.values("Remote-User") == [Self.email])
    }
  }

  /// nginx hands on the browser's fields: they must not make a page or a redirect of the answer.
  @Test(arguments: ["verify", "verify&groups=staff"])
  func answersLikeAProgramsWhateverTheBrowserAccepts(_ query: String) throws {
    let (site, token) = try Self.site(groups: "staff")
    for token in [nil, token + "x"] {
      for method in ["GET", "POST", "HEAD", "DELETE"] {
        let answer = try Self.ask(site, token, query, ["REQUEST_METHOD": method, "REQUEST_URI": "/members/"])
        #expect(answer.status == 401)
        #expect(answer.values("Content-Type") == ["application/json"])
        #expect(answer.values("WWW-Authenticate").count == 1)
        for name in ["Location", "Remote-User", "Remote-Groups", "Remote-Name", "Set-Cookie"] {
          #expect(answer.values(name) == [])
        }
      }
    }
    // Without the question the same browser is sent to the login page.
    #expect(try Self.ask(site, nil, "").status == 303)
  }

  @Test(arguments: [
    ("verify&groups=staff", 200), ("verify&groups=board,staff", 200), ("verify&groups=the+board", 200),
    ("verify&groups=the%20board", 200), ("verify&groups=the board", 200), ("verify&groups=gr%C3%BCn", 200),
    ("verify&groups=board", 403), ("verify&groups=Staff", 403), ("verify&groups=staf", 403),
    ("verify&groups=staffs", 403), ("verify&groups=staff%2Cx", 200), ("verify&groups=the", 403),
    ("verify&groups=%00", 403),
  ])
  func asksForOneOfTheGroups(_ query: String, _ status: Int) throws {
    let (site, token) = try Self.site(groups: "staff,the board,gr\u{FC}n")
    for settings in [[:], ["AUTH_STATELESS": "yes"]] {
      let answer = try Self.ask(site, token, query, settings)
      #expect(answer.status == status)
      #expect(answer.values("Remote-User").isEmpty == (status == 403))
      if status == 403 { #expect(answer.body == #"{"message":"Forbidden"}"#) }
    }
    #expect(try Self.ask(site, nil, query).status == 401)
  }

  /// A misspelt list of groups lets nobody in.
  @Test(arguments: [
    "verify&group=staff", "verify&groups", "verify&groups=", "verify&groups=,", "verify=yes", "verify&staff",
    "verify&groups=staff&groups=board", "verify&groups=staff&x=y", "verify&x=y&groups=staff", "verify&verify",
    "verifyx", "verify/staff", "verify;groups=staff", "verify&groups=%zz", "verify&groups=%ff", "verify?",
  ])
  func letsNobodyInByAnotherQuestion(_ query: String) throws {
    let (site, token) = try Self.site(groups: "staff")
    let answer = try Self.ask(site, token, query)
    #expect(answer.status == 400)
    #expect(answer.values("Remote-User") == [])
  }

  @Test func saysNothingWhereItCannotKnow() throws {
    let (site, token) = try Self.site(groups: "staff")
    try site.folder.write("data/users.gdbm", "garbage")
    let answer = try Self.ask(site, token)
    #expect(answer.status == 503)
    #expect(answer.values("Content-Type") == ["application/json"])
    #expect(answer.values("Remote-User") == [])
    #expect(answer.errors.hasPrefix("store-damaged users.gdbm"))
  }
}

import Foundation
import CGIAuthHarness
import Testing

/// guard.cgi: files, as a web server sends them.
@Suite struct GuardFileTests {
  /// A site with a file of ten digits that has been there since 1994.
  static func site() throws -> GuardedSite {
    let site = try GuardedSite()
    try site.write("a.txt", "0123456789")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 784_111_777)], ofItemAtPath: site.path("a.txt"))
    return site
  }

  static let lastModified = "Sun, 06 Nov 1994 08:49:37 GMT"
  /// As Apache makes it: size and microseconds, in hexadecimal.
  static let entityTag = "\"a-\(String(784_111_777_000_000, radix: 16))\""

  @Test func sendsAFileAsAServerDoes() throws {
    let site = try Self.site()
    let answer = try site.get("/members/a.txt")
    #expect(answer.status == 200)
    #expect(answer.body == "0123456789")
    #expect(
      answer.fields.map(\.name).sorted() == [
        "Accept-Ranges", "Cache-Control", "Content-Length", "Content-Security-Policy", "Content-Type",
        "Cross-Origin-Resource-Policy", "ETag", "Last-Modified", "Referrer-Policy", "Status",
        "Vary", "X-Content-Type-Options", "X-LiteSpeed-Cache-Control",
      ])
    #expect(answer.value("Content-Type") == "text/plain")
    #expect(answer.value("Content-Length") == "10")
    #expect(answer.value("Last-Modified") == Self.lastModified)
    #expect(answer.value("ETag") == Self.entityTag)
    #expect(answer.value("Accept-Ranges") == "bytes")
    let head = try site.get("/members/a.txt", "HEAD")
    #expect(head.body == "")
    #expect(head.fields.map(\.value) == answer.fields.map(\.value))
  }

  @Test func asksForHTTPSAloneWhereThatIsSet() throws {
    let site = try GuardedSite(["AUTH_HSTS": "300"])
    try site.write("a.txt", "x")
    let https = ["HTTPS": "on", "HTTP_AUTHORIZATION": "Bearer \(site.token)"]
    #expect(try site.get("/members/a.txt", https).value("Strict-Transport-Security") == "max-age=300")
    #expect(try site.get("/members/none.txt", https).value("Strict-Transport-Security") == "max-age=300")
    #expect(try site.get("/members/a.txt", [:]).value("Strict-Transport-Security") == nil)
  }

  /// A longer file is not in the pipe at once, and may become shorter meanwhile. Apache then has to end the
  /// connection, for the length was promised.
  @Test func endsTheConnectionAfterALongFile() throws {
    let site = try GuardedSite()
    try site.write("a.bin", String(repeating: "x", count: 65_537))
    #expect(try site.get("/members/a.bin").value("Connection") == "close")
    for (part, field) in [("bytes=0-65535", nil), ("bytes=1-", nil), ("bytes=0-65536", "close")] {
      let answer = try site.get("/members/a.bin", ["HTTP_RANGE": part])
      #expect(answer.status == 206)
      #expect(answer.value("Connection") == field, "\(part)")
    }
    let file = site.path("a.bin")
    let other = try site.site.request(
      "guard", "GET", site.cookie.merging(["SCRIPT_FILENAME": file, "SCRIPT_NAME": "/members/a.bin"]) { $1 },
      arguments: [file])
    #expect(other.status == 200)
    #expect(other.body.utf8.count == 65_537)
    #expect(other.value("Connection") == nil)
  }

  @Test func callsAFileThatMayStillChangeWeaklyTagged() throws {
    let site = try GuardedSite()
    try site.write("a.txt", "x")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: 60)], ofItemAtPath: site.path("a.txt"))
    #expect(try #require(try site.get("/members/a.txt").value("ETag")).hasPrefix("W/\"1-"))
  }

  @Test(arguments: [
    ("bytes=0-4", 206, "01234", "bytes 0-4/10"), ("bytes=5-", 206, "56789", "bytes 5-9/10"),
    ("bytes=-3", 206, "789", "bytes 7-9/10"), ("bytes=9-100", 206, "9", "bytes 9-9/10"),
    ("Bytes=0-0", 206, "0", "bytes 0-0/10"), ("bytes=-100", 206, "0123456789", "bytes 0-9/10"),
    ("bytes=10-", 416, "", "bytes */10"), ("bytes=-0", 416, "", "bytes */10"),
    ("bytes=0-1,5-6", 200, "0123456789", nil), ("bytes=4-2", 200, "0123456789", nil),
    ("lines=0-1", 200, "0123456789", nil), ("bytes=a-b", 200, "0123456789", nil),
    ("bytes=0-99999999999999999999999", 206, "0123456789", "bytes 0-9/10"),
    ("bytes=99999999999999999999999-", 416, "", "bytes */10"),
  ])
  func sendsThePartThatIsAskedFor(_ range: String, _ status: Int, _ body: String, _ contentRange: String?)
    throws
  {
    let answer = try Self.site().get("/members/a.txt", ["HTTP_RANGE": range])
    #expect(answer.status == status)
    #expect(answer.body == body)
    #expect(answer.value("Content-Range") == contentRange)
    #expect(answer.value("Content-Length") == "\(body.utf8.count)")
  }

  @Test(arguments: [
    (["HTTP_IF_NONE_MATCH": entityTag], 304), (["HTTP_IF_NONE_MATCH": "W/\(entityTag)"], 304),
    (["HTTP_IF_NONE_MATCH": "\"x\", \(entityTag)"], 304), (["HTTP_IF_NONE_MATCH": "*"], 304),
    (["HTTP_IF_NONE_MATCH": "\"x\""], 200), (["HTTP_IF_NONE_MATCH": "nonsense"], 200),
    (["HTTP_IF_MODIFIED_SINCE": lastModified], 304),
    (["HTTP_IF_MODIFIED_SINCE": "Sunday, 06-Nov-94 08:49:37 GMT"], 304),
    (["HTTP_IF_MODIFIED_SINCE": "Sun Nov  6 08:49:37 1994"], 304),
    (["HTTP_IF_MODIFIED_SINCE": "Sun, 06 Nov 1994 08:49:36 GMT"], 200),
    (["HTTP_IF_MODIFIED_SINCE": "yesterday"], 200),
    // RFC 9110 section 13.1.3: beside If-None-Match it does not count.
    (["HTTP_IF_NONE_MATCH": "\"x\"", "HTTP_IF_MODIFIED_SINCE": lastModified], 200),
    (["HTTP_IF_MATCH": entityTag], 200), (["HTTP_IF_MATCH": "*"], 200), (["HTTP_IF_MATCH": "\"x\""], 412),
    (["HTTP_IF_MATCH": "W/\(entityTag)"], 412),
    (["HTTP_IF_UNMODIFIED_SINCE": lastModified], 200),
    (["HTTP_IF_UNMODIFIED_SINCE": "Sun, 06 Nov 1994 08:49:36 GMT"], 412),
    (["HTTP_IF_MATCH": entityTag, "HTTP_IF_UNMODIFIED_SINCE": "Sun, 06 Nov 1994 08:49:36 GMT"], 200),
    (["HTTP_IF_MATCH": "\"x\"", "HTTP_IF_NONE_MATCH": entityTag], 412),
    (["HTTP_RANGE": "bytes=0-1", "HTTP_IF_RANGE": entityTag], 206),
    (["HTTP_RANGE": "bytes=0-1", "HTTP_IF_RANGE": lastModified], 206),
    (["HTTP_RANGE": "bytes=0-1", "HTTP_IF_RANGE": "W/\(entityTag)"], 200),
    (["HTTP_RANGE": "bytes=0-1", "HTTP_IF_RANGE": "Sun, 06 Nov 1994 08:49:38 GMT"], 200),
    (["HTTP_RANGE": "bytes=50-", "HTTP_IF_RANGE": "\"x\""], 200),
    (["HTTP_RANGE": "bytes=0-1", "HTTP_IF_NONE_MATCH": entityTag], 304),
  ])
  func judgesConditions(_ fields: [String: String], _ status: Int) throws {
    let site = try Self.site()
    for method in ["GET", "HEAD"] {
      let answer = try site.get("/members/a.txt", method, fields)
      // A HEAD has no ranges.
      #expect(answer.status == (method == "HEAD" && status == 206 ? 200 : status), "\(method)")
      #expect(answer.body.isEmpty == (method == "HEAD" || status >= 300))
      if status == 304 {
        #expect(answer.value("ETag") == Self.entityTag)
        #expect(answer.value("Cache-Control") == "private, no-cache")
        #expect(answer.value("Content-Length") == nil)
      }
      #expect(answer.value("Cross-Origin-Resource-Policy") == "same-origin")
      #expect(answer.value("Content-Security-Policy") == "frame-ancestors 'self'")
      #expect(answer.value("Referrer-Policy") == "same-origin")
    }
  }

  @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"])
  func takesNoOtherMethodForAFile(_ method: String) throws {
    let answer = try Self.site().get("/members/a.txt", method, body: [])
    #expect(answer.status == 405)
    #expect(answer.value("Allow") == "GET, HEAD")
  }

  @Test func showsTheIndexOfAFolderAndNoList() throws {
    let site = try GuardedSite()
    try site.site.folder.makeFolder("www/members/empty")
    #expect(try site.get("/members/").status == 404)
    try site.write("index.html", "start")
    try site.write("home.htm", "home")
    #expect(try site.get("/members/").body == "start")
    #expect(try site.get("/members/").value("Content-Type") == "text/html")
    #expect(try site.get("/members/", ["AUTH_GUARD_INDEX": "none.html, home.htm"]).body == "home")
    #expect(try site.get("/members/empty/").status == 404)
    let bare = try site.get("/members/empty", query: "a=1")
    #expect(bare.status == 301)
    #expect(bare.value("Location") == "/members/empty/?a=1")
    let outward = try site.get("/members", ["REQUEST_URI": "//evil.example/members"])
    #expect(outward.status == 404)
    #expect(outward.value("Location") == nil)
  }

  @Test func knowsNamesThatAreNotUTF8() throws {
    // Nor does Swift's dictionary of variables: a shell sets them.
    let site = try GuardedSite()
    let script = """
      cd "$1" && name=$(printf 'caf\\351.txt') && printf latin >"$name" &&
      PATH_INFO=/members/$name REDIRECT_URL=/members/$name PATH_TRANSLATED=$1/$name exec "$0"
      """
    let environment = site.site.environment(
      "GET", contentType: nil, contentLength: nil, site.action("/members/").merging(site.cookie) { $1 })
    let result = try run(
      "/bin/sh", ["-c", script, try Project.program("guard"), site.path("")], environment: environment)
    #expect(result.text.hasSuffix("\n\nlatin"), "\(result.text) \(result.errors)")
  }

  // MARK: Big files

  static let bigSize = 300 << 20

  static func stream(_ site: GuardedSite, _ how: String, _ fields: [String: String] = [:]) throws -> [String]
  {
    let environment = site.site.environment(
      "GET", contentType: nil, contentLength: nil,
      site.action("/members/big.mp4").merging(site.cookie) { $1 }.merging(fields) { $1 })
    let result = try run(
      "/usr/bin/python3",
      [
        "\(Project.root)/Tests/ProgramTests/tools/stream.py", how, try Project.program("guard"),
        site.path("big.mp4"),
      ],
      environment: environment)
    try #require(result.status == 0, "\(result.errors)")
    return result.text.split(separator: " ").map { $0.trimmingCharacters(in: .newlines) }
  }

  static func bigSite() throws -> GuardedSite {
    let site = try GuardedSite()
    try site.write("big.mp4", "begin")
    // Not by this process: tests of the store, beside this one, limit how long its files may get.
    try #require(try run("/usr/bin/truncate", ["-s", "\(bigSize)", site.path("big.mp4")]).status == 0)
    return site
  }

  @Test(arguments: ["pipe", "socket"])
  func streamsABigFileInLittleMemory(_ how: String) throws {
    let site = try Self.bigSite()
    let sum = try run("/usr/bin/sha256sum", [site.path("big.mp4")]).text.prefix(64)
    let whole = try Self.stream(site, how)
    #expect(whole[0] == "\(Self.bigSize)")
    #expect(whole[1] == sum)
    #expect(try #require(Int(whole[2])) < 12_000, "kB")
    #expect(whole[3] == "0")
    let part = try Self.stream(site, how, ["HTTP_RANGE": "bytes=1048576-2097151"])
    #expect(part[0] == "1048576")
  }

  @Test func endsWhereTheReaderGoesAwayOrTheFileShrinks() throws {
    let site = try Self.bigSite()
    #expect(try Self.stream(site, "leave").last == "1")
    let shrunk = try Self.stream(site, "shrink")
    #expect(try #require(Int(shrunk[0])) < Self.bigSize)
    #expect(shrunk.last == "1")
  }
}

import Foundation
import CGIAuthHarness
import Testing

/// Files in a guarded folder, by `.htaccess` alone under Apache, by the block of
/// docs/guard.md under lighttpd.
@Suite struct GuardedFolderTests {
  private static let browser = "Accept: text/html,*/*;q=0.8"

  /// The fields that describe a file, but for what the servers do not do alike: lighttpd makes another tag
  /// and, as Debian configures it, adds a charset; it repeats the type with 304; of a file that the client
  /// has, there is nothing more to say.
  private func described(_ answer: Answer, _ variant: ServerVariant) -> [String: [String]] {
    var names = ["Content-Length", "Content-Range", "Last-Modified"]
    if variant.software.isApache { names.append("ETag") }
    if answer.status != 304 { names += ["Content-Type", "Accept-Ranges"] }
    return answer.fields(names).mapValues { $0.map { $0.replacing(";charset=utf-8", with: "") } }
  }

  /// Whether apache.conf leaves files of this name's kind without a length.
  private static func mayBeScript(_ name: String) -> Bool {
    ["html", "txt", "css"].contains { name.hasSuffix("." + $0) }
  }

  /// A file's path as a URL has it.
  private static func url(_ name: String) -> String {
    name.replacing("%", with: "%25").replacing(" ", with: "%20").replacing("é", with: "%C3%A9")
  }

  @Test(arguments: ServerVariant.all) func aFileIsTheFileTheServerWouldSend(_ variant: ServerVariant) throws {
    let site = try GuardedServer(variant)
    for file in GuardedServer.files {
      for method in ["GET", "HEAD"] {
        let guarded = try site.fetch("/members/" + Self.url(file.name), method)
        let plain = try site.fetch("/plain/" + Self.url(file.name), method)
        #expect(guarded.status == 200, "\(file.name)")
        #expect(plain.status == 200, "\(file.name)")
        #expect(guarded.bytes == (method == "HEAD" ? [] : file.content), "\(file.name)")
        var (found, wanted) = (described(guarded, variant), described(plain, variant))
        // Apache is told to believe the length of what is never a script.
        if variant.software.isApache, Self.mayBeScript(file.name) {
          (found["Content-Length"], wanted["Content-Length"]) = (nil, nil)
        }
        #expect(found == wanted, "\(method) \(file.name)")
        // On purpose: nobody else's cache may keep it, and the browser's own asks again after a logout.
        #expect(guarded.values("Cache-Control") == ["private, no-cache"])
        #expect(guarded.values("X-Content-Type-Options") == ["nosniff"])
      }
    }
  }

  /// Conditions and ranges, which name `TAG` and `TIME` of the file.
  private static let questions: [[String]] = [
    ["If-None-Match: TAG"], ["If-None-Match: \"x\", TAG"], ["If-None-Match: W/TAG"], ["If-None-Match: *"],
    ["If-None-Match: \"x\""], ["If-Modified-Since: TIME"],
    ["If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT"],
    ["If-Modified-Since: Wed, 28 Feb 2024 00:00:00 GMT"], ["If-Modified-Since: soon"],
    ["If-None-Match: \"x\"", "If-Modified-Since: TIME"],
    ["Range: bytes=0-0"], ["Range: bytes=10-19"], ["Range: bytes=-7"], ["Range: bytes=4990-"],
    ["Range: bytes=0-"], ["Range: bytes=4990-9999999999"], ["Range: bytes=-99999"],
    ["Range: bytes=99999-"], ["Range: bytes=5000-5001"], ["Range: bytes=19-10"], ["Range: lines=1-2"],
    ["Range: bytes=10-19", "If-Range: TAG"], ["Range: bytes=10-19", "If-Range: \"x\""],
    ["Range: bytes=10-19", "If-Range: TIME"],
    ["Range: bytes=10-19", "If-Range: Wed, 28 Feb 2024 00:00:00 GMT"],
    ["Range: bytes=10-19", "If-None-Match: TAG"],
  ]

  @Test(arguments: ServerVariant.http)
  func aQuestionIsAnsweredAsTheServerAnswersIt(_ variant: ServerVariant) throws {
    let site = try GuardedServer(variant)
    for question in Self.questions {
      // Apache cuts what it answers to HEAD, too. Range is defined for GET alone (RFC 9110 section 14.2).
      for method in question.contains(where: { $0.hasPrefix("Range") }) ? ["GET"] : ["GET", "HEAD"] {
        let answers = try ["plain", "members"].map { folder in
          let file = try site.fetch("/\(folder)/picture.png")
          let (tag, time) = (
            try #require(file.value("ETag")), try #require(file.value("Last-Modified"))
          )
          return try site.fetch(
            "/\(folder)/picture.png", method,
            headers: question.map { $0.replacing("TAG", with: tag).replacing("TIME", with: time) })
        }
        let (plain, guarded) = (answers[0], answers[1])
        #expect(guarded.status == plain.status, "\(method) \(question)")
        guard guarded.status < 400 else {
          #expect(guarded.status == 416)
          // It should be said (RFC 9110 section 15.5.17). lighttpd cuts by itself, and then does not.
          if variant.software.isApache { #expect(guarded.values("Content-Range") == ["bytes */5000"]) }
          continue
        }
        #expect(guarded.bytes == plain.bytes, "\(method) \(question)")
        #expect(described(guarded, variant) == described(plain, variant), "\(method) \(question)")
      }
    }
  }

  /// On purpose otherwise than Apache: several parts at once are answered with the whole (RFC 9110 section
  /// 14.2). lighttpd cuts that itself, as it does with its own.
  @Test(arguments: ServerVariant.http) func severalRangesAreTheWhole(_ variant: ServerVariant) throws {
    let site = try GuardedServer(variant)
    let question = ["Range: bytes=0-1,4000-4009"]
    let answer = try site.fetch("/members/picture.png", headers: question)
    if variant.software.isApache {
      #expect(answer.status == 200)
      #expect(answer.bytes == GuardedServer.picture)
    } else {
      #expect(answer.status == 206)
      #expect(answer.bytes.count == (try site.fetch("/plain/picture.png", headers: question)).bytes.count)
    }
  }

  @Test(arguments: ServerVariant.http) func aConditionThatFailsIs412(_ variant: ServerVariant) throws {
    let site = try GuardedServer(variant)
    for condition in ["If-Match: \"x\"", "If-Unmodified-Since: Wed, 28 Feb 2024 00:00:00 GMT"] {
      #expect(try site.fetch("/members/picture.png", headers: [condition]).status == 412)
    }
  }

  @Test(arguments: ServerVariant.http) func aFolderIsItsIndexAndHasASlash(_ variant: ServerVariant) throws {
    let site = try GuardedServer(variant)
    let index = try site.fetch("/members/folder/")
    #expect(index.status == 200)
    #expect(index.bytes == Array("an index\n".utf8))
    #expect(index.value("Content-Type")?.hasPrefix("text/html") == true)
    let slash = try site.fetch("/members/folder?x=1")
    #expect(slash.status == 301)
    #expect(slash.value("Location")?.hasSuffix("/members/folder/?x=1") == true)
    #expect([403, 404].contains(try site.fetch("/members/").status))
    #expect(try site.fetch("/members/none.html").status == 404)
    #expect(try site.fetch("/members/page.html/x").status == 404)
    for method in ["POST", "PUT", "DELETE"] {
      #expect(try site.fetch("/members/page.html", method, options: ["-d", "x"]).status == 405, "\(method)")
    }
    // The slash is added to a folder's name before anybody is asked.
    #expect(try site.fetch("/members/folder", loggedIn: false).status == 301)
    for path in [
      "/members/folder/", "/members/", "/members/none.html", "/members/page.html/x",
    ] {
      let answer = try site.fetch(path, loggedIn: false)
      // lighttpd asks nobody about what is not there.
      let isThere = variant.software.isApache || path.hasPrefix("/members/folder")
      #expect(answer.status == 401 || !isThere && [403, 404].contains(answer.status), "\(path)")
    }
  }

  /// Around the server's handler there is nothing, not even for who is logged in: what the server refuses
  /// everybody, guard.cgi would give.
  @Test(arguments: ServerVariant.http) func nobodyCallsTheGuardDirectly(_ variant: ServerVariant) throws {
    let site = try GuardedServer(variant)
    #expect(try site.fetch("/members/notes.txt").status == 200)
    for path in ["/members/notes.txt", "/plain/notes.txt", "/members/folder/", "/"] {
      let answer = try site.fetch("/cgi-bin/guard.cgi\(path)")
      #expect(answer.status == 404, "\(path)")
      #expect(!answer.contains("herons") && !answer.contains("an index"), "\(path)")
    }
  }

  /// Modules of lighttpd that answer before mod_cgi, one of them as Debian's lighttpd.conf orders them:
  /// `mod_staticfile` at the end of that file, before what is included behind it.
  @Test(arguments: ServerVariant.http.filter { !$0.software.isApache })
  func noModuleAnswersBeforeTheGuard(_ variant: ServerVariant) throws {
    let site = try GuardedServer(
      variant,
      configuration: { _ in
        """
        server.modules += ( "mod_ssi", "mod_dirlisting", "mod_staticfile" )
        ssi.extension = ( ".shtml" )
        dir-listing.activate = "enable"

        """
      },
      prepare: { folder in
        for place in ["members", "plain"] {
          try folder.write("public/\(place)/page.shtml", "nine herons")
          try folder.makeFolder("public/\(place)/listed")
          try folder.write("public/\(place)/listed/herons.txt", "nine herons")
        }
      })
    for path in ["page.shtml", "listed/", "notes.txt"] {
      // The modules are in effect.
      let plain = try site.fetch("/plain/\(path)", loggedIn: false)
      #expect(plain.status == 200)
      #expect(plain.contains("herons"))
      let guarded = try site.fetch("/members/\(path)", loggedIn: false)
      #expect([401, 403, 404].contains(guarded.status), "\(path)")
      #expect(!guarded.contains("herons"), "\(path)")
    }
    #expect(try site.fetch("/members/notes.txt").bytes == Array("nine herons\n".utf8))
    #expect(try site.fetch("/cgi-bin/protected.cgi", loggedIn: false).status == 401)
  }

  @Test(arguments: ServerVariant.all) func theLoginLeadsBackToTheFile(_ variant: ServerVariant) throws {
    let site = try GuardedServer(variant)
    let server = site.server
    let path = "/members/notes.txt?a=1&b=%2f"
    let program = try site.fetch(path, loggedIn: false)
    #expect(program.status == 401)
    #expect(program.values("WWW-Authenticate") == ["Bearer"])
    #expect(program.bytes == Array(#"{"message":"Unauthorized"}"#.utf8))
    let refused = try site.fetch(path, loggedIn: false, headers: [Self.browser])
    #expect(refused.status == 303)
    #expect(refused.bytes == [])
    let login = try #require(refused.value("Location"))
    #expect(login.hasPrefix("/cgi-bin/login.cgi?"))
    let back = try server.send(
      "POST", login, .form("email=ada@example.com&password=nine+herons+at+dawn"), headers: [Self.browser])
    #expect(back.status == 303)
    #expect(back.value("Location") == path)
    let cookie = try #require(back.setCookie?.split(separator: ";").first)
    let file = try server.send("GET", path, headers: ["Cookie: \(cookie)", Self.browser])
    #expect(file.status == 200)
    #expect(file.bytes == Array("nine herons\n".utf8))
    _ = try server.send("POST", "/cgi-bin/logout.cgi", .form(""), headers: ["Cookie: \(cookie)"])
    for headers in [
      [], ["Range: bytes=0-3"], ["If-None-Match: *"], ["If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT"],
    ] {
      let after = try server.send("GET", path, headers: headers + ["Cookie: \(cookie)"])
      #expect(after.status == 401)
      #expect(!after.contains("herons"))
    }
  }

  @Test(arguments: ServerVariant.http) func aFolderOfAGroupIsForTheGroup(_ variant: ServerVariant) throws {
    // `guard_require` in the file of settings, which suexec does not empty.
    let site = try GuardedServer(
      variant,
      prepare: { folder in
        for (name, rule) in [
          ("staff", "guard_require = group staff\n"), ("board", "guard_require = group board chair\n"),
        ] {
          try folder.makeFolder("public/members/\(name)/deep")
          try folder.write("public/members/\(name)/.htguard", rule)
          try folder.write("public/members/\(name)/deep/a.txt", "for \(name)")
        }
        try folder.makeFolder("public/members/chairs")
        try folder.write("public/members/chairs/a.txt", "for chairs")
        try folder.makeFolder("auth-data")
        _ = try run("/bin/chmod", ["700", folder.path("auth-data")])
        try folder.write(
          "auth-data/auth.conf", "guard_require = \(folder.path("public/members/chairs")) group chair\n")
      })
    func statuses(_ groups: String) throws -> [Int] {
      try site.server.setGroups(groups, of: "ada@example.com")
      return try ["staff/deep", "board/deep", "chairs"].map { try site.fetch("/members/\($0)/a.txt").status }
    }
    #expect(try statuses("") == [403, 403, 403])
    #expect(try statuses("staff") == [200, 403, 403])
    #expect(try statuses("board,staff") == [200, 200, 403])
    #expect(try statuses("chair") == [403, 200, 200])
    #expect(try statuses("Staff,boards") == [403, 403, 403])
    for folder in ["staff/deep", "board/deep", "chairs"] {
      let path = "/members/\(folder)/a.txt"
      #expect(try site.fetch(path, loggedIn: false).status == 401)
      #expect(try site.fetch(path, loggedIn: false, headers: [Self.browser]).status == 303)
    }
  }

  /// Uploaded anew while somebody gets it, for one. Where the length is promised, another answer on the same
  /// connection must not stand for the rest: behind a proxy it may be somebody else's.
  @Test(arguments: ServerVariant.http)
  func aFileThatBecomesShorterTakesNoOtherAnswer(_ variant: ServerVariant) throws {
    let site = try GuardedServer(
      variant,
      prepare: { folder in
        let path = folder.path("public/members/long.bin")
        try #require(try run("/usr/bin/truncate", ["-s", "\(50 << 20)", path]).status == 0)
      })
    let script = """
      import os, socket, sys, time
      port, token, path = int(sys.argv[1]), sys.argv[2], sys.argv[3]
      s = socket.create_connection(("127.0.0.1", port), timeout=120)
      s.sendall(f"GET /members/long.bin HTTP/1.1\\r\\nHost: x\\r\\nCookie: authToken={token}\\r\\n\\r\\n".encode())
      got = b""
      while b"\\r\\n\\r\\n" not in got: got += s.recv(4096)
      time.sleep(0.5)
      os.truncate(path, 1000)
      try:
        s.sendall(b"GET /cgi-bin/protected.cgi HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n")
        while piece := s.recv(1 << 20): got += piece
      except ConnectionError: pass
      head, body = got.split(b"\\r\\n\\r\\n", 1)
      length = int(head.lower().split(b"content-length: ")[1].split(b"\\r")[0])
      print(head.split(b" ")[1].decode(), length, body[:length].strip(b"\\0")[:200])
      """
    let result = try run(
      "/usr/bin/python3",
      ["-c", script, "\(site.server.port)", site.token, site.server.folder.path("public/members/long.bin")])
    #expect(result.text == "200 \(50 << 20) b''\n", "\(result.errors)")
  }

  @Test(arguments: ServerVariant.http) func aFileOf200MegabytesArrivesWhole(_ variant: ServerVariant) throws {
    let count = 200 << 20
    let site = try GuardedServer(
      variant,
      prepare: { folder in
        // /dev/zero would hide a piece in the wrong place.
        let script =
          "import sys; f = open(sys.argv[1], 'wb'); [f.write(b'%015d\\n' % i) for i in range(\(count / 16))]"
        _ = try run("/usr/bin/python3", ["-c", script, folder.path("public/members/long.bin")])
      })
    let path = site.server.folder.path("public/members/long.bin")
    let got = site.server.folder.path("got.bin")
    let curl = ["-sS", "-o", got, "--noproxy", "*", "-b", "authToken=\(site.token)"]
    let url = site.server.origin + "/members/long.bin"
    try Tool.curl.output(curl + [url])
    #expect(try run("/usr/bin/cmp", [path, got]).status == 0)
    // A download that broke off goes on.
    try Tool.curl.output(curl + ["-r", "0-99999999", url])
    try Tool.curl.output(curl + ["-C", "-", url])
    #expect(try run("/usr/bin/cmp", [path, got]).status == 0)
    let end = try site.fetch("/members/long.bin", headers: ["Range: bytes=-16"])
    #expect(end.status == 206)
    #expect(end.bytes == Array(String(format: "%015d\n", count / 16 - 1).utf8))
  }
}
